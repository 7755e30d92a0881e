import fc from "fast-check";
import { expect, test } from "vitest";
import { JournalQueue } from "../../electron/host/journalQueue.ts";
import type { Entry, EntryKind } from "../../shared/desk/entries.ts";

const entryOf = (seq: number, kind: EntryKind) =>
  ({ seq, at: seq, wall: seq, kind, by: "host", data: {} }) as unknown as Entry;

test("a full queue stays within its limit, accounts for every entry, and keeps what was sent", () => {
  const kinds = fc.constantFrom<EntryKind>(
    "callTaken",
    "eventNoted",
    "callEnded",
    "eventOpened",
    "callOffered",
    "eventRepeated",
  );
  const sentTo = fc.integer({ min: 0, max: 60 });
  const given = fc.array(kinds, { minLength: 150, maxLength: 600, size: "max" });
  fc.assert(
    fc.property(given, fc.integer({ min: 80, max: 140 }), sentTo, (all, limit, sent) => {
      const queue = new JournalQueue(limit);
      for (const [index, kind] of all.entries()) queue.push(entryOf(index + 1, kind), undefined, Math.min(sent, index));
      const held = queue.first(1_000).map((queued) => queued.entry);
      expect(queue.size).toBe(held.length);
      expect(queue.size).toBeLessThanOrEqual(limit);
      // Every sequence is either there, or covered by the gap entry that took its place or a later one's.
      let covered = 0;
      for (const entry of held) {
        covered += entry.kind === "journalGap" ? entry.data.lost : 1;
        expect(covered).toBe(entry.seq);
      }
      expect(covered).toBe(all.length);
      for (const [index, kind] of all.slice(0, sent).entries()) expect(held[index]?.kind).toBe(kind);
      for (const entry of held) if (entry.kind !== "journalGap") expect(entry.kind).toBe(all[entry.seq - 1]);
    }),
  );
});

test("alarms outlive everything else in a full queue", () => {
  const queue = new JournalQueue(100);
  for (let seq = 1; seq <= 1_000; seq++)
    queue.push(entryOf(seq, seq % 25 === 0 ? "eventOpened" : "callTaken"), undefined, 0);
  const held = queue.first(1_000).map((queued) => queued.entry);
  expect(held.filter((entry) => entry.kind === "eventOpened").map((entry) => entry.seq)).toEqual(
    Array.from({ length: 40 }, (_, index) => (index + 1) * 25),
  );
});

test("of alarms alone the oldest go, in one gap", () => {
  const queue = new JournalQueue(100);
  for (let seq = 1; seq <= 150; seq++) queue.push(entryOf(seq, "eventOpened"), undefined, 0);
  const held = queue.first(1_000).map((queued) => queued.entry);
  expect(held[0]?.kind).toBe("journalGap");
  expect(held.slice(1).every((entry) => entry.kind === "eventOpened")).toBe(true);
  expect(held.at(-1)?.seq).toBe(150);
});

test("frames beyond what memory allows are not kept, their entries are", () => {
  const queue = new JournalQueue(10_000);
  const frame = "x".repeat(64 * 1024);
  for (let seq = 1; seq <= 600; seq++) queue.push(entryOf(seq, "callOffered"), { frame }, 0);
  const held = queue.first(1_000);
  expect(held).toHaveLength(600);
  expect(held.reduce((sum, item) => sum + (item.attach?.frame?.length ?? 0), 0)).toBeLessThan(33 * 1024 * 1024);
  expect(held.at(-1)?.attach?.frame).toContain("not kept");
  queue.confirm(600);
  queue.push(entryOf(601, "callOffered"), { frame }, 600);
  expect(queue.first(1)[0]?.attach?.frame).toBe(frame);
});
