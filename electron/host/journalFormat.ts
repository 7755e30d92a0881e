/**
 * Journal, format 1: how an entry becomes a row, and a row an entry again. Persisted: add, never change.
 *
 * hash = SHA-256( previous hash, 32 bytes | canonical text of the record, UTF-8 )
 * record = { at, attachment, by, data, kind, position, seq, v, wall } in RFC 8785 form; the first entry follows 32 zero bytes.
 * In `data` every personal field that holds something is { "$side": key }, and `attachment` is a key or null, where
 * key = hex SHA-256( salt, 16 random bytes | canonical text of the value ). The salt keeps short names from being guessed;
 * deleting value and salt leaves the key, so that the chain still verifies.
 */
import { createHash, randomBytes } from "node:crypto";
import canonicalize from "canonicalize";
import { type Attachment, type Entry, personalFields } from "../../shared/desk/entries.ts";
import type { Evidence } from "../../shared/desk/state.ts";
import { type Location, noLocation } from "../../shared/place/location.ts";

export const formatVersion = 1;
/** What the first entry of a file follows. */
export const firstPrev: Uint8Array = new Uint8Array(32);
/** Field name under which the side table keeps an entry's attachment. */
export const attachmentField = "$attachment";

/** One personal value or attachment in the side table. */
export interface Side {
  field: string;
  /** SHA-256 of salt and value. */
  hash: Uint8Array;
  salt: Uint8Array;
  /** Canonical JSON. */
  value: string;
}

/** The hashed fields of a row. */
export interface Row {
  seq: number;
  at: number;
  wall: number;
  kind: string;
  v: number;
  position: string;
  by: string;
  /** Canonical JSON of the data, personal fields replaced by their keys. */
  payload: string;
  attachment: Uint8Array | null;
}

export interface SealedEntry {
  /** The entry as it is written: the one given, repaired where JSON could not hold it. */
  entry: Entry;
  row: Row;
  sides: readonly Side[];
}

export function rowHash(prev: Uint8Array, row: Row): Uint8Array {
  return createHash("sha256").update(prev).update(recordText(row)).digest();
}

/** The record in RFC 8785 form. `payload` is in that form already, so it is set in as it stands: any change of it shows. */
export function recordText(row: Row): string {
  const attachment = row.attachment === null ? "null" : `"${hex(row.attachment)}"`;
  return (
    `{"at":${JSON.stringify(row.at)},"attachment":${attachment},"by":${JSON.stringify(row.by)},"data":${row.payload},` +
    `"kind":${JSON.stringify(row.kind)},"position":${JSON.stringify(row.position)},"seq":${row.seq},"v":${row.v},` +
    `"wall":${JSON.stringify(row.wall)}}`
  );
}

/** Splits an entry into its row and its side values. Never throws: an entry that cannot be written must not stop those after it. */
export function seal(entry: Entry, attach: Attachment | undefined, position: string): SealedEntry {
  try {
    return sealPlain(entry, attach, position);
  } catch {
    // Not canonical JSON: a lone surrogate, a number that is none. Repaired it is still worth having.
    try {
      return sealPlain(repaired(entry) as Entry, repaired(attach) as Attachment | undefined, position);
    } catch (cause) {
      const words = `An entry of kind ${String(entry.kind)} could not be written: ${(cause as Error).message}`;
      const { seq, at, wall } = entry;
      const times = { at: Number.isFinite(at) ? at : 0, wall: Number.isFinite(wall) ? wall : 0 };
      return sealPlain(
        { seq, ...times, kind: "bugCaught", by: "host", data: { where: "journal", words } },
        undefined,
        position,
      );
    }
  }
}

function sealPlain(entry: Entry, attach: Attachment | undefined, position: string): SealedEntry {
  const { seq, at, wall, kind, by } = entry;
  const sides: Side[] = [];
  const data: Record<string, unknown> = { ...entry.data };
  for (const field of personalFields[kind] ?? []) {
    const value = data[field];
    if (value === undefined || value === null || value === "") continue;
    const side = newSide(field, value);
    sides.push(side);
    data[field] = { $side: hex(side.hash) };
  }
  let attachment: Uint8Array | null = null;
  if (attach !== undefined) {
    const side = newSide(attachmentField, attach);
    sides.push(side);
    attachment = side.hash;
  }
  // Checks the small fields too: canonicalize refuses what JSON.stringify would bend.
  canonicalize([at, wall, by, position]);
  const payload = canonicalText(data);
  return { entry, row: { seq, at, wall, kind, v: formatVersion, position, by, payload, attachment }, sides };
}

function newSide(field: string, value: unknown): Side {
  const salt = randomBytes(16);
  const text = canonicalText(value);
  return { field, hash: sideHash(salt, text), salt, value: text };
}

export function sideHash(salt: Uint8Array, value: string): Uint8Array {
  return createHash("sha256").update(salt).update(value).digest();
}

function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error("not a JSON value");
  return text;
}

/** What JSON cannot hold, replaced: lone surrogates by U+FFFD, numbers that are none by null (times by 0). */
function repaired(value: unknown, key = ""): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return key === "at" || key === "wall" ? 0 : null;
  if (Array.isArray(value)) return value.map((item) => repaired(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, of]) => [name.toWellFormed(), repaired(of, name)]));
}

/** Shown where a personal value was deleted. */
export const deletedText = "[deleted]";
const deletedEvidence: Evidence = {
  number: null,
  displayName: null,
  assertedNumber: null,
  calledNumber: null,
  priority: null,
  resourcePriority: [],
  alertInfo: [],
};
const deletedLocation: Location = { ...noLocation, problem: "deleted" };
/** Personal fields that are no text: whoever reads them finds the shape that he expects. */
const deletedShapes: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["evidence", deletedEvidence],
  ["location", deletedLocation],
  ["members", []],
  ["results", []],
]);

/**
 * The entry of a row. `sideValue` gives the JSON of a field's side value, null where it was deleted; it is asked only for
 * fields that stand in the side table. Attachments are not joined. Throws when the payload is not JSON.
 */
export function unseal(row: Omit<Row, "v" | "position" | "attachment">, sideValue: (field: string) => string | null) {
  const data = JSON.parse(row.payload) as Record<string, unknown>;
  if (row.payload.includes('"$side"')) {
    for (const [field, key] of Object.entries(data)) {
      if (sideKey(key) === null) continue;
      const value = sideValue(field);
      data[field] = value === null ? (deletedShapes.get(field) ?? deletedText) : JSON.parse(value);
    }
  }
  const { seq, at, wall, kind, by } = row;
  return { seq, at, wall, kind, by, data } as unknown as Entry;
}

/** The key where a payload's field stands in the side table; null for an ordinary value. */
export function sideKey(value: unknown): string | null {
  if (value === null || typeof value !== "object") return null;
  const key = (value as Record<string, unknown>)["$side"];
  return typeof key === "string" ? key : null;
}

export const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("hex");
