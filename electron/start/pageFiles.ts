/**
 * What may be read through a page's address, by allow-list: the built renderer's files, and of the site's folder the files
 * that its maps name. A path that is not a key here does not exist, so no traversal needs to be recognised.
 */
import { readdirSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Site } from "../../shared/site/site.ts";
import type { PageKind } from "./pagePolicy.ts";

export interface PageFile {
  kind: PageKind;
  type: string;
  /** Named after its content: may be kept for ever. */
  immutable: boolean;
  body: Uint8Array;
}

/** What a site lets its pages see: its maps, the clip that a held caller hears, messages, announcements (paths from the site's folder, or absolute). */
export interface SiteContent {
  maps: Site["maps"];
  holdClip: string | null;
  /** Sounds of its messages, by id. */
  messageFiles: Readonly<Record<string, string>>;
  /** Stations' own announcements, by station id. */
  announcementFiles?: Readonly<Record<string, string>>;
}

export interface PageFiles {
  /** `pathname` as it came, still encoded. null: there is no such file. */
  read(pathname: string): Promise<PageFile | null>;
  /** The site was loaded again: it may name other files. */
  setSite(content: SiteContent): void;
}

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".geojson": "application/geo+json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".webp": "image/webp",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".wav": "audio/wav",
  ".mp3": "audio/mpeg",
  ".ogg": "audio/ogg",
  ".opus": "audio/ogg",
};
const mapTypes = new Set([".json", ".geojson", ".svg", ".png", ".jpg", ".jpeg", ".webp"]);
const clipTypes = new Set([".wav", ".mp3", ".ogg", ".opus"]);

/** Throws when the renderer was not built. `siteDir`: the folder of the site file. */
export function listPageFiles(rendererDir: string, siteDir: string, content: SiteContent): PageFiles {
  const pages = listBuilt(rendererDir);
  let ofSite = listOfSite(siteDir, content);
  return {
    async read(pathname) {
      const known = pages.get(pathname) ?? ofSite.get(pathname);
      if (!known) return null;
      const { file, ...rest } = known;
      try {
        return { ...rest, body: await readFile(file) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
        throw error;
      }
    },
    setSite(next) {
      ofSite = listOfSite(siteDir, next);
    },
  };
}

type Known = Omit<PageFile, "body"> & { file: string };

function listBuilt(dir: string): Map<string, Known> {
  const known = new Map<string, Known>();
  // isFile() is false for symbolic links: they are left out.
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    const type = types[path.extname(entry.name)];
    if (!entry.isFile() || !type) continue;
    const file = path.join(entry.parentPath, entry.name);
    const url = `/${path.relative(dir, file).split(path.sep).map(encodeURIComponent).join("/")}`;
    const kind = url === "/console.html" ? "console" : url === "/media.html" ? "media" : "asset";
    known.set(url, { kind, type, file, immutable: url.startsWith("/assets/") });
  }
  if (!known.has("/console.html")) throw new Error(`${dir} holds no console.html: run npm run build first.`);
  return known;
}

function listOfSite(
  dir: string,
  { maps, holdClip, messageFiles, announcementFiles = {} }: SiteContent,
): Map<string, Known> {
  const known = new Map<string, Known>();
  const add = (url: string, name: string, allowed: ReadonlySet<string>) => {
    const extension = path.extname(name).toLowerCase();
    const type = types[extension];
    const file = insideOf(dir, name);
    if (file && type && allowed.has(extension)) known.set(url, { kind: "site", type, file, immutable: false });
  };
  for (const map of maps) {
    const name = map.kind === "plan" ? map.image : map.geojson;
    add(`/site/${name.split("/").map(encodeURIComponent).join("/")}`, name, mapTypes);
  }
  // The clip has one name for the media page, whatever the site calls its file.
  if (holdClip !== null) add("/site/hold-clip", holdClip, clipTypes);
  for (const [id, name] of Object.entries(messageFiles))
    add(`/site/message/${encodeURIComponent(id)}`, name, clipTypes);
  for (const [id, name] of Object.entries(announcementFiles))
    add(`/site/announcement/${encodeURIComponent(id)}`, name, clipTypes);
  return known;
}

/** The real path of `name` when it lies in `dir`, links followed; null otherwise or when absent. */
function insideOf(dir: string, name: string): string | null {
  try {
    const root = realpathSync(dir);
    const file = realpathSync(path.resolve(root, name));
    return file.startsWith(root + path.sep) ? file : null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR" || code === "ELOOP" || code === "ERR_INVALID_ARG_VALUE") return null;
    throw error;
  }
}
