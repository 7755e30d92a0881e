/** Rows read back as entries, with their personal values joined in and their attachments left where they are. */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Entry } from "../../shared/desk/entries.ts";
import { attachmentField, unseal } from "./journalFormat.ts";

export const entryColumns = 'e.seq, e.at, e.wall, e.kind, e."by", e.payload';

type RowToEntry = (row: Record<string, SQLOutputValue>) => Entry;

/**
 * Gives a function that makes an entry of a row with `entryColumns`. It throws for a payload that cannot be read. Without
 * `names` personal values read as deleted, for a file whose side table is damaged.
 */
export function entryReader(db: DatabaseSync, names: "names" | "noNames" = "names"): RowToEntry {
  const side = db.prepare("SELECT field, value FROM side WHERE seq = ? AND field <> ?");
  side.setReturnArrays(true);
  return (row) => {
    const seq = row["seq"] as number;
    // One question for all fields of an entry; none for the many entries that name nobody.
    let values: ReadonlyMap<unknown, unknown> | null = names === "names" ? null : new Map();
    const valueOfField = (field: string) => {
      values ??= new Map(side.all(seq, attachmentField) as unknown as [string, string | null][]);
      return (values.get(field) as string | null | undefined) ?? null;
    };
    return unseal(
      {
        seq,
        at: row["at"] as number,
        wall: row["wall"] as number,
        kind: row["kind"] as string,
        by: row["by"] as string,
        payload: row["payload"] as string,
      },
      valueOfField,
    );
  };
}

/** One entry; null when there is none of this sequence. */
export function joinedEntry(db: DatabaseSync, seq: number): Entry | null {
  const row = db.prepare(`SELECT ${entryColumns} FROM entry e WHERE e.seq = ?`).get(seq);
  return row ? entryReader(db)(row) : null;
}
