/** Where a running plant says how to reach it: plant.json in the data directory, for the command line. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

export interface PlantAddress {
  sip: string;
  control: string;
  panel: string;
  pid: number;
}

const fileIn = (directory: string) => join(directory, "plant.json");

/** The console's own data directory, where none is named. */
export function defaultDataDirectory(): string {
  return join(process.env["XDG_DATA_HOME"] || join(homedir(), ".local", "share"), "priority-console");
}

export function writePlantFile(directory: string, address: PlantAddress): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(fileIn(directory), `${JSON.stringify(address)}\n`);
}

/** Removes the file if it still names this process; a later plant may have written its own. */
export function removePlantFile(directory: string, pid: number): void {
  if (readPlantFile(directory)?.pid === pid) rmSync(fileIn(directory), { force: true });
}

/** Null when no plant runs: no file, a broken one, or one that a dead plant left. */
export function readPlantFile(directory: string): PlantAddress | null {
  let read: unknown;
  try {
    read = JSON.parse(readFileSync(fileIn(directory), "utf8"));
  } catch {
    return null;
  }
  if (typeof read !== "object" || read === null) return null;
  const { sip, control, panel, pid } = read as Record<string, unknown>;
  if (typeof sip !== "string" || typeof control !== "string" || typeof panel !== "string" || typeof pid !== "number")
    return null;
  return isAlive(pid) ? { sip, control, panel, pid } : null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There, but somebody else's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
