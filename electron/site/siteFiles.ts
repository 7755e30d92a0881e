/** Reading the files of a site: text with a size limit and in UTF-8, and paths that stay inside the site's directory. */
import { readFile, stat } from "node:fs/promises";
import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Problems, Where } from "./problem.ts";

export interface SiteFiles {
  /** Directory of the site file: maps, clips and spreadsheets stand in it. */
  dir: string;
  /** What was looked at by absolute path, in order, the site file first; with its look just before it was read. */
  seen: Map<string, string>;
  problems: Problems;
}

/** As messages show a file: relative to the site's directory. */
export const shortName = (files: SiteFiles, file: string): string => relative(files.dir, file) || file;

/**
 * The absolute path of a file that the site names. Null, with the problem noted, when it is outside the site's directory: the
 * windows may load what is in there, and nothing else of this machine.
 */
export function insideSite(files: SiteFiles, name: string, where: Where): string | null {
  const file = resolve(files.dir, name);
  const from = relative(files.dir, file);
  if (from !== "" && !isAbsolute(from) && from !== ".." && !from.startsWith(`..${sep}`)) return file;
  files.problems.add(where, "a file in the directory of the site file", JSON.stringify(name));
  return null;
}

/** Null, with the problem noted at `where`, when the file cannot be read or is larger than `mostBytes`. */
export async function readBytes(
  files: SiteFiles,
  file: string,
  where: Where,
  mostBytes: number,
): Promise<Buffer | null> {
  files.seen.set(file, await lookOf(file));
  try {
    const { size } = await stat(file);
    if (size > mostBytes) {
      files.problems.add(
        where,
        `a file of at most ${mostBytes / 1_000_000} MB`,
        `${shortName(files, file)} with ${(size / 1_000_000).toFixed(1)} MB`,
      );
      return null;
    }
    return await readFile(file);
  } catch (error) {
    files.problems.add(where, "a file that can be read", `${shortName(files, file)}: ${why(error)}`);
    return null;
  }
}

/** Null, with the problem noted, when the bytes are not UTF-8: older spreadsheets save other alphabets, and names would be garbled. */
export function utf8(bytes: Buffer, where: Where, problems: Problems): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // The decoder says no more than that it failed.
    problems.add(where, "text in UTF-8 (in a spreadsheet: save as CSV UTF-8)", "bytes that are not UTF-8");
    return null;
  }
}

/** Identity, size and times of a file, as one text: it differs after every change, also when an editor replaces the file. */
async function lookOf(file: string): Promise<string> {
  try {
    const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    return `${file} ${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    // Removed, or missing for a moment while it is replaced: either way it looks different.
    return `${file} missing`;
  }
}

/** Of several files, in order. */
export const looksOf = async (files: readonly string[]): Promise<string> =>
  (await Promise.all(files.map(lookOf))).join("\n");

function why(error: unknown): string {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const known: Record<string, string> = {
    ENOENT: "no such file",
    EACCES: "no permission to read it",
    EISDIR: "it is a directory",
    ENOTDIR: "no such file",
  };
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
