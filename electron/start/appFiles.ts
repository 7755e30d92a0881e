/** Where the program's own files are, the same from source (electron/…), from the build (out/main/…) and inside the package. */
import { existsSync, readFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

const here = import.meta.dirname;

/** The folder that holds package.json, assets/ and out/. */
export const appRoot = findRoot(here);
export const rendererDir = path.join(appRoot, "out/renderer");
/** Exercises that come with the console. */
export const scenariosDir = path.join(appRoot, "assets/training");
export const demoSite = path.join(appRoot, "assets/demo/site.yaml");

/** Journal, settings, lock and browser profiles, where --data says nothing (XDG base directories). */
export const defaultDataDir = (): string =>
  path.join(process.env["XDG_DATA_HOME"] || path.join(os.homedir(), ".local/share"), "priority-console");

/** Entry of the embedded plant's process: source when we run from source, else the bundle beside us. */
export const plantEntry = import.meta.filename.endsWith(".ts")
  ? path.join(appRoot, "electron/plant/main.ts")
  : path.join(here, "plant.js");

export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(path.join(appRoot, "package.json"), "utf8")) as { version: string };
  return version;
}

function findRoot(from: string): string {
  let folder = from;
  while (!existsSync(path.join(folder, "package.json"))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No package.json above ${from}: the program's files are not complete.`);
    folder = parent;
  }
  return folder;
}
