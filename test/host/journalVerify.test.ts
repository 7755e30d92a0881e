import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { expect, test } from "vitest";
import { JournalStore } from "../../electron/host/journalStore.ts";
import { verify } from "../../electron/host/journalVerify.ts";
import { everything } from "../../shared/link/history.ts";
import { noLocation } from "../../shared/place/location.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { site } from "../desk/drive.ts";
import { openBed, tamper, tempFile } from "./journalBed.ts";
import { made, press, stamped } from "./journalEntries.ts";

/** Entries 1 … 30 of three presses. */
async function written() {
  const file = tempFile();
  const bed = await openBed(file);
  await bed.write([...press(1), ...press(2), ...press(3)]);
  expect(await bed.journal.verify()).toEqual({
    ok: true,
    entries: 30,
    firstBad: null,
    words: "All 30 entries are as they were written.",
  });
  return { file, verify: () => bed.journal.verify() };
}

const changes: readonly [string, string, number][] = [
  ["a changed payload", `UPDATE entry SET payload = replace(payload, '"helped"', '"false alarm"') WHERE seq = 20`, 20],
  ["a payload in another form that means the same", "UPDATE entry SET payload = ' ' || payload WHERE seq = 7", 7],
  ["a changed operator", `UPDATE entry SET "by" = 'operator:ben' WHERE seq = 15`, 15],
  ["a changed time", "UPDATE entry SET at = at + 0.25 WHERE seq = 3", 3],
  ["a changed wall time", "UPDATE entry SET wall = wall + 1 WHERE seq = 3", 3],
  ["a changed position", "UPDATE entry SET position = '2' WHERE seq = 30", 30],
  ["a changed version", "UPDATE entry SET v = 2 WHERE seq = 11", 11],
  ["a deleted first entry", "DELETE FROM entry WHERE seq = 1", 1],
  ["a deleted entry", "DELETE FROM entry WHERE seq = 12", 12],
  ["a deleted last entry, which this host knows to be recorded", "DELETE FROM entry WHERE seq = 30", 30],
  ["a forged hash", "UPDATE entry SET hash = zeroblob(32) WHERE seq = 9", 9],
  ["a forged link", "UPDATE entry SET prev = zeroblob(32) WHERE seq = 9", 9],
  ["a changed name", `UPDATE side SET value = '"Somebody"' WHERE seq = 1 AND field = 'name'`, 1],
  ["a name deleted without a tombstone", "DELETE FROM side WHERE seq = 11 AND field = 'number'", 11],
  ["a changed frame", "UPDATE side SET value = '{}' WHERE seq = 22 AND field = '$attachment'", 22],
  ["an entry hidden from its event", "UPDATE finder SET event_id = NULL WHERE seq = 16", 16],
  ["an entry hidden from the search for words", "DELETE FROM words WHERE seq = 19", 19],
];

test.each(changes)("verification finds %s", async (_, sql, firstBad) => {
  const { file, verify: verdict } = await written();
  tamper(file, sql);
  const found = await verdict();
  expect(found).toMatchObject({ ok: false, firstBad, entries: firstBad - 1 });
  expect(found.words).toContain(String(firstBad));
});

test("verification finds two entries swapped", async () => {
  const { file, verify: verdict } = await written();
  tamper(
    file,
    "UPDATE entry SET seq = 100 WHERE seq = 5",
    "UPDATE entry SET seq = 5 WHERE seq = 6",
    "UPDATE entry SET seq = 6 WHERE seq = 100",
  );
  expect(await verdict()).toMatchObject({ ok: false, firstBad: 5 });
});

test("verification finds an entry that was forged with a hash of its own", async () => {
  const { file, verify: verdict } = await written();
  const forged = tempFile();
  const store = new JournalStore(forged, "1");
  const { entries } = stamped(press(9), 1);
  store.append(entries, []);
  store.close();
  tamper(
    file,
    `ATTACH '${forged}' AS forged`,
    "DELETE FROM entry WHERE seq = 1",
    "INSERT INTO entry SELECT * FROM forged.entry WHERE seq = 1",
    "DELETE FROM side WHERE seq = 1",
    "INSERT INTO side SELECT * FROM forged.side WHERE seq = 1",
  );
  expect(await verdict()).toMatchObject({ ok: false });
});

test("verification finds that the guards were taken away", async () => {
  const { file, verify: verdict } = await written();
  tamper(file);
  const found = await verdict();
  expect(found).toMatchObject({ ok: false, firstBad: null });
  expect(found.words).toMatch(/triggers/);
});

test("verification finds any single bit changed in any entry", async () => {
  const file = tempFile();
  const store = new JournalStore(file, "1");
  const { entries, attachments } = stamped([...press(1), ...press(2)], 1);
  store.append(entries, attachments);
  store.close();
  tamper(file);
  const db = new DatabaseSync(file);
  const text = ["kind", '"by"', "position", "payload"] as const;
  const blob = ["prev", "hash"] as const;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 20 }),
      fc.constantFrom(...text, ...blob),
      fc.nat({ max: 5_000 }),
      fc.nat({ max: 7 }),
      async (seq, column, where, bit) => {
        const before = db.prepare(`SELECT CAST(${column} AS BLOB) AS bytes FROM entry WHERE seq = ?`).get(seq)?.[
          "bytes"
        ] as Uint8Array;
        const bytes = Uint8Array.from(before);
        const at = where % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
        const as = (blob as readonly string[]).includes(column) ? "?" : "CAST(? AS TEXT)";
        const put = db.prepare(`UPDATE entry SET ${column} = ${as} WHERE seq = ?`);
        put.run(bytes, seq);
        const found = await verify(db, 0);
        put.run(Uint8Array.from(before), seq);
        expect(found).toMatchObject({ ok: false, firstBad: seq });
      },
    ),
  );
  db.close();
});

test("names, notes and frames of an entry can be deleted for good, and the chain still verifies", async () => {
  const file = tempFile();
  const store = new JournalStore(file, "1");
  const news = press(1);
  const { entries, attachments } = stamped(news, 1);
  store.append(entries, attachments);
  expect(store.attachmentOf(2)).toContain("INVITE");
  for (const entry of entries) store.erase(entry.seq);
  expect(store.attachmentOf(2)).toBe(null);
  store.close();

  const bed = await openBed(file);
  expect(await bed.journal.verify()).toMatchObject({ ok: true, entries: 10 });
  const page = await bed.journal.history({ ...everything, eventId: "event-1", beforeSeq: 3 });
  expect(page.entries[1]?.data).toMatchObject({ name: "[deleted]", number: "[deleted]", stationId: "hp-201" });
  expect(page.entries[0]?.data).toMatchObject({ evidence: { displayName: null } });
  expect(bed.journal.loaded.desk.closed[0]).toMatchObject({ id: "event-1", name: "[deleted]" });
  await bed.journal.close();
  const bytes = readFileSync(file);
  expect(bytes.includes("hp-201")).toBe(true);
  for (const personal of ["north gallery", "lost his way", "Station 201", "INVITE sip"]) {
    expect([personal, bytes.includes(personal)]).toEqual([personal, false]);
  }
});

test("a deleted location and the deleted members of a call-out list leave entries that can be replayed and said in words", async () => {
  const file = tempFile();
  const store = new JournalStore(file, "1");
  const location = { ...noLocation, civic: ["Room of Anna"] };
  const [callId, eventId] = ["call-1@pbx.invalid", "event-1"];
  const list = { callOutId: "o1", name: "First responders", eventId: null };
  const located = made("callLocated", "wire:pbxA", { callId, eventId, location });
  const news = [
    ...press(1).slice(0, 3),
    located,
    // The second one meets the first in the state.
    located,
    made("callOutStarted", "operator:anna", {
      ...list,
      listId: "first",
      eachMs: 20_000,
      members: [{ number: "7003", name: "Anna" }],
    }),
    made("callOutEnded", "operator:anna", {
      ...list,
      outcome: "reached",
      results: [{ name: "Anna", result: { kind: "reached" } }],
    }),
  ];
  const { entries } = stamped(news, 1);
  store.append(entries, []);
  for (const entry of entries) store.erase(entry.seq);
  store.close();

  const bed = await openBed(file);
  expect(bed.troubles).toEqual([]);
  const { desk } = bed.journal.loaded;
  expect(desk.events[eventId]?.location).toEqual({ ...noLocation, problem: "deleted" });
  expect(desk.callOut).toMatchObject({ members: [], over: { outcome: "reached" } });
  const page = await bed.journal.history({ ...everything, beforeSeq: 8 });
  const words = page.entries.map((entry) => entryWords(entry, site));
  expect(words).toContainEqual(expect.stringMatching(/says where it is: no place: deleted$/));
  expect(words).toContain("Call-out list First responders started: members deleted, 20 s each");
  expect(words).toContain("First responders: somebody reached");
  expect(await bed.journal.verify()).toMatchObject({ ok: true });
});
