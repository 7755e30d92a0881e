import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../electron/host/journalFinder.ts";
import { firstPrev, hex, recordText, rowHash, seal, unseal } from "../../electron/host/journalFormat.ts";
import type { Entry } from "../../shared/desk/entries.ts";

const noted = (text: string, extra: Partial<Entry> = {}) =>
  ({
    seq: 1,
    at: 5.25,
    wall: 6,
    kind: "eventNoted",
    by: "operator:anna",
    data: { eventId: "e", text, stalledMs: 1 },
    ...extra,
  }) as Entry;

test("the record is hashed in RFC 8785 form over the hash before it", () => {
  fc.assert(
    fc.property(
      fc.record({
        seq: fc.integer({ min: 1 }),
        at: fc.double({ noNaN: true, noDefaultInfinity: true }),
        wall: fc.double({ noNaN: true, noDefaultInfinity: true }),
        by: fc.string({ unit: "grapheme" }),
        data: fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue()),
      }),
      fc.string({ unit: "grapheme" }),
      fc.option(fc.string({ unit: "grapheme" }), { nil: undefined }),
      (random, position, frame) => {
        const entry = { ...random, kind: "bugCaught" } as unknown as Entry;
        const { row } = seal(entry, frame === undefined ? undefined : { frame }, position);
        const { payload, attachment, ...rest } = row;
        const record = { ...rest, data: JSON.parse(payload), attachment: attachment === null ? null : hex(attachment) };
        const text = canonicalize(record) ?? "";
        expect(recordText(row)).toBe(text);
        const prev = createHash("sha256").update("before").digest();
        const expected = createHash("sha256")
          .update(Buffer.concat([prev, Buffer.from(text)]))
          .digest();
        expect(Buffer.from(rowHash(prev, row))).toEqual(expected);
      },
    ),
  );
});

test("a known entry has the hash that format 1 gives it, for ever", () => {
  const entry = {
    seq: 1,
    at: 1000.5,
    wall: 2000,
    kind: "digitsSent",
    by: "operator:anna",
    data: { callId: "c", digits: "1#" },
  };
  const { row } = seal(entry as Entry, undefined, "1");
  expect(hex(rowHash(firstPrev, row))).toBe("03cb5190897a44c0c8d25f1460b8e89655d9c1d3b2bc4515bccaa268e6e5ba3b");
});

test("an entry comes back from its row and side values as it was", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (text, name) => {
      const opened = { eventId: "e", name, number: null, claimedName: text, class: "urgent", targetMs: 1 };
      for (const entry of [noted(text), noted("", { kind: "eventOpened", data: opened } as never)]) {
        const { row, sides } = seal(entry, undefined, "1");
        const values = new Map(sides.map((side) => [side.field, side.value]));
        expect(unseal(row, (field) => values.get(field) ?? null)).toEqual(entry);
      }
    }),
  );
});

test("the same name has another key each time, so that keys cannot be guessed nor compared", () => {
  const one = seal(noted("Anna"), undefined, "1");
  const other = seal(noted("Anna"), undefined, "1");
  expect(one.row.payload).not.toBe(other.row.payload);
  expect(one.row.payload).not.toContain(createHash("sha256").update('"Anna"').digest("hex"));
});

test("a deleted value reads as deleted, deleted evidence as evidence of nothing", () => {
  const data = { callId: "c", name: "Anna", number: "214", evidence: { displayName: "Anna" } };
  const { row } = seal({ ...noted(""), kind: "callOffered", data } as unknown as Entry, undefined, "1");
  const entry = unseal(row, () => null);
  expect(entry.data).toMatchObject({ callId: "c", name: "[deleted]", number: "[deleted]" });
  expect(entry.data).toMatchObject({
    evidence: { displayName: null, number: null, alertInfo: [], resourcePriority: [] },
  });
});

test("folding never fails, and says the same of what it folded", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const folded = fold(text);
      expect(folded.isWellFormed()).toBe(true);
      expect(fold(text.toWellFormed())).toBe(folded);
    }),
  );
});
