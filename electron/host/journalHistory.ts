/** History as consoles ask for it: entries by filter, newest first, in pages. */
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { HistoryFilter, HistoryPage } from "../../shared/link/history.ts";
import { fold } from "./journalFinder.ts";
import { entryColumns, entryReader } from "./journalRows.ts";

/** Most entries in one page. */
export const pageLimit = 1_000;

export function history(db: DatabaseSync, filter: HistoryFilter): HistoryPage {
  const limit = Math.min(Math.max(Math.trunc(filter.limit) || 1, 1), pageLimit);
  const { from, values } = matching(filter, filter.beforeSeq === null ? null : ["f.seq < ?", filter.beforeSeq]);
  const found = db.prepare(`SELECT ${entryColumns} ${from} ORDER BY f.seq DESC LIMIT ?`).all(...values, limit + 1);
  return { entries: found.slice(0, limit).map(entryReader(db)), more: found.length > limit };
}

/**
 * FROM and WHERE of a filter over entry `e` and finder `f`, with its values; `bound` is one more condition on the sequence.
 * An event or a station leads through its index; without one, words are looked through in the order of sequence.
 */
export function matching(filter: HistoryFilter, bound: readonly [string, number] | null) {
  const conditions: string[] = [];
  const values: SQLInputValue[] = [];
  const where = (condition: string, ...given: readonly SQLInputValue[]) => {
    conditions.push(condition);
    values.push(...given);
  };
  if (bound) where(bound[0], bound[1]);
  if (filter.eventId !== null) where("f.event_id = ?", filter.eventId);
  if (filter.stationId !== null) where("f.station_id = ?", filter.stationId);
  if (filter.class !== null) where("f.class = ?", filter.class);
  if (filter.kinds !== null) where(`f.kind IN (${filter.kinds.map(() => "?").join(", ")})`, ...filter.kinds);
  if (filter.from !== null) where("f.wall >= ?", filter.from);
  if (filter.to !== null) where("f.wall <= ?", filter.to);
  const words = fold(filter.text).split(/\s+/u).filter(Boolean);
  // Every word must be in the entry, in any order and anywhere: part of a number is enough.
  for (const word of words) where("instr(w.text, ?) > 0", word);
  const indexed = filter.eventId !== null || filter.stationId !== null;
  let tables = "finder f";
  // On the table that leads, so that only what is new is looked through.
  if (filter.afterSeq !== null) where(words.length > 0 && !indexed ? "w.seq > ?" : "f.seq > ?", filter.afterSeq);
  if (words.length > 0 && indexed) tables = "finder f CROSS JOIN words w ON w.seq = f.seq";
  else if (words.length > 0) tables = "words w CROSS JOIN finder f ON f.seq = w.seq";
  const clause = conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : "";
  return { from: `FROM ${tables} CROSS JOIN entry e ON e.seq = f.seq ${clause}`, values };
}
