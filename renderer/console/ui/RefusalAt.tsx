/** The last refusal at a place, in words, its code small beside them; heard by screen readers. */
import { refusalWords } from "../../../shared/words/refusals.ts";
import { useRefusals } from "../act.ts";

export function RefusalAt({ place, className }: { place: string; className?: string }) {
  const refusal = useRefusals((state) => state.at[place]?.refusal);
  if (!refusal) return null;
  return (
    <p className={className ? `refusal ${className}` : "refusal"} role="status">
      {refusalWords(refusal)}
      <code>{refusal.code}</code>
    </p>
  );
}
