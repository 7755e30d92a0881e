import type { Entry } from "./entries.ts";
import type { Desk } from "./state.ts";
export function reduce(desk: Desk, entry: Entry): Desk {
  return { ...desk, seq: entry.seq };
}
