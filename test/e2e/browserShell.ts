/** The built browser shell as a process of its own, with a temporary data folder and free ports. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Running } from "../../electron/start/dataLock.ts";

const repository = path.join(import.meta.dirname, "../..");

export interface BrowserShell {
  dataDir: string;
  /** A one-time address of the console page. */
  address: string;
  /** "http://127.0.0.1:PORT" */
  origin: string;
  pid: number;
  /** All that it said. */
  output(): string;
  plant: NonNullable<Running["plant"]> | null;
  /** Orderly, as Ctrl-C. Resolves with the exit code. */
  stop(): Promise<number | null>;
  /** For a process started with `nodeArgs` that listen to it. */
  process: ChildProcess;
  /** kill -9: what a power cut or a crash leaves behind. */
  kill(): Promise<void>;
}

export interface BrowserShellOptions {
  /** Kept when given (a second start on the same journal); else made, and removed by `stop`. */
  dataDir?: string;
  siteFile?: string | null;
  media?: "embedded" | "separate";
  position?: string;
  /** More arguments of Node, as the bench needs to look inside. */
  nodeArgs?: readonly string[];
}

export const temporaryDir = (): string => mkdtempSync(path.join(os.tmpdir(), "priority-console-test-"));

/** Rejects with the shell's own words when it ends instead of starting. */
export async function startBrowserShell(options: BrowserShellOptions = {}): Promise<BrowserShell> {
  const dataDir = options.dataDir ?? temporaryDir();
  const args = ["--no-browser", "--data", dataDir, "--media", options.media ?? "separate"];
  if (options.siteFile) args.push("--site", options.siteFile);
  if (options.position) args.push("--position", options.position);
  const serve = path.join(repository, "out/main/serve.js");
  const child = spawn(path.join(repository, "node_modules/.bin/node"), [...(options.nodeArgs ?? []), serve, ...args], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let said = "";
  const ended = once(child, "exit") as Promise<[number | null]>;
  const address = await new Promise<string>((resolve, reject) => {
    const hear = (bytes: Buffer) => {
      said += bytes.toString();
      const found = /http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]+/.exec(said);
      if (found) resolve(found[0]);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`The shell ended with code ${code}:\n${said}`)));
  });
  const running = JSON.parse(readFileSync(path.join(dataDir, "running.json"), "utf8")) as Running;
  const remove = () => {
    if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
  };
  return {
    dataDir,
    address,
    origin: new URL(address).origin,
    pid: pidOf(child),
    process: child,
    output: () => said,
    plant: running.plant ?? null,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      const [code] = await ended;
      remove();
      return code;
    },
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error("The shell has no process.");
  return pid;
}
