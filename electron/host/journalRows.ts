/** Rows read back as entries, with their personal values joined in and their attachments left where they are. */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Entry } from "../../shared/desk/entries.ts";
import { unseal } from "./journalFormat.ts";

export const entryColumns = 'e.seq, e.at, e.wall, e.kind, e."by", e.payload';

type RowToEntry = (row: Record<string, SQLOutputValue>) => Entry;

/**
 * Gives a function that makes an entry of a row with `entryColumns`. It throws for a payload that cannot be read. Without
 * `names` personal values read as deleted, for a file whose side table is damaged.
 */
export function entryReader(db: DatabaseSync, names: "names" | "noNames" = "names"): RowToEntry {
  const side = db.prepare("SELECT value FROM side WHERE seq = ? AND field = ?");
  const sideValue = (seq: number, field: string) =>
    (side.get(seq, field)?.["value"] as string | null | undefined) ?? null;
  return (row) => {
    const seq = row["seq"] as number;
    return unseal(
      {
        seq,
        at: row["at"] as number,
        wall: row["wall"] as number,
        kind: row["kind"] as string,
        by: row["by"] as string,
        payload: row["payload"] as string,
      },
      (field) => (names === "names" ? sideValue(seq, field) : null),
    );
  };
}

/** One entry; null when there is none of this sequence. */
export function joinedEntry(db: DatabaseSync, seq: number): Entry | null {
  const row = db.prepare(`SELECT ${entryColumns} FROM entry e WHERE e.seq = ?`).get(seq);
  return row ? entryReader(db)(row) : null;
}
