/**
 * Pictures on disk: one file each in a folder beside the journal, named by its hash. A file may be deleted at any time, and
 * the journal still verifies; they are never part of an export. The folder is bounded: the oldest go.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, unlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { type ImageKind, imageTypes } from "./imageKind.ts";

export const mostPictures = 2_000;

export interface PictureFolder {
  /** Gives its hash. */
  keep(bytes: Buffer, kind: ImageKind): Promise<string>;
  /** null: it was deleted. */
  read(hash: string): Promise<{ type: string; bytes: Buffer } | null>;
}

const kinds = Object.keys(imageTypes) as ImageKind[];

export function openPictureFolder(dir: string, most = mostPictures): PictureFolder {
  async function dropOldest(): Promise<void> {
    const names = await readdir(dir);
    if (names.length <= most) return;
    const dated = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(path.join(dir, name))).mtimeMs })),
    );
    const old = dated.sort((a, b) => a.at - b.at).slice(0, names.length - most);
    for (const { name } of old) await unlink(path.join(dir, name));
  }
  async function write(bytes: Buffer, file: string): Promise<void> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    // Written beside and renamed: a crash leaves no half picture under its name.
    await writeFile(`${file}.new`, bytes, { mode: 0o600 });
    await rename(`${file}.new`, file);
    await dropOldest();
  }

  /** One after the other: a picture that stands still is the same file twice. */
  let last: Promise<void> = Promise.resolve();
  return {
    async keep(bytes, kind) {
      const hash = createHash("sha256").update(bytes).digest("hex");
      const written = last.then(() => write(bytes, path.join(dir, `${hash}.${kind}`)));
      // Whoever asked hears of a failure; the next one begins afresh.
      last = written.catch(() => undefined);
      await written;
      return hash;
    },
    async read(hash) {
      if (!/^[0-9a-f]{64}$/.test(hash)) return null;
      for (const kind of kinds) {
        try {
          return { type: imageTypes[kind], bytes: await readFile(path.join(dir, `${hash}.${kind}`)) };
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
        }
      }
      return null;
    },
  };
}
