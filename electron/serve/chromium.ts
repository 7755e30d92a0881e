/** Debian's Chromium as the browser shell starts it: its own profile, its own process group, no first run, no throttling. */

import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdirSync } from "node:fs";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { asUsual } from "../start/precedence.ts";
import { type DevtoolsPipe, openDevtools } from "./devtoolsPipe.ts";

export interface Chromium {
  devtools: DevtoolsPipe;
  /** How it ended: closed by its user (code 0), or lost. */
  ended: Promise<{ byUser: boolean; words: string }>;
  /** Ends it at once, with all its pages; `why`: for the words of its end. */
  kill(why: string): void;
  /** Asks it to close, then ends it after 2 s. */
  close(): Promise<void>;
}

/** Names under which distributions install it, in the order of preference. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** Path of a Chromium on PATH; null when there is none. */
export function findChromium(searchPath = process.env["PATH"] ?? ""): string | null {
  for (const name of names)
    for (const folder of searchPath.split(path.delimiter)) {
      const file = path.join(folder, name);
      if (folder && isExecutable(file)) return file;
    }
  return null;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Switches of both windows (wire.md, media page: launch). */
export function chromiumSwitches(profileDir: string, isRoot: boolean): string[] {
  return [
    `--user-data-dir=${profileDir}`,
    "--remote-debugging-pipe",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-crash-restore-bubble",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--disable-extensions",
    // No keyring prompt: this profile keeps no passwords.
    "--password-store=basic",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--disable-features=WebRtcHideLocalIpsWithMdns,Translate,MediaRouter,OptimizationHints",
    // Chromium refuses to run as root with its sandbox.
    ...(isRoot ? ["--no-sandbox"] : []),
  ];
}

export const runsAsRoot = (): boolean => process.getuid?.() === 0;

export function launchChromium(binary: string, profileDir: string, more: readonly string[]): Chromium {
  mkdirSync(profileDir, { recursive: true, mode: 0o700 });
  const child = spawn(binary, [...chromiumSwitches(profileDir, runsAsRoot()), ...more], {
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C in the terminal reaches the shell alone, which then closes its windows in order.
    detached: true,
  });
  asUsual(child.pid);
  let lastWords = "";
  const kill = (why: string): void => {
    lastWords += `\n${why}`;
    killGroup(child);
  };
  child.stderr?.on("data", (bytes: Buffer) => {
    lastWords = (lastWords + bytes.toString()).slice(-2_000);
  });
  const devtools = openDevtools(child.stdio[3] as Writable, child.stdio[4] as Readable);
  // A window whose page has crashed is ended whole: it is then opened again like any that was lost.
  devtools.onPageCrash = () => kill("its page crashed");
  devtools.send("Target.setDiscoverTargets", { discover: true }).catch(() => undefined);
  const ended = new Promise<{ byUser: boolean; words: string }>((resolve) => {
    child.once("error", (error) => resolve({ byUser: false, words: error.message }));
    child.once("exit", (code, signal) =>
      resolve({
        byUser: code === 0,
        words: [`ended with ${signal ?? `code ${code}`}`, ...telling(lastWords)].join("\n"),
      }),
    );
  });
  return {
    devtools,
    ended,
    kill,
    async close() {
      devtools.send("Browser.close").catch(() => devtools.close());
      const late = setTimeout(() => killGroup(child), 2_000);
      await ended;
      clearTimeout(late);
    },
  };
}

/** Of what Chromium said, the last lines that may explain an end: a machine without D-Bus is no explanation. */
const telling = (words: string): string[] =>
  words
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.includes("dbus"))
    .slice(-3);

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    // It ended in between.
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
