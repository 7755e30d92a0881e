/** The state at start: the newest usable snapshot and the entries after it. Neither counts nor verifies the journal. */
import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Entry } from "../../shared/desk/entries.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type Desk, reducerVersion } from "../../shared/desk/state.ts";
import { inWords, openForReading } from "./journalFile.ts";
import { type Loaded, nothingLoaded } from "./journalLoaded.ts";
import type { KeptRow } from "./journalMessages.ts";
import { entryColumns, entryReader } from "./journalRows.ts";
import { snapshotHash } from "./journalSnapshot.ts";
import type { KeptLeg, LifeSign } from "./ports.ts";

/** Never throws: what cannot be read is told in `damage`. */
export function load(file: string): Loaded {
  const loaded: Loaded & { skipped: string[] } = { ...nothingLoaded, skipped: [] };
  if (!existsSync(file)) return loaded;
  let db: DatabaseSync | null = null;
  try {
    db = openForReading(file);
    // Created, and killed before the first commit: nothing to read yet.
    if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'snapshot'").get()) return loaded;
    startAtSnapshot(db, loaded);
    replayTail(db, loaded);
    loaded.kept = keptIn<KeptLeg>(db, "leg", loaded.skipped).map(([, leg]) => leg);
    loaded.alive = keptIn<LifeSign>(db, "alive", loaded.skipped)[0]?.[1] ?? null;
    loaded.signatures = keptIn<number>(db, "signature", loaded.skipped).sort(([, a], [, b]) => a - b);
  } catch (cause) {
    loaded.damage = inWords(cause);
  } finally {
    db?.close();
  }
  return loaded;
}

function startAtSnapshot(db: DatabaseSync, loaded: Loaded & { skipped: string[] }): void {
  try {
    const rows = db
      .prepare(
        `SELECT s.seq, s.state, s.hash, e.hash AS entry, e.at, e.wall FROM snapshot s JOIN entry e ON e.seq = s.seq
         WHERE s.reducer = ? ORDER BY s.seq DESC`,
      )
      .iterate(reducerVersion);
    for (const row of rows) {
      const state = row["state"] as string;
      const hash = snapshotHash(row["entry"] as Uint8Array, reducerVersion, state);
      // A changed snapshot is passed over: an older one, or the whole journal, says the same.
      if (Buffer.compare(hash, row["hash"] as Uint8Array) !== 0) continue;
      loaded.desk = JSON.parse(state) as Desk;
      loaded.snapshotSeq = row["seq"] as number;
      loaded.last = { at: row["at"] as number, wall: row["wall"] as number };
      return;
    }
  } catch (cause) {
    // The entries are the truth; without a readable snapshot they are all replayed.
    loaded.skipped.push(`snapshots: ${inWords(cause)}`);
  }
}

function apply(loaded: Loaded & { skipped: string[] }, seq: number, read: () => Entry): boolean {
  try {
    loaded.desk = reduce(loaded.desk, read());
    return true;
  } catch (cause) {
    loaded.skipped.push(`entry ${seq}: ${inWords(cause)}`);
    return false;
  }
}

function replayTail(db: DatabaseSync, loaded: Loaded & { skipped: string[] }): void {
  const toEntry = entryReader(db);
  const toNameless = entryReader(db, "noNames");
  const tail = db.prepare(`SELECT ${entryColumns} FROM entry e WHERE e.seq > ? ORDER BY e.seq`);
  for (const row of tail.iterate(loaded.desk.seq)) {
    const seq = row["seq"] as number;
    // One unreadable entry must not hide the events of all the others, nor a lost name its event.
    if (!apply(loaded, seq, () => toEntry(row)) && !apply(loaded, seq, () => toNameless(row))) {
      loaded.desk = { ...loaded.desk, seq };
    }
    loaded.last = { at: row["at"] as number, wall: row["wall"] as number };
  }
}

/** The rows of a table beside the chain. Without them calls are lost, and nothing else is: what cannot be read is only said. */
function keptIn<T>(db: DatabaseSync, table: KeptRow["table"], skipped: string[]): [key: string, kept: T][] {
  // A journal of before has no such table yet.
  if (!db.prepare("SELECT 1 FROM sqlite_schema WHERE name = ?").get(table)) return [];
  try {
    const rows = db.prepare(`SELECT * FROM ${table}`);
    rows.setReturnArrays(true);
    return (rows.all() as unknown as [string, string][]).map(([key, kept]) => [key, JSON.parse(kept) as T]);
  } catch (cause) {
    skipped.push(`${table}: ${inWords(cause)}`);
    return [];
  }
}
