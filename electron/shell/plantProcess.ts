/** The embedded plant in a utilityProcess: Electron's fuses forbid to run our binary as plain Node. It dies with main. */
import path from "node:path";
import { utilityProcess } from "electron";
import { type PlantProcess, readAnnouncement } from "../start/plantAnnouncement.ts";

/** `more`: further arguments of the plant. */
export function startPlant(
  siteFile: string,
  dataDir: string,
  onLost: (words: string) => void,
  more: readonly string[] = [],
): PlantProcess {
  const entry = path.join(import.meta.dirname, "plant.js");
  const child = utilityProcess.fork(entry, ["--site", siteFile, "--data", dataDir, ...more], {
    serviceName: "Priority Console embedded plant",
    stdio: "pipe",
  });
  let stopping = false;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.once("exit", (code) => {
    if (!stopping) onLost(`The embedded plant ended with code ${code}; start again to get it back.`);
  });
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error("The embedded plant has no output to be read.");
  stderr.on("data", (bytes: Buffer) => process.stderr.write(bytes));
  return {
    announced: readAnnouncement(stdout, stderr, (listener) => child.once("exit", listener)),
    async stop() {
      stopping = true;
      if (child.kill()) await ended;
    },
  };
}
