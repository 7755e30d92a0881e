/** History as consoles ask for it; answered by the journal's reader worker. */
import type { Entry, EntryKind } from "../desk/entries.ts";
import type { ClassName } from "../site/site.ts";

export interface HistoryFilter {
  /** Wall clock, ms; null: no bound. */
  from: number | null;
  to: number | null;
  /** Text found in names, numbers, notes and words; "" for all. */
  text: string;
  class: ClassName | null;
  stationId: string | null;
  kinds: readonly EntryKind[] | null;
  eventId: string | null;
  /** Page backwards: entries with a smaller sequence; null: from the newest. */
  beforeSeq: number | null;
  /** Only what came after this entry; null: no bound. */
  afterSeq: number | null;
  limit: number;
}

export const everything: HistoryFilter = {
  from: null,
  to: null,
  text: "",
  class: null,
  stationId: null,
  kinds: null,
  eventId: null,
  beforeSeq: null,
  afterSeq: null,
  limit: 200,
};

export interface HistoryPage {
  /** Newest first. */
  entries: readonly Entry[];
  /** More entries match before the last one here. */
  more: boolean;
}
