/**
 * Watches a site file and all that it names, and reads them again when one changes. It looks every half second at size, times
 * and identity of a handful of files: editors that replace a file, network drives and spreadsheets that save in steps are all
 * seen alike, which notifications of the system do not promise. A change is read once the files have come to rest.
 */
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { Worker } from "node:worker_threads";
import type { LoadedSite } from "./loadSite.ts";
import { SiteError } from "./problem.ts";
import { looksOf } from "./siteFiles.ts";
import type { SiteReading } from "./siteReader.ts";

export interface SiteWatch {
  /** A changed site that is right. */
  onLoaded(loaded: LoadedSite): void;
  /** A changed site that is wrong: the last good one stays in use. Told once for each change. */
  onRefused(error: SiteError): void;
}

export interface WatchOptions {
  /** The site in use: a change since it was read is reported. Without it, the watch begins with the files as they are. */
  from?: LoadedSite;
  everyMs?: number;
}

export function watchSite(file: string, watch: SiteWatch, options: WatchOptions = {}): { close(): void } {
  const { from, everyMs = 500 } = options;
  let inUse = from ?? null;
  let files: readonly string[] = from?.files ?? [resolve(file)];
  /** What the files looked like when they were last read; null: not read yet. */
  let read: string | null = from?.looks ?? null;
  /** What they looked like at the last glance. */
  let seen: string | null = null;
  /** The last reading was refused. */
  let refused = false;
  let closed = false;
  let timer = setTimeout(look, everyMs);

  function look(): void {
    const again = (): void => {
      if (!closed) timer = setTimeout(look, everyMs);
    };
    glance().then(again, (error: unknown) => {
      read = seen;
      refused = true;
      if (!closed) watch.onRefused(notRead(file, error));
      again();
    });
  }

  async function glance(): Promise<void> {
    const looks = await looksOf(files);
    const atRest = looks === seen;
    seen = looks;
    if (closed || !atRest || looks === read) return;
    const reading = await readInWorker(file);
    if (closed) return;
    const now = "loaded" in reading ? reading.loaded : reading.refused.seen;
    files = now.files;
    read = now.looks;
    if ("refused" in reading) {
      const { problems, seen: at, total } = reading.refused;
      watch.onRefused(new SiteError(file, problems, at, total));
      refused = true;
      return;
    }
    // Even when the former content came back: whoever was told of a refusal is to be told of its end.
    const changed = refused || (inUse !== null && !same(inUse, reading.loaded));
    inUse = reading.loaded;
    refused = false;
    if (changed) watch.onLoaded(reading.loaded);
  }

  return {
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** Passwords are not part of the hash, which stands in the journal, so they are compared apart. */
const same = (a: LoadedSite, b: LoadedSite): boolean =>
  a.site.hash === b.site.hash && isDeepStrictEqual(a.accounts, b.accounts);

/** Rejects when the worker fails otherwise than by a wrong site. */
function readInWorker(file: string): Promise<SiteReading> {
  const ending = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const worker = new Worker(new URL(`./siteReader.${ending}`, import.meta.url), { workerData: file });
  return new Promise((done, fail) => {
    worker.once("message", done).once("error", fail);
    worker.once("exit", (code) => fail(new Error(`the reader ended with ${code}`)));
  });
}

function notRead(file: string, error: unknown): SiteError {
  const found = `an internal error: ${error instanceof Error ? error.message : String(error)}`;
  const problem = { file, line: 0, field: "", expected: "a site that can be read", found };
  return new SiteError(file, [problem], { files: [], looks: "" });
}
