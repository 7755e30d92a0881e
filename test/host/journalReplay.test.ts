import fc from "fast-check";
import { expect, test } from "vitest";
import { load } from "../../electron/host/journalLoad.ts";
import { JournalStore } from "../../electron/host/journalStore.ts";
import type { NewEntry } from "../../shared/desk/entries.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import { openBed, tamper, tempFile } from "./journalBed.ts";
import { callOut, happenings, linkLost, made, press, stamped } from "./journalEntries.ts";

/** Pieces of several happenings, cut and mixed: entries of calls and events that do or do not exist. */
const mixed = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 6 }).map(press),
      fc.integer({ min: 1, max: 6 }).map(callOut),
      fc.constant(linkLost()),
      fc.constant([
        made("signedIn", "host", { operatorId: "anna" }),
        made("signedOut", "host", { operatorId: "anna" }),
      ]),
      fc.integer({ min: 0, max: 9 }).map((forMs) => [made("soundSilenced", "operator:anna", { forMs })]),
      fc
        .integer({ min: 1, max: 6 })
        .map((n) => [made("eventRepeated", "host", { eventId: `event-${n}`, targetMs: 5 })]),
    ),
    { maxLength: 12 },
  )
  .chain((all) => {
    const pieces = all.flat();
    return fc.array(fc.nat({ max: Math.max(pieces.length - 1, 0) }), { maxLength: pieces.length }).map((cuts) => {
      const dropped = new Set(cuts.slice(0, Math.floor(pieces.length / 3)));
      return pieces.filter((_, index) => !dropped.has(index));
    });
  });

test("snapshot and tail give what the replay of everything gives, at every snapshot", () => {
  fc.assert(
    fc.property(mixed, fc.array(fc.nat({ max: 150 }), { maxLength: 5 }), (news: NewEntry[], saveAt) => {
      const file = tempFile();
      const store = new JournalStore(file, "1");
      const { entries, attachments } = stamped(news, 1);
      let live = emptyDesk;
      for (const [index, entry] of entries.entries()) {
        store.append([entry], [attachments[index]]);
        live = reduce(live, entry);
        if (saveAt.includes(entry.seq)) store.saveSnapshot(live);
      }
      store.close();
      const started = load(file);
      expect(started.damage).toBe(null);
      expect(started.snapshotSeq).toBe(Math.max(0, ...saveAt.filter((seq) => seq <= entries.length)));
      expect(started.desk).toEqual(live);
      tamper(file, "DELETE FROM snapshot");
      expect(load(file).desk).toEqual(live);
    }),
    { numRuns: 40 },
  );
}, 60_000);

test("a snapshot is due every ten thousand entries, from the one that was used at the start", async () => {
  const file = tempFile();
  const first = await openBed(file);
  expect(first.journal.snapshotDue(9_999)).toBe(false);
  expect(first.journal.snapshotDue(10_000)).toBe(true);
  const upTo = await first.write(happenings(1, 300));
  const desk = stamped(happenings(1, 300), 1).entries.reduce(reduce, emptyDesk);
  first.journal.saveSnapshot(desk);
  expect(first.journal.snapshotDue(upTo + 9_999)).toBe(false);
  await first.write(press(900));
  await first.journal.close();
  expect(load(file).snapshotSeq).toBe(upTo);

  const second = await openBed(file);
  expect(second.journal.snapshotDue(upTo + 9_999)).toBe(false);
  expect(second.journal.snapshotDue(upTo + 10_000)).toBe(true);
});

test("a snapshot waits for its entries to be on disk, and the newest three are kept", async () => {
  const file = tempFile();
  const bed = await openBed(file);
  let desk = emptyDesk;
  for (let number = 1; number <= 5; number++) {
    const { entries } = stamped(press(number), desk.seq + 1);
    desk = entries.reduce(reduce, desk);
    bed.journal.saveSnapshot(desk);
    await bed.write(press(number));
  }
  await bed.journal.close();
  expect(load(file).snapshotSeq).toBe(50);
  tamper(
    file,
    "DELETE FROM snapshot WHERE seq = 50",
    "DELETE FROM snapshot WHERE seq = 40",
    "DELETE FROM snapshot WHERE seq = 30",
  );
  expect(load(file).snapshotSeq).toBe(0);
  expect(load(file).desk).toEqual(desk);
});

test("a snapshot that was changed, or is of another reducer, is not used", () => {
  const file = tempFile();
  const store = new JournalStore(file, "1");
  const { entries } = stamped([...press(1), ...press(2), ...press(3)], 1);
  store.append(entries, []);
  for (const seq of [10, 20, 30]) store.saveSnapshot(entries.slice(0, seq).reduce(reduce, emptyDesk));
  store.close();
  const desk = entries.reduce(reduce, emptyDesk);
  tamper(file, "UPDATE snapshot SET state = replace(state, 'event-3', 'event-X') WHERE seq = 30");
  expect(load(file)).toMatchObject({ snapshotSeq: 20, desk });
  tamper(file, "UPDATE snapshot SET reducer = 999 WHERE seq = 20");
  expect(load(file)).toMatchObject({ snapshotSeq: 10, desk });
  tamper(file, "UPDATE snapshot SET hash = zeroblob(32)");
  expect(load(file)).toMatchObject({ snapshotSeq: 0, desk });
});

test("an entry that cannot be read is passed over and told, and the others are replayed", async () => {
  const file = tempFile();
  const store = new JournalStore(file, "1");
  store.append(stamped([...press(1).slice(0, 3), ...press(2).slice(0, 3)], 1).entries, []);
  store.close();
  tamper(
    file,
    "UPDATE entry SET payload = '{' WHERE seq = 2",
    "UPDATE side SET value = '{' WHERE seq = 4 AND field = 'name'",
  );
  const started = load(file);
  expect(started.damage).toBe(null);
  expect(started.desk.seq).toBe(6);
  expect(Object.keys(started.desk.events)).toEqual(["event-1", "event-2"]);
  expect(started.desk.events["event-2"]).toMatchObject({ name: "[deleted]" });
  expect(started.skipped.join()).toMatch(/entry 2/);

  const bed = await openBed(file);
  await bed.until(() => bed.troubles.length > 0);
  expect(bed.troubles[0]).toMatchObject({ present: true, words: expect.stringContaining("entry 2") });
  await bed.write(press(3));
  expect(bed.troubles.at(-1)?.present).toBe(false);
});
