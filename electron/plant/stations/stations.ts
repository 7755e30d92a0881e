/** All stations and contacts of a plant: attaching them at a gentle pace, and pressing their buttons. */
import type { StationType } from "../../../shared/site/site.ts";
import type { PlantSetup } from "../setup.ts";
import type { Place } from "./location.ts";
import { createStation, type Station, type StationParts, type StationState, type TakesCalls } from "./station.ts";

export interface Stations {
  /** Registers everyone that is not off line on purpose, one after another. Resolves when all are through. */
  attachAll(): Promise<void>;
  /** Throws in words when nobody has this number. */
  find(number: string): Station;
  press(number: string, ask: { times?: number; headers?: readonly string[]; to?: string; at?: Place }): Promise<void>;
  /** Presses `count` different stations (of one type), again from the first when there are fewer; how many. */
  burst(ask: { count: number; everyMs: number; type?: StationType }): Promise<number>;
  /** Off line stays so until `online`. */
  offline(number: string): Promise<void>;
  online(number: string): Promise<void>;
  /** How all contacts take calls. */
  contacts(how: TakesCalls): void;
  states(): readonly StationState[];
  stop(): Promise<void>;
}

/** Leaves the machine to the console between two registrations. */
const attachSpacingMs = 10;
const pressSpacingMs = 150;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** `callsTo`: the number that a button calls. */
export function createStations(setup: PlantSetup, callsTo: string, parts: StationParts): Stations {
  const contacts = setup.contacts.map(({ number, name }) => ({ number, name, type: "contact" as const }));
  const all = new Map<string, Station>();
  // A contact may share a station's number; the station is the one with a button.
  for (const who of [...setup.stations, ...contacts])
    if (!all.has(who.number)) all.set(who.number, createStation(who, parts));
  const offline = new Set<string>();
  let stopped = false;

  function find(number: string): Station {
    const station = all.get(number);
    if (station === undefined) throw new Error(`No station has the number ${number}.`);
    return station;
  }

  async function press(station: Station, headers: readonly string[], to: string, at?: Place): Promise<void> {
    if (offline.has(station.number)) throw new Error(`Station ${station.number} is off line.`);
    const urgent = station.type === "sosTerminal" ? ["Priority: emergency"] : [];
    await station.press(to, [...urgent, ...headers], at);
  }

  return {
    find,
    async attachAll() {
      // People first: they are few, and are called sooner than the last of many stations.
      const people = [...all.values()].filter(({ type }) => type === "contact");
      for (const station of new Set([...people, ...all.values()])) {
        if (stopped) return;
        if (offline.has(station.number) || station.state().isOnline) continue;
        await station.attach().catch((error: unknown) => {
          if (!stopped) parts.trouble(`station ${station.number}: ${String(error)}`);
        });
        await pause(attachSpacingMs);
      }
    },
    async press(number, { times = 1, headers = [], to = callsTo, at }) {
      const station = find(number);
      for (let pressed = 0; pressed < times; pressed += 1) {
        if (pressed > 0) await pause(pressSpacingMs);
        await press(station, headers, to, at);
      }
    },
    async burst({ count, everyMs, type }) {
      const able = [...all.values()].filter(
        (station) =>
          !offline.has(station.number) &&
          (type === undefined ? station.type !== "speaker" && station.type !== "contact" : station.type === type),
      );
      if (able.length === 0) throw new Error("No station of this kind is on line.");
      const pressing: Promise<void>[] = [];
      for (let index = 0; index < count && !stopped; index += 1) {
        if (index > 0 && everyMs > 0) await pause(everyMs);
        const station = able[index % able.length];
        if (station !== undefined) pressing.push(press(station, [], callsTo));
      }
      await Promise.all(pressing);
      return pressing.length;
    },
    async offline(number) {
      const station = find(number);
      offline.add(number);
      await station.cut();
    },
    async online(number) {
      const station = find(number);
      offline.delete(number);
      await station.attach();
    },
    contacts(how) {
      for (const station of all.values()) if (station.type === "contact") station.takeCalls(how);
    },
    states: () => [...all.values()].map((station) => station.state()),
    async stop() {
      stopped = true;
      await Promise.all([...all.values()].map((station) => station.cut()));
    },
  };
}
