/**
 * Recomputes the journal: every hash from the first entry on, the personal values against their keys, and what entries are
 * found by. Finds edits, deletions and swaps; a cut tail only as far as `recorded` says, until checkpoints leave the machine.
 */

import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { setImmediate } from "node:timers/promises";
import { definitions, expectedDefinitions, inWords } from "./journalFile.ts";
import { Finder, wordsOf } from "./journalFinder.ts";
import { attachmentField, firstPrev, hex, type Row, rowHash, sideHash, sideKey, unseal } from "./journalFormat.ts";

export interface Verdict {
  ok: boolean;
  /** Entries that were found good, in order. */
  entries: number;
  firstBad: number | null;
  words: string;
}

const rowsAtOnce = 500;

/** `recorded`: the sequence up to which this host knows entries to be on disk; 0 when it does not. Never rejects. */
export async function verify(db: DatabaseSync, recorded: number): Promise<Verdict> {
  const checker = new Checker(db);
  try {
    const last = (db.prepare("SELECT max(seq) AS seq FROM entry").get()?.["seq"] as number | null) ?? 0;
    const rows = db.prepare(
      `SELECT e.*, f.wall AS found_wall, f.kind AS found_kind, f.event_id, f.call_id, f.station_id, f.class, w.text
       FROM entry e LEFT JOIN finder f ON f.seq = e.seq LEFT JOIN words w ON w.seq = e.seq
       WHERE e.seq > ? AND e.seq <= ? ORDER BY e.seq LIMIT ?`,
    );
    for (;;) {
      const some = rows.all(checker.seq, last, rowsAtOnce);
      if (some.length === 0) break;
      for (const row of some) {
        const wrong = checker.check(row);
        if (wrong) return { ok: false, entries: checker.good, ...wrong };
      }
      await setImmediate();
    }
    const { good } = checker;
    if (checker.seq < recorded)
      return bad(good, checker.seq + 1, `Entry ${checker.seq + 1} and those after it are missing`);
    if (definitions(db) !== expectedDefinitions()) {
      return { ok: false, entries: good, firstBad: null, words: "The tables or triggers of the journal were changed." };
    }
    return { ok: true, entries: good, firstBad: null, words: `All ${good} entries are as they were written.` };
  } catch (cause) {
    const next = checker.seq + 1;
    return bad(checker.good, next, `Entry ${next} or one after it cannot be read: ${inWords(cause)}`);
  }
}

const bad = (entries: number, firstBad: number, words: string): Verdict => ({ ok: false, entries, firstBad, words });

class Checker {
  readonly #sides;
  readonly #finder = new Finder(null);
  #prev = firstPrev;
  seq = 0;
  good = 0;

  constructor(db: DatabaseSync) {
    this.#sides = db.prepare("SELECT field, hash, salt, value FROM side WHERE seq = ?");
  }

  /** What is wrong with the next row; null when nothing is. */
  check(found: Record<string, SQLOutputValue>): { firstBad: number; words: string } | null {
    const row = rowOf(found);
    const { seq } = row;
    if (seq !== this.seq + 1 && !coversGap(row, seq - this.seq)) {
      return { firstBad: this.seq + 1, words: `Entry ${this.seq + 1} is missing.` };
    }
    if (!same(found["prev"], this.#prev)) {
      return { firstBad: seq, words: `Entry ${seq} does not follow from the entry before it.` };
    }
    const hash = rowHash(this.#prev, row);
    if (!same(found["hash"], hash)) return { firstBad: seq, words: `Entry ${seq} was changed after it was written.` };
    const words = this.#checkSides(row) ?? this.#checkFinding(row, found);
    if (words !== null) return { firstBad: seq, words };
    this.#prev = hash;
    this.seq = seq;
    this.good++;
    return null;
  }

  #values = new Map<string, string | null>();

  #checkSides(row: Row): string | null {
    this.#values = new Map();
    const wanted = new Map<string, string>();
    if (row.payload.includes('"$side"')) {
      for (const [field, value] of Object.entries(JSON.parse(row.payload) as object)) {
        const key = sideKey(value);
        if (key !== null) wanted.set(field, key);
      }
    }
    if (row.attachment !== null) wanted.set(attachmentField, hex(row.attachment));
    if (wanted.size === 0) return null;
    for (const side of this.#sides.iterate(row.seq)) {
      const field = side["field"] as string;
      const hash = side["hash"] as Uint8Array;
      const salt = side["salt"] as Uint8Array | null;
      const value = side["value"] as string | null;
      // Both gone: deleted, with this row as the tombstone.
      const deleted = salt === null && value === null;
      const sound = deleted || (salt !== null && value !== null && same(hash, sideHash(salt, value)));
      if (wanted.get(field) !== hex(hash) || !sound)
        return `A personal value of entry ${row.seq} (${field}) was changed.`;
      this.#values.set(field, value);
      wanted.delete(field);
    }
    const missing = [...wanted.keys()].join(", ");
    return missing === "" ? null : `A personal value of entry ${row.seq} (${missing}) is missing without a tombstone.`;
  }

  #checkFinding(row: Row, found: Record<string, SQLOutputValue>): string | null {
    const entry = unseal(row, (field) => this.#values.get(field) ?? null);
    const finding = this.#finder.find(entry);
    const sound =
      found["found_wall"] === row.wall &&
      found["found_kind"] === row.kind &&
      found["event_id"] === finding.eventId &&
      found["call_id"] === finding.callId &&
      found["station_id"] === finding.stationId &&
      found["class"] === finding.class &&
      (found["text"] ?? "") === wordsOf(entry);
    return sound ? null : `What entry ${row.seq} is found by was changed: the history may not show it.`;
  }
}

function rowOf(found: Record<string, SQLOutputValue>): Row {
  return {
    seq: found["seq"] as number,
    at: found["at"] as number,
    wall: found["wall"] as number,
    kind: found["kind"] as string,
    v: found["v"] as number,
    position: found["position"] as string,
    by: found["by"] as string,
    payload: found["payload"] as string,
    attachment: found["attachment"] as Uint8Array | null,
  };
}

/** A gap entry says how many are missing before it, itself included. */
function coversGap(row: Row, step: number): boolean {
  return row.kind === "journalGap" && (JSON.parse(row.payload) as { lost?: unknown }).lost === step;
}

const same = (found: unknown, expected: Uint8Array): boolean =>
  found instanceof Uint8Array && Buffer.compare(found, expected) === 0;
