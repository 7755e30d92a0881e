import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync, writeFileSync, writeSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as nextTurn } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { expect, onTestFinished, test, vi } from "vitest";
import { JournalFeed } from "../../electron/host/journalFeed.ts";
import { load } from "../../electron/host/journalLoad.ts";
import type { WriterStart } from "../../electron/host/journalMessages.ts";
import { verify } from "../../electron/host/journalVerify.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import { everything } from "../../shared/link/history.ts";
import { openBed, type Trouble, tamper, tempDir, tempFile, watched } from "./journalBed.ts";
import { happenings, press, stamped } from "./journalEntries.ts";

// These start writers over and over, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const writerUrl = new URL("../../electron/host/journalWriter.ts", import.meta.url);

/** A feed whose writers can be killed. */
function openFeed(file: string, queueLimit = 50_000) {
  const watch = watched();
  const writers: Worker[] = [];
  const recorded: number[] = [];
  const troubles: Trouble[] = [];
  const feed = new JournalFeed({
    file,
    position: "1",
    last: { seq: 0, at: 0, wall: 0 },
    unfit: null,
    kept: [],
    remark: null,
    queueLimit,
    spawn(workerData: WriterStart) {
      const writer = new Worker(writerUrl, { workerData });
      writers.push(writer);
      watch.changed();
      return writer;
    },
    onRecorded(seq) {
      recorded.push(seq);
      watch.changed();
    },
    onTrouble(present, words) {
      troubles.push({ present, words });
      watch.changed();
    },
    onNewFile: () => watch.changed(),
  });
  onTestFinished(() => feed.close(2_000));
  return { feed, writers, recorded, troubles, until: watch.until };
}

/** Holds the file's write lock until released, as a disk that does not answer would. */
function lock(file: string): () => void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  db.exec("BEGIN IMMEDIATE");
  return () => db.close();
}

/** Raised and cleared in turn, at least so often, and over now. (A busy machine may stall in between: that is told too.) */
function expectOver(troubles: readonly Trouble[], atLeast: number): void {
  expect(troubles.length).toBeGreaterThanOrEqual(2 * atLeast);
  expect(troubles.map((trouble) => trouble.present)).toEqual(troubles.map((_, index) => index % 2 === 0));
  expect(troubles.at(-1)?.present).toBe(false);
}

async function verdictOf(file: string, recorded: number) {
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const verdict = await verify(db, recorded);
  db.close();
  return verdict;
}

test("a writer killed again and again loses nothing, repeats nothing, and is said to be gone and back", async () => {
  const file = tempFile();
  const bed = openFeed(file);
  const { entries, attachments } = stamped(happenings(1, 4_000), 1);
  for (const [index, entry] of entries.entries()) bed.feed.append([entry], [attachments[index]]);
  for (const after of [1, 700, 2_000]) {
    await bed.until(() => (bed.recorded.at(-1) ?? 0) >= after);
    await bed.writers.at(-1)?.terminate();
  }
  await bed.until(() => bed.recorded.at(-1) === entries.length);
  expect(bed.writers.length).toBe(4);
  expect(bed.recorded).toEqual([...new Set(bed.recorded)].sort((a, b) => a - b));
  expectOver(bed.troubles, 3);
  expect(await verdictOf(file, entries.length)).toMatchObject({ ok: true, entries: entries.length });
  expect(load(file).desk).toEqual(entries.reduce(reduce, emptyDesk));
});

/** Ten entries that are on disk without the feed's knowing: their confirmation never came. */
async function unconfirmed() {
  const file = tempFile();
  const bed = openFeed(file);
  const { entries, attachments } = stamped([...press(1), ...press(2)], 1);
  await once(bed.writers[0] as Worker, "message");
  bed.writers[0]?.removeAllListeners("message");
  bed.feed.append(entries.slice(0, 10), attachments.slice(0, 10));
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
  const rows = db.prepare("SELECT count(*) AS count FROM entry");
  while (rows.get()?.["count"] !== 10) await nextTurn();
  db.close();
  bed.feed.append(entries.slice(10), attachments.slice(10));
  return { ...bed, file };
}

test("entries on disk whose confirmation was lost are sent again and not written twice", async () => {
  const bed = await unconfirmed();
  await bed.writers[0]?.terminate();
  await bed.until(() => bed.recorded.at(-1) === 20);
  expect(await verdictOf(bed.file, 20)).toMatchObject({ ok: true, entries: 20 });
  expect(readdirSync(path.dirname(bed.file)).filter((name) => name.includes(".aside-"))).toEqual([]);
});

test("where the file holds other entries than were sent, it is kept aside and what was sent is all in a new one", async () => {
  const bed = await unconfirmed();
  tamper(bed.file, "UPDATE entry SET wall = wall + 1 WHERE seq = 5");
  await bed.writers[0]?.terminate();
  await bed.until(() => bed.recorded.at(-1) === 20);
  expect(bed.troubles.some((trouble) => /another entry 5.*kept as/.test(trouble.words))).toBe(true);
  expect(bed.troubles.at(-1)?.present).toBe(false);
  expect(await verdictOf(bed.file, 20)).toMatchObject({ ok: true, entries: 20 });
});

test("append never waits while the disk stalls; the stall is said, and over, once, and nothing is lost", async () => {
  const file = tempFile();
  const bed = openFeed(file);
  const { entries, attachments } = stamped(happenings(1, 3_000), 1);
  bed.feed.append(entries.slice(0, 10), attachments.slice(0, 10));
  await bed.until(() => bed.recorded.at(-1) === 10);
  const release = lock(file);
  for (const [index, entry] of entries.entries()) if (index >= 10) bed.feed.append([entry], [attachments[index]]);
  // All appended, and the lock is still held: none of it waited.
  expect(bed.feed.recorded).toBe(10);
  await bed.until(() => bed.troubles.at(-1)?.present === true);
  expect(bed.feed.recorded).toBe(10);
  expect(bed.troubles.at(-1)).toMatchObject({ present: true, words: expect.stringContaining("not being written") });
  release();
  await bed.until(() => bed.recorded.at(-1) === entries.length);
  expectOver(bed.troubles, 1);
  expect(await verdictOf(file, entries.length)).toMatchObject({ ok: true, entries: entries.length });
});

test("a writer that fails on a locked file is started again until the file is free", async () => {
  const file = tempFile();
  const bed = openFeed(file);
  const { entries } = stamped(press(1), 1);
  bed.feed.append(entries.slice(0, 1), []);
  await bed.until(() => bed.recorded.at(-1) === 1);
  const release = lock(file);
  bed.feed.append(entries.slice(1), []);
  await bed.until(() => bed.writers.length >= 2);
  release();
  await bed.until(() => bed.recorded.at(-1) === 10);
  expectOver(bed.troubles, 1);
});

test("what a full queue drops is accounted for by gap entries, alarms stay, and the chain verifies", async () => {
  const file = tempFile();
  const bed = openFeed(file, 200);
  const { entries, attachments } = stamped(happenings(1, 300), 1);
  bed.feed.append(entries, attachments);
  await bed.until(() => bed.recorded.at(-1) === entries.length);
  const verdict = await verdictOf(file, entries.length);
  expect(verdict.ok).toBe(true);
  const db = new DatabaseSync(file, { readOnly: true });
  const rows = db.prepare("SELECT kind, payload FROM entry").all();
  db.close();
  expect(rows.length).toBeLessThanOrEqual(200);
  const lost = rows
    .filter((row) => row["kind"] === "journalGap")
    .reduce((sum, row) => sum + (JSON.parse(row["payload"] as string) as { lost: number }).lost, 0);
  expect(lost + rows.filter((row) => row["kind"] !== "journalGap").length).toBe(entries.length);
  for (const kind of ["eventOpened", "callOffered"]) {
    expect(rows.filter((row) => row["kind"] === kind)).toHaveLength(
      entries.filter((entry) => entry.kind === kind).length,
    );
  }
  expect(load(file).damage).toBe(null);
});

test.each([
  ["no database at all", "this is not a database, and never was one".repeat(100)],
  ["cut short", "SQLite format 3\0"],
])("a journal file that is %s is kept aside, said, and a new one begun", async (_, content) => {
  const file = tempFile();
  writeFileSync(file, content);
  const bed = await openBed(file);
  expect(bed.journal.loaded).toEqual({ desk: emptyDesk, last: null, kept: [], signatures: [] });
  await bed.until(() => bed.troubles.length > 0);
  const aside = readdirSync(path.dirname(file)).filter((name) => name.includes(".aside-"));
  expect(aside).toHaveLength(1);
  expect(bed.troubles[0]).toMatchObject({ present: true, words: expect.stringContaining(aside[0] ?? "?") });
  await bed.write(press(1));
  expectOver(bed.troubles, 1);
  expect(await bed.journal.verify()).toMatchObject({ ok: true, entries: 10 });
});

test("from a journal damaged in the middle the events before the damage are taken over into the new one", async () => {
  const file = tempFile();
  const first = await openBed(file);
  await first.write(press(1).slice(0, 3));
  const upTo = await first.write(happenings(100, 3_000));
  await first.journal.close();
  wreckPages(file, "entry", 0.5);

  const second = await openBed(file);
  const { desk, last } = second.journal.loaded;
  expect(desk.events["event-1"]).toMatchObject({ condition: "active", acknowledged: false });
  expect(desk.seq).toBeGreaterThan(10);
  expect(desk.seq).toBeLessThan(upTo);
  await second.until(() => second.troubles.length > 0);
  expect(second.troubles[0]?.words).toMatch(/damaged.*kept as/);
  await second.write(press(2).slice(0, 3));
  expect(await second.journal.verify()).toMatchObject({ ok: true });
  await second.journal.close();

  const third = await openBed(file);
  expect(third.journal.loaded.desk.seq).toBe(desk.seq + 3);
  expect(third.journal.loaded.desk.events["event-1"]).toEqual(desk.events["event-1"]);
  expect(third.journal.loaded.desk.events["event-2"]?.acknowledged).toBe(false);
  expect(last?.at).toBeGreaterThan(0);
  const oldest = (await third.journal.history(everything)).entries.at(-1);
  expect(oldest).toMatchObject({ seq: desk.seq, kind: "journalGap", data: { lost: desk.seq } });
});

/** Overwrites the leaf pages of a table, from a part of them on. */
function wreckPages(file: string, table: string, part: number): void {
  const db = new DatabaseSync(file);
  const pageSize = db.prepare("PRAGMA page_size").get()?.["page_size"] as number;
  const leaves = db.prepare("SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY path").all(table);
  db.close();
  expect(leaves.length).toBeGreaterThan(10);
  const open = openSync(file, "r+");
  for (const leaf of leaves.slice(Math.floor(leaves.length * part))) {
    writeSync(open, Buffer.alloc(64), 0, 64, ((leaf["pageno"] as number) - 1) * pageSize);
  }
  closeSync(open);
}

test("a directory in the journal's place is moved out of the way like a damaged file", async () => {
  const file = tempFile();
  mkdirSync(file);
  const bed = await openBed(file);
  await bed.write(press(1));
  expectOver(bed.troubles, 1);
});

test("a journal that cannot be opened at all lets the desk work, and is written once it can be", async () => {
  const dir = path.join(tempDir(), "a disk not yet mounted");
  const bed = await openBed(path.join(dir, "journal.db"));
  const upTo = bed.append(press(1));
  await bed.until(() => bed.troubles.at(-1)?.present === true);
  expect(bed.recorded).toEqual([]);
  mkdirSync(dir);
  await bed.until(() => bed.recorded.at(-1) === upTo);
  expectOver(bed.troubles, 1);
});

test("close says in time that it is over though the disk takes nothing", async () => {
  const bed = await openBed(path.join(tempDir(), "never there", "journal.db"));
  bed.append(press(1));
  await bed.journal.close();
  expect(bed.recorded).toEqual([]);
});

test("a file that was taken away while the console runs is begun anew after the writer's next start", async () => {
  const dir = tempDir();
  const file = path.join(dir, "journal.db");
  const bed = openFeed(file);
  const { entries } = stamped([...press(1), ...press(2)], 1);
  bed.feed.append(entries.slice(0, 10), []);
  await bed.until(() => bed.recorded.at(-1) === 10);
  await bed.writers[0]?.terminate();
  for (const ending of ["", "-wal", "-shm"])
    if (existsSync(file + ending)) renameSync(file + ending, `${file}.gone${ending}`);
  bed.feed.append(entries.slice(10), []);
  await bed.until(() => bed.recorded.at(-1) === 20);
  expect(bed.troubles.map((trouble) => trouble.words).join("\n")).toMatch(/the journal file was gone/);
  expect(bed.troubles.at(-1)?.present).toBe(false);
  expect(await verdictOf(file, 20)).toMatchObject({ ok: true, entries: 11 });
});

test("on a full disk entries wait, and are written in order when there is room again", async () => {
  const file = tempFile();
  const child = new URL("journalWorkload.ts", import.meta.url).pathname;
  // The limit on the size of files stands for the disk: what goes beyond it fails as on a full one.
  const script = 'ulimit -S -f 600; exec "$0" "$1" "$2" steady';
  const run = spawn("sh", ["-c", script, process.execPath, child, file], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void run.kill("SIGKILL"));
  const ended = new Promise((resolve) => run.on("exit", resolve));
  const lines: string[] = [];
  const watch = watched();
  createInterface({ input: run.stdout }).on("line", (line) => {
    lines.push(line);
    watch.changed();
  });
  const recordedAt = () => Number(lines.findLast((line) => line.startsWith("recorded "))?.split(" ")[1] ?? 0);
  await watch.until(() => lines.some((line) => line.startsWith("trouble true")));
  expect(recordedAt()).toBeGreaterThan(0);
  const full = recordedAt();
  execFileSync("prlimit", ["--pid", String(run.pid), "--fsize=unlimited:"]);
  const over = () => lines.findLast((line) => line.startsWith("trouble"))?.startsWith("trouble false") === true;
  await watch.until(() => over() && recordedAt() > full + 1_000);
  run.stdin.end("stop\n");
  await ended;
  const upTo = recordedAt();
  const troubles = lines.filter((line) => line.startsWith("trouble"));
  expectOver(
    troubles.map((line) => ({ present: line.startsWith("trouble true"), words: line })),
    1,
  );
  expect(await verdictOf(file, upTo)).toMatchObject({ ok: true });
});
