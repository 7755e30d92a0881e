/** Entry of the host process in Electron (a utilityProcess): settings and ports come from main, the host does the rest. */
import type { Link } from "./host/ports.ts";
import { loadSite } from "./site/loadSite.ts";
import type { FromHostProcess, ToHostProcess } from "./start/hostMessages.ts";
import { type HostSettings, runHost } from "./start/runHost.ts";
import { plantsOfMain } from "./training/plantOfMain.ts";
import type { Position } from "./training/position.ts";

/** A MessagePortMain as a utilityProcess gets it. */
interface WindowPort {
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  on(event: "close", listener: () => void): void;
  postMessage(message: unknown): void;
  start(): void;
  close(): void;
}
interface ParentPort {
  on(event: "message", listener: (event: { data: ToHostProcess; ports: readonly WindowPort[] }) => void): void;
  postMessage(message: FromHostProcess): void;
}

const { parentPort: main } = process as NodeJS.Process & { parentPort?: ParentPort };
if (!main) throw new Error("hostMain runs as a utilityProcess of Electron; for a browser, run serve.js.");
const parent = main;

let hostIs: (host: Position) => void = () => undefined;
/** Windows may be quicker than the journal: their links wait. */
const ready = new Promise<Position>((resolve) => {
  hostIs = resolve;
});
const plants = plantsOfMain((message) => parent.postMessage(message));
let running: Position | null = null;

parent.on("message", ({ data, ports }) => {
  switch (data.t) {
    case "start":
      // Rejected: the process ends with it, and main starts a new one.
      return void begin(data.settings);
    case "link": {
      const [port] = ports;
      if (!port) throw new Error("A link came without its port.");
      const link = linkOver(port);
      return void ready.then((host) => (data.role === "media" ? host.attachMedia(link) : host.attachConsole(link)));
    }
    case "plantIs":
    case "plantLost":
      return plants.heard(data);
    case "stop":
      return void end();
  }
});

async function begin(settings: HostSettings): Promise<void> {
  const loaded = await loadSite(settings.siteFile);
  running = await runHost(settings, loaded, {
    onSite: (content) => parent.postMessage({ t: "site", content }),
    onSoundPageHung: () => parent.postMessage({ t: "soundPageHung" }),
    startPlant: plants.start,
  });
  hostIs(running);
  // From here on a bug in one call must not silence all others: it is told, and the work goes on (DESIGN.md, errors).
  process.on("uncaughtException", (error) => console.error("Internal error:", error));
  process.on("unhandledRejection", (error) => console.error("Internal error:", error));
}

async function end(): Promise<void> {
  await running?.stop();
  parent.postMessage({ t: "stopped" });
}

/** Messages wait in the port until the host listens. */
function linkOver(port: WindowPort): Link {
  let closed = false;
  const listeners: (() => void)[] = [];
  port.on("close", () => {
    closed = true;
    for (const listener of listeners) listener();
  });
  return {
    send(message) {
      if (!closed) port.postMessage(message);
    },
    onMessage(listener) {
      port.on("message", (event) => listener(event.data));
      port.start();
    },
    onClose(listener) {
      if (closed) listener();
      else listeners.push(listener);
    },
    close: () => port.close(),
  };
}
