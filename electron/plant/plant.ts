/** The embedded plant: a telephone exchange with all stations of a site, in one process, reachable on loopback only. */
import { randomBytes } from "node:crypto";
import { type ControlDoor, openControl } from "./control/openControl.ts";
import { createFramePath } from "./media/framePath.ts";
import { createPacer } from "./media/pacer.ts";
import { warmUpWebRtc } from "./media/webRtcEnd.ts";
import type { PlantSetup } from "./setup.ts";
import { createExchange } from "./signalling/createExchange.ts";
import { openDoor } from "./signalling/listen.ts";
import type { Stations } from "./stations/stations.ts";
import type { VoiceKind } from "./stations/voice.ts";

export interface PlantOptions {
  /** Port of SIP over WebSocket; 0 or absent: any free one. */
  port?: number;
  /** Port of the control and its panel; 0 or absent: any free one. */
  controlPort?: number;
  /** When stations register: after the first console has, at once, or only when pressed or told to. */
  attachStations: "afterConsole" | "now" | "never";
  voice: VoiceKind;
  /** What went wrong, in words, one line at a time. Nothing when absent. */
  trouble?: (words: string) => void;
}

export interface Plant {
  sipUrl: string;
  controlUrl: string;
  panelUrl: string;
  /** The stations, once their part is loaded. */
  stations(): Promise<Stations>;
  /** Resolves when every station has been attached; never, when they are not to be. */
  allAttached: Promise<void>;
  stop(): Promise<void>;
}

/** The console's own start comes first. */
const attachDelayMs = 300;

/** Listens on loopback; rejects when a port is taken. Sound and stations are loaded after that. */
export async function startPlant(setup: PlantSetup, options: PlantOptions): Promise<Plant> {
  const { attachStations, voice, trouble = () => undefined } = options;
  const accounts = new Set(setup.accounts.map(({ user }) => user));
  const callsTo = setup.accounts[0]?.user;
  if (callsTo === undefined) throw new Error("A plant needs one account for a console.");
  const path = createFramePath();
  const pacer = createPacer();
  const stationPassword = randomBytes(12).toString("hex");
  let consoleRegistered: () => void = () => undefined;
  const afterConsole = new Promise<void>((resolve) => {
    consoleRegistered = resolve;
  });

  const exchange = createExchange({
    setup,
    path,
    stationPassword,
    onRegistration: (user, isRegistered) => {
      if (isRegistered && accounts.has(user)) consoleRegistered();
    },
    trouble,
  });

  let loading: Promise<Stations> | null = null;
  const stations = (): Promise<Stations> => {
    loading ??= loadStations();
    return loading;
  };
  async function loadStations(): Promise<Stations> {
    const [{ createStations }, { createVoice }] = await Promise.all([
      import("./stations/stations.ts"),
      import("./stations/voice.ts"),
    ]);
    const plug = (receive: (text: string) => void) => exchange.attach("frames", receive);
    const parts = {
      domain: setup.domain,
      password: stationPassword,
      plug,
      path,
      pacer,
      voice: createVoice(voice),
      trouble,
    };
    return createStations(setup, callsTo ?? "", parts);
  }

  const door = await openDoor(exchange, options.port ?? 0, trouble);
  let stopped = false;
  async function attachInTime(): Promise<void> {
    if (attachStations === "never") return new Promise(() => undefined);
    if (attachStations === "afterConsole") {
      await afterConsole;
      await new Promise((resolve) => setTimeout(resolve, attachDelayMs).unref());
    }
    if (!stopped) await (await stations()).attachAll();
  }
  const allAttached = attachInTime();
  allAttached.catch((error: unknown) => trouble(`attaching stations: ${String(error)}`));
  let control: ControlDoor;
  try {
    control = await openControl(stations, allAttached, door, options.controlPort ?? 0, trouble);
  } catch (error) {
    stopped = true;
    await door.close();
    throw error;
  }

  const warming = setImmediate(() => {
    warmUpWebRtc().catch((error: unknown) => trouble(`warming up the media stack: ${String(error)}`));
  });

  return {
    sipUrl: `ws://127.0.0.1:${door.port}/sip`,
    controlUrl: control.url,
    panelUrl: `${control.url}/panel`,
    stations,
    allAttached,
    async stop() {
      stopped = true;
      clearImmediate(warming);
      if (loading !== null) await (await loading).stop();
      exchange.stop();
      pacer.stop();
      await Promise.all([door.close(), control.close()]);
    },
  };
}
