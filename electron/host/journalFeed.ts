/**
 * The host's end of the writer: holds what is not yet on disk, sends it batch by batch, and starts another writer when one
 * dies, fails, or the disk does. One batch is out at a time; what gathers meanwhile is the next (group commit).
 *
 *   starting ─ready─▸ idle ⇄ busy (a batch or a snapshot is out)
 *      ▲                │
 *      └──── waiting ◂──┴─ failed or died: again after 200 ms … 5 s
 */
import type { Worker } from "node:worker_threads";
import type { Attachment, Entry } from "../../shared/desk/entries.ts";
import type { Desk } from "../../shared/desk/state.ts";
import { KeptRows } from "./journalKept.ts";
import type { FromWriter, KeptRow, LastEntry, ToWriter, WriterStart } from "./journalMessages.ts";
import { JournalQueue } from "./journalQueue.ts";

export interface FeedOptions {
  file: string;
  position: string;
  /** The last entry on disk; seq 0 for none. */
  last: LastEntry;
  /** In words, why the present file must be set aside first; null: go on with it. */
  unfit: string | null;
  /** What the present file keeps beside its chain. */
  kept: readonly KeptRow[];
  /** Something to be said at the start, as a trouble that is over with the first entry written; null: nothing. */
  remark: string | null;
  /** Most entries held while they cannot be written. */
  queueLimit: number;
  spawn(start: WriterStart): Worker;
  onRecorded(seq: number): void;
  onTrouble(present: boolean, words: string): void;
  /** The file was set aside, and a new one begun that holds nothing before the last. */
  onNewFile(): void;
}

/** Entries in one batch: what structured clone copies in about 3 ms, so that the host never stalls. */
const batchMost = 256;
/** Without a confirmation for this long, the disk is said to stall, ms. */
const stallMs = 2_000;
const retryFirstMs = 200;
const retryMostMs = 5_000;

export class JournalFeed {
  readonly #options: FeedOptions;
  readonly #queue: JournalQueue;
  #worker: Worker | null = null;
  #state: "starting" | "idle" | "busy" | "waiting" | "closed" = "waiting";
  #last: LastEntry;
  /** The last sequence that was ever sent: it may be on disk without our knowing. */
  #sentTo: number;
  readonly #kept: KeptRows;
  #snapshot: Desk | null = null;
  /** The one that is out; kept in #snapshot too until it is saved, unless a newer one came. */
  #snapshotSent: Desk | null = null;
  #unfit: string | null;
  #remark: string | null;
  #trouble = false;
  #failures = 0;
  #pumpQueued = false;
  #retryTimer: NodeJS.Timeout | undefined;
  #stallTimer: NodeJS.Timeout | undefined;
  #whenDone: (() => void) | null = null;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#queue = new JournalQueue(options.queueLimit);
    this.#kept = new KeptRows(options.kept);
    this.#last = options.last;
    this.#sentTo = options.last.seq;
    this.#remark = options.remark;
    this.#unfit = options.unfit;
    this.#start();
  }

  /** The last sequence known to be on disk. */
  get recorded(): number {
    return this.#last.seq;
  }

  /** Never throws, never waits. After `close` entries are not taken any more. */
  append(entries: readonly Entry[], attachments: readonly (Attachment | undefined)[]): void {
    if (this.#state === "closed") return;
    for (const [index, entry] of entries.entries()) this.#queue.push(entry, attachments[index], this.#sentTo);
    this.#stallTimer ??= setTimeout(() => this.#stalled(), stallMs);
    this.#pumpSoon();
  }

  /** Written with the entries that wait, or as soon as the writer is free. Never waits. */
  keep(row: KeptRow): void {
    if (this.#state === "closed") return;
    this.#kept.keep(row);
    this.#pumpSoon();
  }

  /** Written once the state's last entry is on disk; a newer one takes the place of one that still waits. */
  saveSnapshot(desk: Desk): void {
    if (this.#state === "closed") return;
    this.#snapshot = desk;
    this.#pumpSoon();
  }

  /** Resolves when everything is on disk and the writer has closed the file, or after `withinMs`. */
  async close(withinMs: number): Promise<void> {
    if (this.#state === "closed") return;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(resolve, withinMs);
      this.#whenDone = () => {
        clearTimeout(deadline);
        resolve();
      };
      this.#pumpSoon();
    });
    this.#state = "closed";
    clearTimeout(this.#retryTimer);
    clearTimeout(this.#stallTimer);
    // Not waited for: a writer that hangs in the disk ends when the disk lets it.
    void this.#worker?.terminate();
  }

  #start(): void {
    const { file, position, spawn } = this.#options;
    this.#state = "starting";
    const worker = spawn({ file, position, last: this.#last, sentTo: this.#sentTo, unfit: this.#unfit });
    this.#worker = worker;
    worker.on("message", (message: FromWriter) => {
      if (worker === this.#worker) this.#hear(message);
    });
    worker.on("error", (cause) => {
      if (worker === this.#worker) this.#failed(`the journal's writer failed: ${(cause as Error).message}`);
    });
    worker.on("exit", () => {
      if (worker === this.#worker) this.#failed("the journal's writer ended");
    });
  }

  #hear(message: FromWriter): void {
    if (this.#state === "closed") return;
    switch (message.type) {
      case "ready":
        this.#state = "idle";
        this.#unfit = null;
        if (this.#queue.size === 0) this.#works();
        if (message.aside) this.#newFile(message.aside);
        else if (this.#remark !== null) this.#raise(this.#remark);
        this.#remark = null;
        break;
      case "recorded":
        this.#state = "idle";
        this.#confirmed(message.seq);
        break;
      case "snapshotSaved":
        this.#state = "idle";
        if (this.#snapshot === this.#snapshotSent) this.#snapshot = null;
        break;
      case "failed":
        if (message.unfit) this.#unfit = message.words;
        this.#failed(message.words);
        return;
      case "closed":
        this.#whenDone?.();
        return;
    }
    this.#pump();
  }

  #confirmed(seq: number): void {
    this.#kept.confirmed();
    const last = this.#queue.confirm(seq);
    if (last) this.#last = { seq: last.seq, at: last.at, wall: last.wall };
    this.#failures = 0;
    if (this.#queue.size > 0) {
      this.#stallTimer?.refresh();
    } else {
      clearTimeout(this.#stallTimer);
      this.#stallTimer = undefined;
    }
    this.#works();
    if (last) this.#options.onRecorded(seq);
  }

  #newFile({ path, words }: { path: string | null; words: string }): void {
    this.#kept.beginAgain();
    // What goes before now works again, if it did not; this is a trouble of its own, over with the first entry in the new file.
    this.#works();
    const kept = path === null ? "" : ` The former file is kept as ${path}.`;
    this.#raise(`The journal could not be gone on with: ${words}.${kept} A new one was begun.`);
    this.#options.onNewFile();
  }

  /** One pump per turn: all that is appended in a turn goes out together. */
  #pumpSoon(): void {
    if (this.#pumpQueued) return;
    this.#pumpQueued = true;
    queueMicrotask(() => {
      this.#pumpQueued = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#state !== "idle") return;
    if (this.#snapshot && this.#snapshot.seq <= this.#last.seq) {
      this.#snapshotSent = this.#snapshot;
      this.#send({ type: "snapshot", desk: this.#snapshot });
    } else if (this.#queue.size > 0 || this.#kept.isChanged) {
      const batch = this.#queue.first(batchMost);
      this.#sentTo = Math.max(this.#sentTo, batch.at(-1)?.entry.seq ?? 0);
      this.#send({
        type: "append",
        entries: batch.map((queued) => queued.entry),
        attachments: batch.map((queued) => queued.attach),
        kept: this.#kept.next(batchMost),
      });
    } else if (this.#whenDone) {
      this.#send({ type: "close" });
    }
  }

  #send(message: ToWriter): void {
    this.#state = "busy";
    try {
      this.#worker?.postMessage(message);
    } catch {
      // A function or the like in what should be plain data; found out only here, as looking for it would cost every entry.
      if (message.type === "append") {
        this.#worker?.postMessage({ ...message, entries: message.entries.map(plain) } satisfies ToWriter);
      } else {
        this.#snapshot = null;
        this.#state = "idle";
        this.#pumpSoon();
      }
    }
  }

  #failed(words: string): void {
    if (this.#state === "closed" || this.#state === "waiting") return;
    this.#state = "waiting";
    const worker = this.#worker;
    this.#worker = null;
    const delay = Math.min(retryFirstMs * 2 ** this.#failures, retryMostMs);
    this.#failures++;
    this.#raise(`The journal is not being written: ${words}. Entries wait in memory.`);
    // The next one starts when this one is gone for certain, so that two never write.
    const again = () => {
      if (this.#state === "waiting") this.#retryTimer = setTimeout(() => this.#start(), delay);
    };
    if (worker) worker.terminate().then(again, again);
    else again();
  }

  #stalled(): void {
    this.#stallTimer = undefined;
    this.#raise(
      `The journal is not being written: the disk has confirmed nothing for ${stallMs / 1000} s. Entries wait in memory.`,
    );
  }

  #raise(words: string): void {
    if (this.#trouble) return;
    this.#trouble = true;
    this.#options.onTrouble(true, words);
  }

  #works(): void {
    if (!this.#trouble) return;
    this.#trouble = false;
    this.#options.onTrouble(false, "The journal is being written again.");
  }
}

/** The entry as JSON has it; what JSON cannot say either becomes an entry about that. */
function plain(entry: Entry): Entry {
  try {
    return JSON.parse(JSON.stringify(entry)) as Entry;
  } catch (cause) {
    const { seq, at, wall, kind } = entry;
    const words = `An entry of kind ${kind} could not be written: ${(cause as Error).message}`;
    return { seq, at, wall, kind: "bugCaught", by: "host", data: { where: "journal", words } };
  }
}
