/**
 * Watches a site file and all that it names, and reads them again when one changes. It looks every half second at size, time
 * and identity of a handful of files: editors that replace a file, network drives and spreadsheets that save in steps are all
 * seen alike, which notifications of the system do not promise. A change is read once the files have come to rest.
 */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type LoadedSite, loadSite, SiteError } from "./loadSite.ts";

export interface SiteWatch {
  /** A changed site that is right. */
  onLoaded(loaded: LoadedSite): void;
  /** A changed site that is wrong: the last good one stays in use. Told once for each change. */
  onRefused(error: SiteError): void;
}

export interface WatchOptions {
  /** The site in use; a change since it was read is reported. Without it, the watch begins with the files as they are. */
  from?: LoadedSite;
  everyMs?: number;
}

export function watchSite(
  file: string,
  watch: SiteWatch,
  { from, everyMs = 500 }: WatchOptions = {},
): { close(): void } {
  let inUse = from ?? null;
  let files: readonly string[] = from?.files ?? [resolve(file)];
  /** What the files looked like when they were last read. */
  let read: string | null = null;
  /** What they looked like at the last glance. */
  let seen: string | null = null;
  let closed = false;
  let timer = setTimeout(look, everyMs);

  function look(): void {
    glance().then(again, again);
  }

  function again(): void {
    if (!closed) timer = setTimeout(look, everyMs);
  }

  async function glance(): Promise<void> {
    const looks = await appearance(files);
    const atRest = looks === seen;
    seen = looks;
    if (closed || !atRest || looks === read) return;
    read = looks;
    await readAgain();
  }

  async function readAgain(): Promise<void> {
    try {
      const loaded = await loadSite(file);
      if (closed) return;
      const before = inUse;
      inUse = loaded;
      watchAlso(loaded.files);
      if (before && !same(before, loaded)) watch.onLoaded(loaded);
    } catch (error) {
      if (closed) return;
      const refused = error instanceof SiteError ? error : new SiteError(file, [unexpected(file, error)], files);
      watchAlso([...new Set([...files, ...refused.files])]);
      watch.onRefused(refused);
    }
  }

  /** Other files look different from the ones read: keeps that from counting as a change. */
  function watchAlso(next: readonly string[]): void {
    if (isDeepStrictEqual(files, next)) return;
    files = next;
    seen = null;
    read = null;
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

const unexpected = (file: string, error: unknown) => ({
  file,
  line: 0,
  field: "",
  expected: "a site that can be read",
  found: `an internal error: ${error instanceof Error ? error.message : String(error)}`,
});

async function appearance(files: readonly string[]): Promise<string> {
  const looks = files.map(async (file) => {
    try {
      const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
      return `${file} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
    } catch {
      // Missing for a moment while an editor replaces it, or removed: either way it looks different.
      return `${file} missing`;
    }
  });
  return (await Promise.all(looks)).join("\n");
}
