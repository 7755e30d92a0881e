/** The embedded plant in a process of its own, for the browser shell. It ends when its input closes, so it never outlives us. */
import { spawn } from "node:child_process";
import { plantEntry } from "../start/appFiles.ts";
import { type PlantProcess, readAnnouncement } from "../start/plantAnnouncement.ts";

/** `more`: further arguments of the plant. */
export function startPlant(
  siteFile: string,
  dataDir: string,
  onLost: (words: string) => void,
  more: readonly string[] = [],
): PlantProcess {
  const child = spawn(process.execPath, [plantEntry, "--site", siteFile, "--data", dataDir, ...more], {
    stdio: ["pipe", "pipe", "pipe"],
    // A group of its own: Ctrl-C must not take the plant before the console has signed off from it.
    detached: true,
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  // EPIPE when the plant went first; its exit is told below.
  child.stdin.on("error", (error) => onLost(`The embedded plant's input failed: ${error.message}`));
  child.stderr.on("data", (bytes: Buffer) => process.stderr.write(bytes));
  child.once("exit", (code) => {
    if (!stopping) onLost(`The embedded plant ended with code ${code}; start again to get it back.`);
  });
  return {
    announced: readAnnouncement(child.stdout, child.stderr, (listener) => {
      child.once("exit", listener);
      child.once("error", () => listener(null));
    }),
    async stop() {
      stopping = true;
      child.stdin.end();
      const late = setTimeout(() => child.kill("SIGKILL"), 1_000);
      await ended;
      clearTimeout(late);
    },
  };
}
