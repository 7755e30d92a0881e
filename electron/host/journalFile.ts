/** The journal's SQLite file: its tables, how it is opened for writing and reading, set aside, and its errors in words. */
import { closeSync, existsSync, openSync, renameSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { formatVersion } from "./journalFormat.ts";

/**
 * entry: the chain, append-only. side: personal values and frames, one row per entry and field; a deleted one keeps its
 * hash as a tombstone. finder and words: where to find entries, made from them at writing. snapshot: states to start from.
 * leg: what is kept of each call that is up or rings, to take it back after a restart; no part of the chain, and gone with
 * the call. signature: what the webhook has taken. alive: one row, the last sign of life of the host. Neither of these is
 * part of the chain.
 */
const schema = `
CREATE TABLE IF NOT EXISTS entry (
  seq INTEGER PRIMARY KEY, at REAL NOT NULL, wall REAL NOT NULL, kind TEXT NOT NULL, v INTEGER NOT NULL,
  position TEXT NOT NULL, "by" TEXT NOT NULL, payload TEXT NOT NULL, attachment BLOB, prev BLOB NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS entry_no_update BEFORE UPDATE ON entry
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no update'); END;
CREATE TRIGGER IF NOT EXISTS entry_no_delete BEFORE DELETE ON entry
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no delete'); END;
CREATE TRIGGER IF NOT EXISTS entry_no_replace BEFORE INSERT ON entry
  WHEN NEW.seq <= (SELECT max(seq) FROM entry)
  BEGIN SELECT RAISE(ABORT, 'the journal is append-only: no insert before the end'); END;
CREATE TABLE IF NOT EXISTS side (
  seq INTEGER NOT NULL, field TEXT NOT NULL, hash BLOB NOT NULL, salt BLOB, value TEXT, PRIMARY KEY (seq, field)
) STRICT;
CREATE TABLE IF NOT EXISTS finder (
  seq INTEGER PRIMARY KEY, wall REAL NOT NULL, kind TEXT NOT NULL, event_id TEXT, call_id TEXT, station_id TEXT, class TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS finder_event ON finder (event_id) WHERE event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS finder_call ON finder (call_id) WHERE call_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS finder_station ON finder (station_id) WHERE station_id IS NOT NULL;
CREATE TABLE IF NOT EXISTS words (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS snapshot (
  seq INTEGER PRIMARY KEY, reducer INTEGER NOT NULL, state TEXT NOT NULL, hash BLOB NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS leg (call_id TEXT PRIMARY KEY, kept TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS signature (key TEXT PRIMARY KEY, kept TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS alive (key TEXT PRIMARY KEY, kept TEXT NOT NULL) STRICT;
`;

/** How long a connection waits for a lock that another program holds, ms. */
const lockWaitMs = 2_000;

/** The file is damaged, or not this journal: it must be set aside, trying again does not help. */
export class UnfitFile extends Error {}

/** Opens or creates the file. Throws UnfitFile for a damaged or foreign file, else SQLite's error. */
export function openForWriting(file: string): DatabaseSync {
  // Names and numbers of callers are in it: for this user alone. SQLite gives its side files the same mode.
  closeSync(openSync(file, "a", 0o600));
  const db = new DatabaseSync(file, { timeout: lockWaitMs });
  try {
    checkFormat(db);
    // FULL: a commit is on disk before it is confirmed. fullfsync means the same on macOS.
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA trusted_schema = OFF");
    db.exec("PRAGMA journal_size_limit = 67108864");
    db.exec(`BEGIN IMMEDIATE; ${schema} PRAGMA user_version = ${formatVersion}; COMMIT`);
    return db;
  } catch (cause) {
    db.close();
    throw asUnfit(cause);
  }
}

/** Opens an existing file for reading. Throws UnfitFile for a damaged or foreign file, else SQLite's error. */
export function openForReading(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { readOnly: true, timeout: lockWaitMs });
  try {
    checkFormat(db);
    db.exec("PRAGMA mmap_size = 268435456; PRAGMA trusted_schema = OFF");
    return db;
  } catch (cause) {
    db.close();
    throw asUnfit(cause);
  }
}

function checkFormat(db: DatabaseSync): void {
  const version = db.prepare("PRAGMA user_version").get()?.["user_version"];
  if (version !== 0 && version !== formatVersion) {
    throw new UnfitFile(`it has format ${String(version)}, this version of the console writes format ${formatVersion}`);
  }
}

/** Definitions of tables, indexes and triggers, as text in a fixed order. */
export function definitions(db: DatabaseSync): string {
  const rows = db.prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name").all();
  return rows.map((row) => String(row["sql"])).join("\n");
}

export function expectedDefinitions(): string {
  const db = new DatabaseSync(":memory:");
  db.exec(schema);
  const text = definitions(db);
  db.close();
  return text;
}

/** Renames the file, with its write-ahead log, out of the way. Gives the new path. Throws when it cannot be renamed. */
export function setAside(file: string, wall: number): string {
  const stamp = new Date(wall).toISOString().replaceAll(":", "-");
  let aside = `${file}.aside-${stamp}`;
  for (let more = 2; existsSync(aside); more++) aside = `${file}.aside-${stamp}-${more}`;
  // The log first: left behind, it would be replayed into the new file.
  for (const part of ["-wal", "-shm", ""]) {
    if (existsSync(file + part)) renameSync(file + part, aside + part);
  }
  return aside;
}

const corrupt = 11;
const notADatabase = 26;

/** SQLite's own verdict that the file is damaged becomes UnfitFile; anything else stays what it is. */
export function asUnfit(cause: unknown): unknown {
  const code = sqliteCode(cause);
  return code === corrupt || code === notADatabase ? new UnfitFile(inWords(cause), { cause }) : cause;
}

function sqliteCode(cause: unknown): number | null {
  const code = (cause as { errcode?: unknown } | null)?.errcode;
  // The low byte is the primary code, the rest refines it.
  return typeof code === "number" ? code & 0xff : null;
}

const wordsByCode: Readonly<Record<number, string>> = {
  5: "the journal file is locked by another program",
  6: "the journal file is locked by another program",
  8: "the journal file or its disk is read-only",
  10: "the disk reports an error",
  [corrupt]: "the journal file is damaged",
  13: "the disk is full",
  14: "the journal file cannot be opened",
  [notADatabase]: "the file is not a journal",
};

/** An error of SQLite or of the file system for people, with what it said itself. */
export function inWords(cause: unknown): string {
  const said = cause instanceof Error ? cause.message : String(cause);
  const words = wordsByCode[sqliteCode(cause) ?? -1];
  return words === undefined ? said : `${words} (${said})`;
}
