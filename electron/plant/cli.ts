/** `npm run plant -- press 214`: presses buttons of a running plant, takes stations off line, shows what they do. */
import { parseArgs } from "node:util";
import { defaultDataDirectory, readPlantFile } from "./plantFile.ts";
import type { StationState } from "./stations/station.ts";

const usage = `What the plant can do:
  press 214 [--times 2] [--header "X-Test: 1"] [--to 6000]   press the button of a station
            [--at 46.88,11.2,50]                             which says where it is: latitude, longitude, metres around
  burst 20 [--every-ms 50] [--type sosTerminal]               press twenty stations, one after another
  key 7001 1 [--how events|tone|info]                         press a key in the call that it is in
  hangup 214                                                  the station hangs up
  offline 209                                                 cut a station's line
  online 209                                                  and give it back
  lose                                                        the PBX goes away, as when it is switched off
  back                                                        and is there again
  state                                                       stations that are off line or in a call
  help                                                        this
Add --data DIR when the console runs with another data directory.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: "string" },
    header: { type: "string", multiple: true },
    to: { type: "string" },
    at: { type: "string" },
    how: { type: "string" },
    "every-ms": { type: "string" },
    type: { type: "string" },
    data: { type: "string" },
    help: { type: "boolean" },
  },
});

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}

function plantAddress(): string {
  const directory = values.data ?? defaultDataDirectory();
  const address = readPlantFile(directory);
  if (address !== null) return address.control;
  throw new Error(
    `No plant runs (nothing in ${directory}).\nStart the console with its embedded plant first: npm start. Or name its data directory with --data.`,
  );
}

async function ask(path: string, body?: object): Promise<Record<string, unknown>> {
  const control = plantAddress();
  const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${control}${path}`, init).catch(() => {
    throw new Error("The plant does not answer. Is the console still running?");
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (!response.ok) throw new Error(`The plant says: ${String(answer["error"])}`);
  return answer;
}

function stateLines(stations: readonly StationState[]): string[] {
  const online = stations.filter(({ isOnline }) => isOnline).length;
  const told = stations.flatMap(({ number, name, isOnline, calls }) => {
    const lines = calls.map((call) => {
      const way = call.direction === "out" ? "calls" : call.isPage ? "is paged by" : "is called by";
      const digits = call.digits === "" ? "" : `, digits ${call.digits}`;
      return `${number}  ${name}: ${way} ${call.peer}, ${call.state}${digits}`;
    });
    return isOnline ? lines : [`${number}  ${name}: off line`];
  });
  const shown = told.length > 40 ? [...told.slice(0, 40), `and ${told.length - 40} more`] : told;
  return [`${online} of ${stations.length} stations on line`, ...shown];
}

function placeFrom(text: string): { latitude: number; longitude: number; radiusM?: number } {
  const [latitude, longitude, radiusM] = text.split(",").map(Number);
  if (latitude === undefined || longitude === undefined || ![latitude, longitude, radiusM ?? 0].every(Number.isFinite))
    throw new Error("--at wants latitude,longitude and perhaps metres around: --at 46.88,11.2,50");
  return { latitude, longitude, ...(radiusM !== undefined && { radiusM }) };
}

async function run(): Promise<void> {
  const [command = "help", subject] = positionals;
  if (command === "help" || values.help) return say(usage);
  if (command === "state") {
    const { stations } = await ask("/state");
    return say(stateLines(stations as StationState[]).join("\n"));
  }
  if (command === "lose" || command === "back") {
    await ask("/pbx", { shut: command === "lose" });
    return say(command === "lose" ? "The PBX is gone." : "The PBX is there again.");
  }
  if (!["press", "key", "burst", "hangup", "offline", "online"].includes(command))
    throw new Error(`"${command}" is nothing the plant can do.\n\n${usage}`);
  if (subject === undefined)
    throw new Error(
      command === "burst" ? "How many? For example: burst 20" : `Which station? For example: ${command} 214`,
    );
  if (command === "burst") {
    const everyMs = values["every-ms"] === undefined ? {} : { everyMs: Number(values["every-ms"]) };
    const type = values.type === undefined ? {} : { type: values.type };
    const { pressed } = await ask("/burst", { count: Number(subject), ...everyMs, ...type });
    return say(`${String(pressed)} stations pressed.`);
  }
  if (command === "press") {
    const times = values.times === undefined ? {} : { times: Number(values.times) };
    const headers = values.header === undefined ? {} : { headers: values.header };
    const to = values.to === undefined ? {} : { to: values.to };
    const at = values.at === undefined ? {} : { at: placeFrom(values.at) };
    await ask("/press", { number: subject, ...times, ...headers, ...to, ...at });
    return say(`Station ${subject} pressed${values.times === undefined ? "" : ` ${values.times} times`}.`);
  }
  if (command === "key") {
    const [, , digit = "1"] = positionals;
    await ask("/key", { number: subject, digit, ...(values.how === undefined ? {} : { how: values.how }) });
    return say(`Station ${subject} pressed the key ${digit}.`);
  }
  const answer = await ask(`/${command}`, { number: subject });
  if (command === "hangup") say(`Station ${subject} ended ${String(answer["ended"])} calls.`);
  else say(`Station ${subject} is ${command === "offline" ? "off" : "on"} line.`);
}

run().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
