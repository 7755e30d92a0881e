/**
 * The journal: what was observed, decided and done, append-only in SQLite (wire.md, journal format 1). Two workers do the
 * work, a writer alone (journalWriter.ts) and a reader (journalReader.ts), so that no disk ever makes the host wait.
 */
import { Worker } from "node:worker_threads";
import { JournalFeed } from "./journalFeed.ts";
import { type Loaded, nothingLoaded } from "./journalLoaded.ts";
import type { KeptRow } from "./journalMessages.ts";
import { JournalReading } from "./journalReading.ts";
import { snapshotEvery } from "./journalSnapshot.ts";
import type { Journal, JournalOptions, LifeSign } from "./ports.ts";

/** Entries held in memory while the disk does not take them. */
const queueLimit = 50_000;
const closeWithinMs = 2_000;

/**
 * Opens or creates the journal and loads the state it holds. Never rejects: a file that cannot be read is set aside, one
 * that cannot be written is tried again and again, and both are said through `onTrouble`, after this has resolved.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { file, position } = options;
  const reading = new JournalReading(() => worker("journalReader", { file }));
  const loaded = await load(reading);
  if (loaded.damage !== null) await reading.stop("The journal file was set aside.");
  let snapshotSeq = loaded.snapshotSeq;
  const feed = new JournalFeed({
    file,
    position,
    last: { seq: loaded.desk.seq, at: loaded.last?.at ?? 0, wall: loaded.last?.wall ?? 0 },
    unfit: loaded.damage,
    kept: [
      ...loaded.kept.map((leg) => row("leg", leg.callId, leg)),
      ...loaded.signatures.map(([signature, wall]) => row("signature", signature, wall)),
    ],
    remark: loaded.skipped.length === 0 ? null : skippedWords(loaded.skipped),
    queueLimit,
    spawn: (start) => worker("journalWriter", start),
    onRecorded: options.onRecorded,
    onTrouble: options.onTrouble,
    onNewFile() {
      // A new file holds nothing of before: without a snapshot the next start would not know the open events.
      snapshotSeq = Number.NEGATIVE_INFINITY;
      void reading.stop("The journal file was set aside; ask again.");
    },
  });
  if (loaded.damage !== null && loaded.desk.seq > 0) feed.saveSnapshot(loaded.desk);
  return {
    loaded: { desk: loaded.desk, last: lastLife(loaded), kept: loaded.kept, signatures: loaded.signatures },
    keepLeg: (callId, leg) => feed.keep(row("leg", callId, leg)),
    keepSignature: (signature, wall) => feed.keep(row("signature", signature, wall)),
    stillAlive: (now) => feed.keep(row("alive", "", now)),
    append: (entries, attachments) => feed.append(entries, attachments),
    snapshotDue: (seq) => seq - snapshotSeq >= snapshotEvery,
    saveSnapshot(desk) {
      snapshotSeq = desk.seq;
      feed.saveSnapshot(desk);
    },
    history: (filter) => reading.ask({ type: "history", filter }),
    exportCsv: (filter) => reading.ask({ type: "exportCsv", filter }),
    verify: () => reading.ask({ type: "verify", recorded: feed.recorded }),
    async close() {
      await feed.close(closeWithinMs);
      await reading.stop("The journal is closed.");
    },
  };
}

const row = (table: KeptRow["table"], key: string, kept: object | number | null): KeptRow => ({
  table,
  key,
  kept: kept === null ? null : JSON.stringify(kept),
});

/** The newer one by host time, which never goes back. */
const lastLife = ({ last, alive }: Loaded): LifeSign | null =>
  alive !== null && (last === null || alive.at > last.at) ? alive : last;

const skippedWords = (skipped: readonly string[]): string =>
  `${skipped.length} places of the journal could not be read at the start, and the state may lack them: ` +
  `${skipped.slice(0, 3).join("; ")}${skipped.length > 3 ? " …" : "."}`;

async function load(reading: JournalReading): Promise<Loaded> {
  try {
    return await reading.ask({ type: "load" });
  } catch (cause) {
    return { ...nothingLoaded, damage: (cause as Error).message };
  }
}

/** From source the workers are TypeScript beside this file; bundled they are JavaScript beside the bundle. */
function worker(name: "journalWriter" | "journalReader", workerData: object): Worker {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  // Loading makes and drops much in little time: with room for it the start is a third shorter.
  const resourceLimits = name === "journalReader" ? { maxYoungGenerationSizeMb: 64 } : {};
  return new Worker(new URL(`./${name}.${ending}`, import.meta.url), { workerData, resourceLimits });
}
