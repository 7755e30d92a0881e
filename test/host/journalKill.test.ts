/**
 * The host killed with -9 at random moments: what it had confirmed is there, in order, unbroken, and replays to what the next
 * start loads. JOURNAL_KILLS sets how often (20); JOURNAL_SEED repeats the moments of a run.
 */
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { load } from "../../electron/host/journalLoad.ts";
import { entryColumns, entryReader } from "../../electron/host/journalRows.ts";
import { verify } from "../../electron/host/journalVerify.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import { tempFile } from "./journalBed.ts";

const kills = Number(process.env["JOURNAL_KILLS"] ?? 20);
const seed = Number(process.env["JOURNAL_SEED"] ?? Date.now() % 1_000_000);
const workload = new URL("journalWorkload.ts", import.meta.url).pathname;

test(
  "every confirmed entry survives kill -9 at any moment, and replay gives the state that is loaded",
  async () => {
    const file = tempFile();
    const random = randomFrom(seed);
    let confirmed = 0;
    for (let kill = 1; kill <= kills; kill++) {
      const life = await liveAndDie(file, 5 + random() * 150);
      expect(life.loaded).toBeGreaterThanOrEqual(confirmed);
      confirmed = Math.max(confirmed, life.recorded);
      const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
      expect(await verify(db, confirmed)).toMatchObject({ ok: true });
      const { count, last } = db.prepare("SELECT count(*) AS count, max(seq) AS last FROM entry").get() ?? {};
      expect(count ?? 0).toBe(last ?? 0);
      expect(last ?? 0).toBeGreaterThanOrEqual(confirmed);
      const rows = db.prepare(`SELECT ${entryColumns} FROM entry e ORDER BY e.seq`).all();
      const started = load(file);
      expect(started).toMatchObject({ damage: null, skipped: [] });
      expect(started.desk).toEqual(rows.map(entryReader(db)).reduce(reduce, emptyDesk));
      db.close();
    }
    console.log(`journal: ${kills} kills, ${confirmed} entries confirmed, all there (JOURNAL_SEED=${seed})`);
  },
  60_000 + kills * 6_000,
);

/** Runs the workload until some time after its first confirmation, then kills it. */
async function liveAndDie(file: string, afterMs: number): Promise<{ loaded: number; recorded: number }> {
  const run = spawn(process.execPath, [workload, file, "fast"], { stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(() => void run.kill("SIGKILL"));
  const closed = new Promise((resolve) => run.on("close", resolve));
  let loaded = -1;
  let recorded = 0;
  createInterface({ input: run.stdout }).on("line", (line) => {
    const [word, seq] = line.split(" ");
    if (word === "loaded") loaded = Number(seq);
    if (word !== "recorded") return;
    // The moment is random, nothing waits for it: any moment must do.
    if (recorded === 0) setTimeout(() => run.kill("SIGKILL"), afterMs);
    recorded = Number(seq);
  });
  await closed;
  return { loaded, recorded };
}

/** mulberry32: numbers from 0 to 1 that a seed repeats. */
function randomFrom(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
