/** A journal in a directory of its own for one test, with its confirmations and troubles to wait for. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { onTestFinished } from "vitest";
import { openJournal } from "../../electron/host/journal.ts";
import type { Journal } from "../../electron/host/ports.ts";
import type { NewEntry } from "../../shared/desk/entries.ts";
import { stamped } from "./journalEntries.ts";

export interface Trouble {
  present: boolean;
  words: string;
}

export interface Bed {
  journal: Journal;
  /** Every confirmation, in order. */
  recorded: number[];
  troubles: Trouble[];
  /** Stamps and appends from the sequence after the last. Gives the last sequence. */
  append(news: readonly NewEntry[]): number;
  /** Appends, and waits until the disk has it. */
  write(news: readonly NewEntry[]): Promise<number>;
  /** Resolves once a condition on confirmations and troubles holds; looked at whenever one comes. */
  until(condition: (bed: Bed) => boolean): Promise<void>;
}

export function tempDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), "journal-"));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

export const tempFile = (): string => path.join(tempDir(), "journal.db");

/** Things that happen, and conditions waiting for them. */
export function watched() {
  const waiting = new Set<() => void>();
  return {
    changed() {
      for (const look of [...waiting]) look();
    },
    until: (condition: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!condition()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}

/** Opens the journal; it is closed with the test. */
export async function openBed(file: string): Promise<Bed> {
  const watch = watched();
  const recorded: number[] = [];
  const troubles: Trouble[] = [];
  const journal = await openJournal({
    file,
    position: "1",
    onRecorded(seq) {
      recorded.push(seq);
      watch.changed();
    },
    onTrouble(present, words) {
      troubles.push({ present, words });
      watch.changed();
    },
  });
  onTestFinished(() => journal.close());
  let last = journal.loaded.desk.seq;
  const bed: Bed = {
    journal,
    recorded,
    troubles,
    append(news) {
      const { entries, attachments } = stamped(news, last + 1);
      last += entries.length;
      journal.append(entries, attachments);
      return last;
    },
    async write(news) {
      const upTo = bed.append(news);
      await bed.until(() => (recorded.at(-1) ?? 0) >= upTo);
      return upTo;
    },
    until: (condition) => watch.until(() => condition(bed)),
  };
  return bed;
}

/** Runs SQL on the file by a connection of its own, without the guards, as somebody who tampers would. */
export function tamper(file: string, ...sql: readonly string[]): void {
  const db = new DatabaseSync(file, { timeout: 5_000 });
  for (const guard of ["entry_no_update", "entry_no_delete", "entry_no_replace"])
    db.exec(`DROP TRIGGER IF EXISTS ${guard}`);
  for (const one of sql) db.exec(one);
  db.close();
}
