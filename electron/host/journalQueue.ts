/**
 * Entries that are not yet on disk, in order, while the disk works and while it does not. Bounded: when it is full the oldest
 * entries go, alarms last, and a gap entry in their place says how many. Lives on the host's thread; no I/O.
 */
import type { Attachment, Entry, EntryKind } from "../../shared/desk/entries.ts";

export interface Queued {
  entry: Entry;
  attach: Attachment | undefined;
}

/** What is dropped last: without these an event would be gone after a restart. */
const alarmKinds: ReadonlySet<EntryKind> = new Set(["eventOpened", "eventRepeated", "callOffered"]);

/** Raw frames are kept up to this much text; entries matter more than they do. */
const framesMost = 32 * 1024 * 1024;

export class JournalQueue {
  readonly #limit: number;
  #items: Queued[] = [];
  /** Index of the first item that is not yet confirmed. */
  #head = 0;
  #frames = 0;

  /** `limit`: most entries held. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#items.length - this.#head;
  }

  /** Adds an entry at the end. `sentTo`: entries up to it may be on disk already and are not dropped. */
  push(entry: Entry, attach: Attachment | undefined, sentTo: number): void {
    let kept = attach;
    if (this.#frames + frameSize(attach) > framesMost)
      kept = { frame: "[not kept: too much was waiting for the disk]" };
    this.#frames += frameSize(kept);
    this.#items.push({ entry, attach: kept });
    if (this.size > this.#limit) this.#makeRoom(sentTo);
  }

  /** The first entries, at most `most` of them. */
  first(most: number): readonly Queued[] {
    return this.#items.slice(this.#head, this.#head + most);
  }

  /** Entries up to `seq` are on disk. Gives the last of them. */
  confirm(seq: number): Entry | null {
    let last: Entry | null = null;
    for (let item = this.#items[this.#head]; item && item.entry.seq <= seq; item = this.#items[++this.#head]) {
      this.#frames -= frameSize(item.attach);
      last = item.entry;
    }
    // Cut now and then only: cutting every time would copy a long queue for each batch.
    if (this.#head * 2 >= this.#items.length) this.#replace(this.#items.slice(this.#head));
    return last;
  }

  #replace(items: Queued[]): void {
    this.#items = items;
    this.#head = 0;
  }

  /** Drops a fiftieth of the limit, so that a full queue is not gone through for every new entry. */
  #makeRoom(sentTo: number): void {
    const target = this.#limit - Math.floor(this.#limit / 50);
    for (const droppable of [isOrdinary, isAlarm]) {
      if (this.size > target)
        this.#replace(withGaps(this.#items.slice(this.#head), this.size - target, droppable, sentTo));
    }
    this.#frames = this.#items.reduce((sum, item) => sum + frameSize(item.attach), 0);
  }
}

const isAlarm = (entry: Entry): boolean => alarmKinds.has(entry.kind);
const isOrdinary = (entry: Entry): boolean => !isAlarm(entry) && entry.kind !== "journalGap";
const frameSize = (attach: Attachment | undefined): number => attach?.frame?.length ?? 0;

/** The items with the oldest droppable ones replaced by gap entries, one for each run, until it has shrunk by `by`. */
function withGaps(
  items: readonly Queued[],
  by: number,
  droppable: (entry: Entry) => boolean,
  sentTo: number,
): Queued[] {
  const kept: Queued[] = [];
  let shrunk = 0;
  for (const item of items) {
    const { entry } = item;
    const free = entry.seq > sentTo;
    const before = kept.at(-1);
    const open =
      before !== undefined && before.entry.kind === "journalGap" && before.entry.seq > sentTo ? before.entry : null;
    const lost = lostWith(entry);
    const drop = free && shrunk < by && droppable(entry);
    if (free && (drop || (entry.kind === "journalGap" && open))) {
      if (open) {
        kept.pop();
        shrunk++;
      }
      kept.push({ entry: gap(entry, lost + (open ? lostWith(open) : 0)), attach: undefined });
    } else {
      kept.push(item);
    }
  }
  return kept;
}

/** How many entries are lost once this one is: a gap entry stands for several. */
const lostWith = (entry: Entry): number => (entry.kind === "journalGap" ? entry.data.lost : 1);

/** Takes the place and the sequence of the last entry that it stands for. */
function gap({ seq, at, wall }: Entry, lost: number): Entry {
  return { seq, at, wall, kind: "journalGap", by: "host", data: { lost } };
}
