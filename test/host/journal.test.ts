import { DatabaseSync } from "node:sqlite";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import type { KeptLeg } from "../../electron/host/ports.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import { everything } from "../../shared/link/history.ts";
import { openBed, tamper, tempFile } from "./journalBed.ts";
import { callOut, happenings, linkLost, made, press, stamped } from "./journalEntries.ts";

test("what was appended is confirmed in order, and is the state and the history after the next start", async () => {
  const file = tempFile();
  const first = await openBed(file);
  expect(first.journal.loaded).toEqual({ desk: emptyDesk, last: null, kept: [], signatures: [] });
  const news = [...press(1), ...callOut(2), ...press(3).slice(0, 3)];
  const upTo = await first.write(news);
  expect(first.recorded).toEqual([...first.recorded].sort((a, b) => a - b));
  await first.journal.close();

  const second = await openBed(file);
  const { entries } = stamped(news, 1);
  const last = entries.at(-1);
  expect(second.journal.loaded.desk).toEqual(entries.reduce(reduce, emptyDesk));
  expect(second.journal.loaded.desk.events["event-3"]?.acknowledged).toBe(false);
  expect(second.journal.loaded.last).toEqual({ at: last?.at, wall: last?.wall });
  const page = await second.journal.history(everything);
  expect(page.entries).toEqual(entries.toReversed());
  expect(page.entries).toHaveLength(upTo);
  expect(first.troubles).toEqual([]);
});

const leg = (callId: string, over: Partial<KeptLeg> = {}): KeptLeg => ({
  callId,
  pbxId: "A",
  direction: "in",
  number: "214",
  since: 1_000,
  dialog: null,
  invite: `INVITE of ${callId}`,
  ...over,
});

test("what is kept of a leg is there after the next start, as it was last kept; a forgotten leg is not", async () => {
  const file = tempFile();
  const first = await openBed(file);
  expect(first.journal.loaded.kept).toEqual([]);
  const dialog = {
    sipCallId: "x",
    localTag: "l",
    remoteTag: "r",
    localSeq: 2,
    localUri: "sip:6000@pbx",
    remoteUri: "sip:214@pbx",
    remoteTarget: "sip:pbx",
    routeSet: [],
  };
  first.journal.keepLeg("in-1", leg("in-1"));
  first.journal.keepLeg("in-2", leg("in-2"));
  first.journal.keepLeg("in-3", leg("in-3"));
  await first.write(press(1));
  first.journal.keepLeg("in-1", leg("in-1", { dialog, invite: null }));
  first.journal.keepLeg("in-2", null);
  await first.journal.close();

  const second = await openBed(file);
  expect(second.journal.loaded.kept).toHaveLength(2);
  expect(second.journal.loaded.kept).toEqual(
    expect.arrayContaining([leg("in-1", { dialog, invite: null }), leg("in-3")]),
  );
  // Beside the chain: no entry, and nothing that an export would carry.
  expect((await second.journal.exportCsv(everything)).csv).not.toContain("INVITE of");
  expect(await second.journal.verify()).toMatchObject({ ok: true });
});

test("the stamp of a quiet journal says until when its console lived; an entry that is newer says it instead", async () => {
  const file = tempFile();
  const first = await openBed(file);
  await first.write(press(1));
  await first.journal.close();
  const entry = (await openBed(file)).journal.loaded.last;
  if (!entry) throw new Error("no entry was read");

  const second = await openBed(file);
  second.journal.stillAlive({ at: entry.at + 400_000, wall: entry.wall + 400_000 });
  second.journal.stillAlive({ at: entry.at + 405_000, wall: entry.wall - 60_000 });
  await second.journal.close();
  const third = await openBed(file);
  // By host time, which never goes back; its wall clock had been set back.
  expect(third.journal.loaded.last).toEqual({ at: entry.at + 405_000, wall: entry.wall - 60_000 });
  third.journal.stillAlive({ at: entry.at - 1_000, wall: entry.wall - 1_000 });
  await third.journal.close();

  const fourth = await openBed(file);
  expect(fourth.journal.loaded.last).toEqual(entry);
  expect(await fourth.journal.verify()).toMatchObject({ ok: true });
  const db = new DatabaseSync(file, { readOnly: true });
  expect(db.prepare("SELECT count(*) AS rows FROM alive").get()).toEqual({ rows: 1 });
  db.close();
});

test("a journal of before, without stamps and signatures, opens and is gone on with", async () => {
  const file = tempFile();
  const first = await openBed(file);
  await first.write(press(1));
  await first.journal.close();
  tamper(file, "DROP TABLE alive", "DROP TABLE signature");
  const second = await openBed(file);
  expect(second.journal.loaded).toMatchObject({ last: { at: expect.any(Number) }, signatures: [] });
  await second.write(press(2));
  expect(await second.journal.verify()).toMatchObject({ ok: true });
  expect(second.troubles).toEqual([]);
});

test("what the webhook has taken is known after the next start, oldest first; what is forgotten is not", async () => {
  const file = tempFile();
  const first = await openBed(file);
  for (const [signature, at] of [
    ["b", 1],
    ["a", 2],
    ["c", 3],
  ] as const)
    first.journal.keepSignature(signature, at);
  await first.write(press(1));
  first.journal.keepSignature("b", null);
  await first.journal.close();
  const second = await openBed(file);
  expect(second.journal.loaded.signatures).toEqual([
    ["a", 2],
    ["c", 3],
  ]);
});

test("legs are kept in the file that takes the place of one that cannot be gone on with", async () => {
  const file = tempFile();
  const first = await openBed(file);
  first.journal.keepLeg("in-1", leg("in-1"));
  await first.write(press(1));
  await first.journal.close();
  const db = new DatabaseSync(file);
  db.exec("PRAGMA user_version = 99");
  db.close();
  const second = await openBed(file);
  second.journal.keepLeg("in-2", leg("in-2"));
  await second.write(press(2));
  await second.journal.close();
  const third = await openBed(file);
  expect(third.journal.loaded.kept).toContainEqual(leg("in-2"));
});

test("five hundred entries of one turn are few messages to the disk, and all recorded", async () => {
  const bed = await openBed(tempFile());
  const { entries, attachments } = stamped(happenings(1, 500), 1);
  for (const [index, entry] of entries.entries()) bed.journal.append([entry], [attachments[index]]);
  await bed.until(() => bed.recorded.at(-1) === entries.length);
  expect(bed.recorded.length).toBeLessThanOrEqual(4);
});

test("the entry table refuses update, deletion and replacement", async () => {
  const file = tempFile();
  const bed = await openBed(file);
  await bed.write(press(1));
  const db = new DatabaseSync(file, { timeout: 5_000 });
  expect(() => db.exec("UPDATE entry SET kind = 'eventClosed' WHERE seq = 1")).toThrow(/append-only/);
  expect(() => db.exec("DELETE FROM entry WHERE seq = 1")).toThrow(/append-only/);
  expect(() => db.exec("INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1")).toThrow(/append-only/);
  db.close();
  expect(await bed.journal.verify()).toMatchObject({ ok: true, entries: 10 });
});

test("the entry table holds no name, number, note or frame of a person", async () => {
  const file = tempFile();
  const bed = await openBed(file);
  const name = "Rosalind Quickenborough";
  const number = "+49 30 7654321";
  const note = "asks for her brother Thaddeus";
  await bed.write([
    ...press(1).map((entry) => {
      if (entry.kind === "eventOpened") return { ...entry, data: { ...entry.data, name, number, claimedName: name } };
      if (entry.kind === "callOffered") return { ...entry, data: { ...entry.data, name, number } };
      return entry;
    }),
    made("eventNoted", "operator:anna", { eventId: "event-1", text: note, stalledMs: 1 }),
    made("eventClosed", "operator:anna", { eventId: "event-1", outcome: "helped", note }),
  ]);
  const db = new DatabaseSync(file, { readOnly: true });
  const bytes = Buffer.concat(
    db
      .prepare("SELECT * FROM entry")
      .all()
      .flatMap((row) =>
        Object.values(row).map((value) => Buffer.from(value instanceof Uint8Array ? value : String(value))),
      ),
  );
  db.close();
  expect(bytes.includes("eventNoted")).toBe(true);
  for (const personal of [name, "Quickenborough", number, "7654321", note, "Thaddeus", "INVITE sip"]) {
    expect([personal, bytes.includes(personal)]).toEqual([personal, false]);
  }
  const { entries } = await bed.journal.history({ ...everything, text: "quickenborough" });
  expect(entries.map((entry) => entry.kind)).toEqual(["callOffered", "eventOpened"]);
});

test("history is filtered by event with the entries of its calls, by station, class, kind, time and words", async () => {
  const bed = await openBed(tempFile());
  await bed.write([...press(1), ...press(2), ...callOut(3), ...linkLost(), ...press(4)]);
  const seqs = async (filter: Partial<typeof everything>) =>
    (await bed.journal.history({ ...everything, ...filter })).entries.map((entry) => entry.seq).toReversed();
  const span = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

  expect(await seqs({ eventId: "event-2" })).toEqual(span(11, 20));
  expect(await seqs({ stationId: "hp-202" })).toEqual(span(11, 20));
  expect(await seqs({ class: "urgent" })).toEqual(span(1, 10));
  expect(await seqs({ class: "urgent", stationId: "hp-202" })).toEqual([]);
  expect(await seqs({ kinds: ["callEstablished"] })).toEqual([6, 16, 23, 34]);
  expect(await seqs({ kinds: ["callEstablished", "pbxChanged"] })).toEqual([6, 16, 23, 25, 27, 34]);
  expect(await seqs({ kinds: [] })).toEqual([]);
  const all = (await bed.journal.history(everything)).entries.toReversed();
  expect(await seqs({ from: all[11]?.wall ?? 0, to: all[13]?.wall ?? 0 })).toEqual([12, 13, 14]);
  expect(await seqs({ text: "fire BRIG" })).toEqual([21]);
  expect(await seqs({ text: "gallery 204" })).toEqual([29, 30]);
  expect(await seqs({ text: "pbx does not answer" })).toEqual([25, 26]);
  expect(await seqs({ text: "ben", kinds: ["eventNoted"] })).toEqual([9]);
  expect(await seqs({ text: "well", eventId: "event-4" })).toEqual([37]);
  expect(await seqs({ text: "nobody wrote this" })).toEqual([]);
  expect(await seqs({ text: "%" })).toEqual([]);
});

test("text is found whatever its case and accents", async () => {
  const bed = await openBed(tempFile());
  await bed.write([
    ...press(1),
    made("eventNoted", "operator:anna", { eventId: "event-1", text: "Frau MÜLLER am Tor Süd, café", stalledMs: 1 }),
  ]);
  for (const text of ["müller", "muller", "Müller", "tor sud", "CAFE", "ller am"]) {
    const { entries } = await bed.journal.history({ ...everything, text });
    expect(entries.map((entry) => entry.seq)).toEqual([11]);
  }
});

test("history pages backwards without losing or repeating an entry, a thousand at most", async () => {
  const bed = await openBed(tempFile());
  const upTo = await bed.write(happenings(1, 2_300));
  const seen: number[] = [];
  const sizes: number[] = [];
  let beforeSeq: number | null = null;
  for (;;) {
    const page = await bed.journal.history({ ...everything, beforeSeq, limit: 5_000 });
    seen.push(...page.entries.map((entry) => entry.seq));
    sizes.push(page.entries.length);
    beforeSeq = page.entries.at(-1)?.seq ?? 0;
    if (!page.more) break;
  }
  expect(sizes).toEqual([1_000, 1_000, upTo - 2_000]);
  expect(seen).toEqual(Array.from({ length: upTo }, (_, index) => upTo - index));
});

test("history gives what came after an entry, by filter and by words", async () => {
  const bed = await openBed(tempFile());
  const upTo = await bed.write(happenings(1, 60));
  const whole = await bed.journal.history({ ...everything, limit: 1_000 });
  const seqs = async (filter: Partial<typeof everything>) =>
    (await bed.journal.history({ ...everything, limit: 1_000, ...filter })).entries.map((entry) => entry.seq);
  expect(await seqs({ afterSeq: upTo - 3 })).toEqual([upTo, upTo - 1, upTo - 2]);
  expect(await seqs({ afterSeq: upTo })).toEqual([]);
  const kind = whole.entries[0]?.kind ?? "hostStarted";
  const ofKind = await seqs({ kinds: [kind] });
  expect(await seqs({ kinds: [kind], afterSeq: 20 })).toEqual(ofKind.filter((seq) => seq > 20));
  const withWords = await seqs({ text: "a" });
  expect(withWords.length).toBeGreaterThan(0);
  expect(await seqs({ text: "a", afterSeq: 20 })).toEqual(withWords.filter((seq) => seq > 20));
});

test("the CSV holds every entry of the filter in order, names but no frames, and no cell that a spreadsheet runs", async () => {
  const bed = await openBed(tempFile());
  const hostile = ["=cmd|' /C calc'!A0", "+49123", "-1+1", "@SUM(A1)", "\tx", "\rx", 'a "quoted", text\nnext line'];
  const news = hostile.map((text, index) =>
    made("callDialled", "operator:anna", {
      callId: `c${index}`,
      pbxId: "pbxA",
      number: text,
      name: text,
      stationId: null,
      eventId: null,
      purpose: "call",
      dueMs: 1,
    }),
  );
  await bed.write([...press(1), ...news]);
  const { csv, rows } = await bed.journal.exportCsv({ ...everything, limit: 1 });
  expect(rows).toBe(10 + hostile.length);
  expect(csv.includes("INVITE sip")).toBe(false);
  const cells = parse(csv) as string[][];
  expect(cells[0]).toEqual(["seq", "time", "kind", "event", "station", "number", "name", "class", "by", "details"]);
  expect(cells.slice(1).map((row) => row[0])).toEqual(Array.from({ length: rows }, (_, index) => String(index + 1)));
  expect(cells[3]?.slice(2, 9)).toEqual(["callTaken", "event-1", "hp-201", "", "", "urgent", "wire:pbxA"]);
  expect(cells.slice(11).map((row) => row[6])).toEqual(
    hostile.map((text) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text)),
  );
  for (const cell of cells.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  expect(Date.parse(cells[1]?.[1] ?? "")).toBe(
    (await bed.journal.history({ ...everything, beforeSeq: 2 })).entries[0]?.wall,
  );
});

test("an entry that JSON cannot hold is written repaired, and those after it are written too", async () => {
  const bed = await openBed(tempFile());
  const ring: Record<string, unknown> = {};
  ring["again"] = ring;
  const odd = [
    made("eventNoted", "operator:anna", {
      eventId: "event-1",
      text: "cut in the middle \ud83d",
      stalledMs: Number.NaN,
    }),
    made("bugCaught", "host", ring as never),
    made("bugCaught", "host", { where: "here", words: (() => "no data") as never }),
    ...press(2),
  ];
  const upTo = await bed.write(odd);
  expect(await bed.journal.verify()).toMatchObject({ ok: true, entries: upTo });
  const written = (await bed.journal.history({ ...everything, beforeSeq: 4 })).entries as Entry[];
  expect(written[2]?.data).toEqual({ eventId: "event-1", text: "cut in the middle \ufffd", stalledMs: null });
  expect(written[1]).toMatchObject({ kind: "bugCaught", data: { where: "journal" } });
  expect(written[0]).toMatchObject({ kind: "bugCaught", data: { where: "here" } });
});

test("hostile text comes back as it was, and names no column, table or prototype", async () => {
  const bed = await openBed(tempFile());
  const texts = [
    "'); DROP TABLE entry; --",
    "\u0000\u001b[2J",
    "\u202e gnp.exe",
    '{"$side":"00"}',
    "__proto__",
    "x".repeat(70_000),
  ];
  await bed.write([
    ...press(1),
    ...texts.map((text) => made("eventNoted", "operator:anna", { eventId: "event-1", text, stalledMs: 1 })),
    made("pbxChanged", "host", JSON.parse('{"pbxId":"__proto__","state":"down","why":"constructor"}')),
  ]);
  const { entries } = await bed.journal.history({ ...everything, kinds: ["eventNoted"] });
  const notes = entries.toReversed().slice(1);
  expect(notes.map((entry) => (entry.data as { text: string }).text)).toEqual(texts);
  expect(await bed.journal.verify()).toMatchObject({ ok: true });
});
