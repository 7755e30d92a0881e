/** What the host and the journal's two workers say to each other. Plain data, by structured clone. */
import type { Attachment, Entry } from "../../shared/desk/entries.ts";
import type { Desk, HostTime } from "../../shared/desk/state.ts";
import type { HistoryFilter, HistoryPage } from "../../shared/link/history.ts";
import type { Loaded } from "./journalLoaded.ts";
import type { Verdict } from "./journalVerify.ts";

/** Sequence and times of an entry. */
export interface LastEntry {
  seq: number;
  at: HostTime;
  wall: number;
}

/** What a writer is started with. */
export interface WriterStart {
  file: string;
  position: string;
  /** The last entry known to be on disk; seq 0 for none. */
  last: LastEntry;
  /** The last sequence that was sent: the file ends between the two, or it is not ours. */
  sentTo: number;
  /** In words, why the present file must be set aside first; null: go on with it. */
  unfit: string | null;
}

/** A row beside the chain (journalKept.ts): by call, by signature; of `alive` there is one. */
export interface KeptRow {
  table: "leg" | "signature" | "alive";
  key: string;
  /** As JSON; null: nothing any more. */
  kept: string | null;
}

export type ToWriter =
  | {
      type: "append";
      entries: readonly Entry[];
      attachments: readonly (Attachment | undefined)[];
      kept: readonly KeptRow[];
    }
  | { type: "snapshot"; desk: Desk }
  | { type: "close" };

export type FromWriter =
  /** The file is open. `aside`: where the former one is now, and why; null when it is gone on with. */
  | { type: "ready"; aside: { path: string | null; words: string } | null }
  /** On disk up to `seq`. */
  | { type: "recorded"; seq: number }
  | { type: "snapshotSaved" }
  /** This writer can do no more. `unfit`: the file itself must be set aside. */
  | { type: "failed"; words: string; unfit: boolean }
  | { type: "closed" };

export type ReaderAsk =
  | { type: "load" }
  | { type: "history"; filter: HistoryFilter }
  | { type: "exportCsv"; filter: HistoryFilter }
  | { type: "verify"; recorded: number };

export interface ReaderAnswers {
  load: Loaded;
  history: HistoryPage;
  exportCsv: { csv: string; rows: number };
  verify: Verdict;
}

export interface ToReader {
  id: number;
  ask: ReaderAsk;
}

export type FromReader = { id: number; answer: ReaderAnswers[ReaderAsk["type"]] } | { id: number; refused: string };
