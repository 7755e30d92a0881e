/** What the writer does with the file: appends entries and snapshots, each batch one transaction; deletes personal values. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Attachment, Entry } from "../../shared/desk/entries.ts";
import { type Desk, reducerVersion } from "../../shared/desk/state.ts";
import { openForWriting, UnfitFile } from "./journalFile.ts";
import { Finder, wordsOf } from "./journalFinder.ts";
import { attachmentField, firstPrev, rowHash, type SealedEntry, seal } from "./journalFormat.ts";
import type { KeptRow, LastEntry } from "./journalMessages.ts";
import { joinedEntry } from "./journalRows.ts";
import { snapshotHash } from "./journalSnapshot.ts";

/** Snapshots kept; older ones go. */
const snapshotsKept = 3;

export class JournalStore {
  readonly #db: DatabaseSync;
  readonly #position: string;
  readonly #finder: Finder;
  readonly #insert: Readonly<Record<"entry" | "side" | "finder" | "words", StatementSync>>;
  readonly #keep: Readonly<Record<KeptRow["table"], StatementSync>>;
  readonly #forget: Readonly<Record<KeptRow["table"], StatementSync>>;
  #lastSeq = 0;
  #lastHash: Uint8Array = firstPrev;

  /** Opens or creates the file. Throws UnfitFile, or SQLite's error. */
  constructor(file: string, position: string) {
    const db = openForWriting(file);
    this.#db = db;
    this.#position = position;
    this.#insert = {
      entry: db.prepare("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
      side: db.prepare("INSERT INTO side VALUES (?, ?, ?, ?, ?)"),
      finder: db.prepare("INSERT INTO finder VALUES (?, ?, ?, ?, ?, ?, ?)"),
      words: db.prepare("INSERT INTO words VALUES (?, ?)"),
    };
    // In place: the row's page alone is written, not the index's.
    const keep = (table: string, key: string) =>
      db.prepare(`INSERT INTO ${table} VALUES (?, ?) ON CONFLICT (${key}) DO UPDATE SET kept = excluded.kept`);
    const forget = (table: string, key: string) => db.prepare(`DELETE FROM ${table} WHERE ${key} = ?`);
    this.#keep = { leg: keep("leg", "call_id"), signature: keep("signature", "key"), alive: keep("alive", "key") };
    this.#forget = {
      leg: forget("leg", "call_id"),
      signature: forget("signature", "key"),
      alive: forget("alive", "key"),
    };
    this.#finder = new Finder(findingsIn(db));
    const last = db.prepare("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1").get();
    if (last) {
      this.#lastSeq = last["seq"] as number;
      this.#lastHash = last["hash"] as Uint8Array;
    }
  }

  /** Sequence of the last entry on disk; 0 when there is none. */
  get lastSeq(): number {
    return this.#lastSeq;
  }

  /**
   * Puts entries on disk, in order, as one transaction, and what is kept beside them. Entries that are there already are
   * compared, not written again.
   * After a throw the store must not be used: it is opened anew.
   */
  append(
    entries: readonly Entry[],
    attachments: readonly (Attachment | undefined)[],
    kept: readonly KeptRow[] = [],
  ): void {
    // A stamp alone is not waited for: it outlives a killed host without it, and would make the disk work every few seconds.
    const isStamp = entries.length === 0 && kept.every(({ table }) => table === "alive");
    if (isStamp) this.#db.exec("PRAGMA synchronous = NORMAL");
    this.#db.exec("BEGIN IMMEDIATE");
    for (const [index, entry] of entries.entries()) {
      const sealed = seal(entry, attachments[index], this.#position);
      if (entry.seq <= this.#lastSeq) this.#compare(sealed);
      else this.#write(sealed);
    }
    for (const row of kept) {
      if (row.kept === null) this.#forget[row.table].run(row.key);
      else this.#keep[row.table].run(row.key, row.kept);
    }
    this.#db.exec("COMMIT");
    if (isStamp) this.#db.exec("PRAGMA synchronous = FULL");
  }

  #write({ entry, row, sides }: SealedEntry): void {
    const { seq, at, wall, kind, v, position, by, payload, attachment } = row;
    // A gap entry stands for all that is missing before it, and for itself.
    const covered = entry.kind === "journalGap" && entry.data.lost === seq - this.#lastSeq;
    if (seq !== this.#lastSeq + 1 && !covered) throw new Error(`entry ${seq} cannot follow entry ${this.#lastSeq}`);
    const hash = rowHash(this.#lastHash, row);
    this.#insert.entry.run(seq, at, wall, kind, v, position, by, payload, attachment, this.#lastHash, hash);
    for (const side of sides) this.#insert.side.run(seq, side.field, side.hash, side.salt, side.value);
    const found = this.#finder.find(entry);
    this.#insert.finder.run(seq, wall, kind, found.eventId, found.callId, found.stationId, found.class);
    const words = wordsOf(entry);
    if (words !== "") this.#insert.words.run(seq, words);
    this.#lastSeq = seq;
    this.#lastHash = hash;
  }

  /** The same entry sent again after a writer died between commit and confirmation. */
  #compare({ row }: SealedEntry): void {
    const there = this.#db.prepare('SELECT at, wall, kind, "by" FROM entry WHERE seq = ?').get(row.seq);
    const same =
      there !== undefined &&
      there["at"] === row.at &&
      there["wall"] === row.wall &&
      there["kind"] === row.kind &&
      there["by"] === row.by;
    if (!same) throw new UnfitFile(`it holds another entry ${row.seq} than this console wrote`);
  }

  /** A file that takes over from one set aside begins with a gap entry for what stands there. */
  beginAfter({ seq, at, wall }: LastEntry): void {
    this.append([{ seq, at, wall, kind: "journalGap", by: "host", data: { lost: seq } }], []);
  }

  /** Keeps a state to start from; its last entry must be on disk. Older ones beyond three are removed. */
  saveSnapshot(desk: Desk): void {
    const at = this.#db.prepare("SELECT hash FROM entry WHERE seq = ?").get(desk.seq);
    if (!at) return;
    const state = JSON.stringify(desk);
    this.#db.exec("BEGIN IMMEDIATE");
    this.#db
      .prepare("INSERT OR REPLACE INTO snapshot VALUES (?, ?, ?, ?)")
      .run(desk.seq, reducerVersion, state, snapshotHash(at["hash"] as Uint8Array, reducerVersion, state));
    this.#db
      .prepare("DELETE FROM snapshot WHERE seq NOT IN (SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)")
      .run(snapshotsKept);
    this.#db.exec("COMMIT");
  }

  /**
   * Deletes the personal values and the attachment of an entry, leaving tombstones: the chain still verifies. Snapshots may
   * repeat the values and go too, so that the next start replays the journal. Freed bytes are overwritten.
   */
  erase(seq: number): void {
    this.#db.exec("PRAGMA secure_delete = ON; BEGIN IMMEDIATE");
    this.#db.prepare("UPDATE side SET salt = NULL, value = NULL WHERE seq = ?").run(seq);
    const entry = joinedEntry(this.#db, seq);
    if (entry) this.#db.prepare("UPDATE words SET text = ? WHERE seq = ?").run(wordsOf(entry), seq);
    this.#db.exec("DELETE FROM snapshot; COMMIT; PRAGMA secure_delete = OFF; PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** The attachment of an entry, as JSON; null where there is none, or it was deleted. For diagnosis on this machine only. */
  attachmentOf(seq: number): string | null {
    const found = this.#db.prepare("SELECT value FROM side WHERE seq = ? AND field = ?").get(seq, attachmentField);
    return (found?.["value"] as string | null | undefined) ?? null;
  }

  close(): void {
    this.#db.close();
  }
}

function findingsIn(db: DatabaseSync) {
  const call = db.prepare("SELECT event_id FROM finder WHERE call_id = ? ORDER BY seq DESC LIMIT 1");
  const event = db.prepare("SELECT station_id, class FROM finder WHERE event_id = ? AND kind = 'eventOpened'");
  return {
    eventOfCall: (callId: string) => (call.get(callId)?.["event_id"] as string | null | undefined) ?? null,
    eventFacts(eventId: string) {
      const row = event.get(eventId);
      return row ? { stationId: row["station_id"] as string | null, class: row["class"] as string | null } : null;
    },
  };
}
