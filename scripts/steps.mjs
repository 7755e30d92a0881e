// Shared by the scripts, on whatever Node is there: paths, saying what is done, running a program.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
/** Our own Node 24, a dev dependency: the machine's Node may be older. */
export const node24 = path.join(root, "node_modules/.bin/node");
export const electronIsHere = () => existsSync(path.join(root, "node_modules/electron/dist/version"));

export function say(words) {
  console.log(words);
}

/** Ends the script with words for people. */
export function fail(words, code = 1) {
  console.error(words);
  process.exit(code);
}

/** Runs to its end with our terminal; returns the exit code. */
export function run(command, args, env = {}) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: "inherit",
    env: {
      ...process.env,
      ...env,
      PATH: `${path.join(root, "node_modules/.bin")}${path.delimiter}${process.env.PATH}`,
    },
  });
  if (error) fail(`${command} could not be run: ${error.message}`);
  return status ?? 1;
}

/** Runs in our place: signals go to it, its exit code becomes ours. */
export function become(command, args) {
  const child = spawn(command, args, { cwd: process.cwd(), stdio: "inherit" });
  // Ctrl-C reaches the whole group by itself; a signal to us alone is passed on.
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => undefined);
  child.once("error", (error) => fail(`${command} could not be run: ${error.message}`));
  child.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
