/** The former object while the new one says the same: a link that comes back brings a new snapshot, and must not move the view. */
import { useRef } from "react";

export function useSame<T>(value: T): T {
  const kept = useRef(value);
  if (JSON.stringify(kept.current) !== JSON.stringify(value)) kept.current = value;
  return kept.current;
}
