/** What the journal gives at start. Apart from the reading of it, which is a worker's and wants SQLite. */
import { type Desk, emptyDesk } from "../../shared/desk/state.ts";
import type { KeptLeg, LifeSign, TakenSignature } from "./ports.ts";

export interface Loaded {
  desk: Desk;
  /** Times of the last entry; null when there is none. */
  last: LifeSign | null;
  /** The stamp of the last host: it lived until then; null where there is none. */
  alive: LifeSign | null;
  /** What was kept of the legs that were up or rang. */
  kept: readonly KeptLeg[];
  /** What the webhook took, and when by wall clock; oldest first. */
  signatures: readonly TakenSignature[];
  /** Where the snapshot stood; 0 when all was replayed. */
  snapshotSeq: number;
  /** In words, why the file cannot be gone on with; `desk` is then what could be read before the damage. */
  damage: string | null;
  /** Entries that could not be replayed, in words: the state goes without them. */
  skipped: readonly string[];
}

export const nothingLoaded: Loaded = {
  desk: emptyDesk,
  last: null,
  alive: null,
  kept: [],
  signatures: [],
  snapshotSeq: 0,
  damage: null,
  skipped: [],
};
