/**
 * One shell per data folder: two hosts on one journal would each believe to be the truth. The lock file also says where
 * the running shell is reached, for people and for tests; it holds no secret.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

export interface Running {
  pid: number;
  /** Start of that process in the kernel's ticks: a pid that was given to another program is not the holder. */
  bornAt: string | null;
  shell: string;
  /** Address of the browser shell, without a token. */
  address?: string;
  plant?: { sip: string; control: string; panel: string };
}

/** Another shell holds the folder; the message is for people. */
export class DataInUse extends Error {
  override name = "DataInUse";
}

export interface DataLock {
  /** Adds what became known after the start. */
  tell(more: Partial<Running>): void;
  release(): void;
}

/** Throws DataInUse while another living process holds `dataDir`. A lock left by a dead one is taken over. */
export function lockData(dataDir: string, shell: string): DataLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const file = path.join(dataDir, "running.json");
  let mine: Running = { pid: process.pid, bornAt: bornAt(process.pid), shell };
  if (!create(file, mine)) {
    const holder = read(file);
    if (holder && holder.pid !== process.pid && isAlive(holder))
      throw new DataInUse(
        `Priority Console is already running on ${dataDir} (${holder.shell}, process ${holder.pid}). ` +
          "Close it first, or give this one a folder of its own with --data.",
      );
    rmSync(file, { force: true });
    if (!create(file, mine)) throw new DataInUse(`Another start took ${dataDir} at the same moment.`);
  }
  return {
    tell(more) {
      mine = { ...mine, ...more };
      const next = `${file}.${process.pid}`;
      writeFileSync(next, JSON.stringify(mine), { mode: 0o600 });
      renameSync(next, file);
    },
    release() {
      if (read(file)?.pid === process.pid) rmSync(file, { force: true });
    },
  };
}

/** False: the file is there already. */
function create(file: string, content: Running): boolean {
  try {
    writeFileSync(file, JSON.stringify(content), { flag: "wx", mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function read(file: string): Running | null {
  try {
    const content = JSON.parse(readFileSync(file, "utf8")) as Running;
    return Number.isInteger(content.pid) ? content : null;
  } catch (error) {
    // Gone, or torn by a power cut: nobody can be named as its holder.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(holder: Running): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const born = bornAt(holder.pid);
  return holder.bornAt === null || born === null || born === holder.bornAt;
}

/** Linux: field 22 of /proc/PID/stat; null elsewhere. */
function bornAt(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    return null;
  }
}
