/**
 * Figures of the journal: durable entries a second against bare SQLite, and the start with a journal of 1,000,000 entries.
 * The million is written through the journal's own store in large transactions, which takes a minute or two.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openJournal } from "../../electron/host/journal.ts";
import { JournalStore } from "../../electron/host/journalStore.ts";
import type { Journal } from "../../electron/host/ports.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type Desk, emptyDesk } from "../../shared/desk/state.ts";
import { everything } from "../../shared/link/history.ts";
import { happening, happenings, type Made, press, stamped } from "../host/journalEntries.ts";
import type { Figure } from "./figure.ts";

const oneMillion = 1_000_000;
/** Entries after the last snapshot at the start: the most there can be, but for one. */
const tail = 9_999;

export async function journalFigures(): Promise<Figure[]> {
  const dir = mkdtempSync(path.join(tmpdir(), "journal-bench-"));
  try {
    return [...(await durableEntries(dir)), ...(await startOfAMillion(dir))];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Both in turn, three times, so that a busy machine is busy for both; the medians are compared. */
async function durableEntries(dir: string): Promise<Figure[]> {
  const bare: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < 3; round++) {
    const made = stamped(happenings(1, 20_000), 1);
    bare.push(
      bareInserts(
        path.join(dir, `bare-${round}.db`),
        made.entries.slice(0, 10_000).map((entry) => JSON.stringify(entry)),
      ),
    );
    ours.push(await journalled(path.join(dir, `journal-${round}.db`), made));
  }
  const bareRate = median(bare);
  const rate = median(ours);
  const ratio = rate / bareRate;
  return [
    { name: "journal: bare SQLite FULL inserts", value: Math.round(bareRate), unit: "rows/s", target: "–", met: true },
    { name: "journal: durable entries", value: Math.round(rate), unit: "entries/s", target: "–", met: true },
    {
      name: "journal: durable entries against bare SQLite",
      value: round2(ratio),
      unit: "×",
      target: "≥ 0.5 ×",
      met: ratio >= 0.5,
    },
  ];
}

/** One row a transaction, nothing but the row. Rows a second. */
function bareInserts(file: string, texts: readonly string[]): number {
  const db = new DatabaseSync(file);
  db.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE row (seq INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
  );
  const insert = db.prepare("INSERT INTO row (text) VALUES (?)");
  const start = performance.now();
  for (const text of texts) insert.run(text);
  const tookMs = performance.now() - start;
  db.close();
  return (texts.length / tookMs) * 1_000;
}

/** From the first append to the last confirmation, entries handed over as they happen. Entries a second. */
async function journalled(file: string, { entries, attachments }: Made): Promise<number> {
  let allRecorded: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    allRecorded = resolve;
  });
  const journal = await openJournal({
    file,
    position: "1",
    onRecorded(seq) {
      if (seq === entries.length) allRecorded();
    },
    onTrouble: tell,
  });
  const start = performance.now();
  for (let at = 0; at < entries.length; at += 10)
    journal.append(entries.slice(at, at + 10), attachments.slice(at, at + 10));
  await done;
  const tookMs = performance.now() - start;
  await journal.close();
  return (entries.length / tookMs) * 1_000;
}

async function startOfAMillion(dir: string): Promise<Figure[]> {
  const file = path.join(dir, "million.db");
  const desk = writeMillion(file);
  const starts: number[] = [];
  let journal: Journal | null = null;
  for (let round = 0; round < 5; round++) {
    await journal?.close();
    const start = performance.now();
    journal = await openJournal({ file, position: "1", onRecorded: () => undefined, onTrouble: tell });
    starts.push(performance.now() - start);
    const { seq, events } = journal.loaded.desk;
    if (seq !== desk.seq || Object.keys(events).length !== Object.keys(desk.events).length)
      throw new Error(`loaded another state than was written: ${seq}`);
  }
  if (!journal) throw new Error("no journal");
  const searches: [string, Partial<typeof everything>][] = [
    ["newest 200", {}],
    ["one event", { eventId: "event-5000" }],
    ["a rare kind", { kinds: ["clockJumped"] }],
    ["words that are nowhere", { text: "nowhere to be found" }],
  ];
  const figures: Figure[] = [];
  for (const [name, filter] of searches) {
    const start = performance.now();
    await journal.history({ ...everything, ...filter });
    const value = Math.round(performance.now() - start);
    figures.push({ name: `journal: history of 1,000,000, ${name}`, value, unit: "ms", target: "–", met: true });
  }
  await journal.close();
  const value = Math.round(median(starts));
  return [
    {
      name: `journal: start with 1,000,000 entries, ${Object.keys(desk.events).length} events open`,
      value,
      unit: "ms",
      target: "≤ 500 ms",
      met: value <= 500,
    },
    ...figures,
  ];
}

/** A million entries with a few events open, and the last snapshot as old as it can be. Gives the state. */
function writeMillion(file: string): Desk {
  const store = new JournalStore(file, "1");
  let desk = emptyDesk;
  let number = 0;
  let saved = false;
  const write = (made: Made) => {
    store.append(made.entries, made.attachments);
    desk = made.entries.reduce(reduce, desk);
  };
  while (desk.seq < oneMillion) {
    const news = [];
    const room = oneMillion - desk.seq;
    while (news.length < Math.min(2_000, room)) {
      // Some two dozen are never closed: a busy desk's worth, for reduce takes longer the more is open.
      news.push(...(number % 5_000 === 0 ? press(number).slice(0, 3) : happening(number)));
      number++;
    }
    let count = Math.min(news.length, room);
    const untilSnapshot = oneMillion - tail - desk.seq;
    if (!saved && untilSnapshot > 0) count = Math.min(count, untilSnapshot);
    write(stamped(news.slice(0, count), desk.seq + 1));
    if (desk.seq !== oneMillion - tail) continue;
    store.saveSnapshot(desk);
    saved = true;
  }
  store.close();
  return desk;
}

function tell(present: boolean, words: string): void {
  if (present) console.error(words);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
