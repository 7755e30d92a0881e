/** History as a CSV file (RFC 4180), oldest first, for the whole filter. Attachments are never in it. */

import type { DatabaseSync } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { stringify } from "csv-stringify/sync";
import type { Entry } from "../../shared/desk/entries.ts";
import type { HistoryFilter } from "../../shared/link/history.ts";
import { matching } from "./journalHistory.ts";
import { entryColumns, entryReader } from "./journalRows.ts";

const columns = ["seq", "time", "kind", "event", "station", "number", "name", "class", "by", "details"];
/** More would not fit one message to a console, nor any spreadsheet well. */
const rowsMost = 250_000;
const rowsAtOnce = 500;

/** Page and limit of the filter do not count here. Rejects, in words, when too many entries match. */
export async function exportCsv(db: DatabaseSync, filter: HistoryFilter): Promise<{ csv: string; rows: number }> {
  const toEntry = entryReader(db);
  const parts = [lines([columns])];
  let rows = 0;
  let after = 0;
  for (;;) {
    const { from, values } = matching(filter, ["f.seq > ?", after]);
    const found = db
      .prepare(`SELECT ${entryColumns}, f.event_id, f.station_id, f.class ${from} ORDER BY f.seq LIMIT ?`)
      .all(...values, rowsAtOnce);
    if (found.length === 0) return { csv: parts.join(""), rows };
    const cells = found.map((row) =>
      cellsOf(toEntry(row), {
        eventId: row["event_id"] as string | null,
        stationId: row["station_id"] as string | null,
        class: row["class"] as string | null,
      }),
    );
    parts.push(lines(cells));
    rows += found.length;
    if (rows > rowsMost) {
      throw new Error(
        `More than ${rowsMost.toLocaleString("en")} entries match: choose a shorter time or a narrower filter.`,
      );
    }
    after = found.at(-1)?.["seq"] as number;
    // Between two pieces the worker answers others.
    await setImmediate();
  }
}

function cellsOf(entry: Entry, found: { eventId: string | null; stationId: string | null; class: string | null }) {
  const data = entry.data as Record<string, unknown>;
  return [
    String(entry.seq),
    localTime(entry.wall),
    entry.kind,
    found.eventId ?? "",
    found.stationId ?? "",
    typeof data["number"] === "string" ? data["number"] : "",
    typeof data["name"] === "string" ? data["name"] : "",
    found.class ?? "",
    entry.by,
    JSON.stringify(entry.data),
  ];
}

/** A spreadsheet takes cells that begin with = + - @ for formulas; an apostrophe before them makes them text. */
const lines = (rows: readonly (readonly string[])[]): string =>
  stringify(rows as string[][], { escape_formulas: true, record_delimiter: "windows" });

/** ISO 8601 in this machine's time zone, with its offset. */
export function localTime(wall: number): string {
  const time = new Date(wall);
  if (Number.isNaN(time.getTime())) return "";
  const offset = -time.getTimezoneOffset();
  const local = new Date(wall + offset * 60_000).toISOString().slice(0, -1);
  const minutes = Math.abs(offset);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
}
