/**
 * The plant's process. `--site FILE [--port N] [--data DIR] [--voice tone|speech] [--training]`. Prints one line of JSON with its
 * addresses once it listens, and ends when its parent does: on the end of standard input, or on SIGTERM.
 */

import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { loadSite } from "../site/loadSite.ts";
import { plantLast } from "../start/precedence.ts";
import { startPlant } from "./plant.ts";
import { defaultDataDirectory, removePlantFile, writePlantFile } from "./plantFile.ts";
import { setupOfSite, trainingSetup } from "./setup.ts";

const usage = "plant --site FILE [--port N] [--control-port N] [--data DIR] [--voice tone|speech] [--training]";

const { values } = parseArgs({
  options: {
    site: { type: "string" },
    port: { type: "string", default: "0" },
    "control-port": { type: "string", default: "0" },
    data: { type: "string" },
    voice: { type: "string", default: "tone" },
    // The plant of an exercise: the same stations at a PBX of its own, and somebody answers every number.
    training: { type: "boolean", default: false },
  },
});

function fail(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(1);
}

function portOf(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) fail(`${text} is not a port. ${usage}`);
  return port;
}

async function run(): Promise<void> {
  if (values.site === undefined) fail(`Which site? ${usage}`);
  const directory = resolve(values.data ?? defaultDataDirectory());
  const { site, accounts } = await loadSite(resolve(values.site));
  const setup = values.training ? trainingSetup(site) : setupOfSite(site, accounts);
  plantLast();
  const plant = await startPlant(setup, {
    port: portOf(values.port),
    controlPort: portOf(values["control-port"]),
    attachStations: "afterConsole",
    voice: values.voice === "speech" ? "speech" : "tone",
    trouble: (words) => void process.stderr.write(`plant: ${words}\n`),
  });
  // A plant has nothing to save; its clients see their sockets close.
  const end = () => {
    removePlantFile(directory, process.pid);
    process.exit(0);
  };
  process.on("SIGTERM", end);
  process.on("SIGINT", end);
  // An Electron utility process has no input, and dies with its parent by itself.
  const { parentPort } = process as { parentPort?: unknown };
  if (parentPort === undefined) {
    process.stdin.on("end", end);
    process.stdin.on("error", end);
    process.stdin.resume();
  }
  const address = { sip: plant.sipUrl, control: plant.controlUrl, panel: plant.panelUrl };
  writePlantFile(directory, { ...address, pid: process.pid });
  process.stdout.write(`${JSON.stringify(address)}\n`);
}

run().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
