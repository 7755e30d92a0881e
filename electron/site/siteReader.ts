/** Worker that reads a site once: a large one takes longer to read and check than the host may stand still (promise 7). */
import { parentPort, workerData } from "node:worker_threads";
import { type LoadedSite, loadSite } from "./loadSite.ts";
import { type Problem, type Seen, SiteError } from "./problem.ts";

/** Errors lose their class on the way between threads, so a refusal travels as what it is made of. */
export type SiteReading =
  | { loaded: LoadedSite }
  | { refused: { problems: readonly Problem[]; seen: Seen; total: number } };

async function read(file: string): Promise<SiteReading> {
  try {
    return { loaded: await loadSite(file) };
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    const { problems, seen, total } = error;
    return { refused: { problems, seen, total } };
  }
}

parentPort?.postMessage(await read(String(workerData)));
