/** A snapshot's own hash: over the entry it stands on, the reducer's version and the state, so that a changed one is not used. */
import { createHash } from "node:crypto";

/** Entries from one snapshot to the next. */
export const snapshotEvery = 10_000;

export function snapshotHash(entryHash: Uint8Array, reducer: number, state: string): Uint8Array {
  return createHash("sha256").update(entryHash).update(`${reducer}\n`).update(state).digest();
}
