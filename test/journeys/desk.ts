/**
 * A whole position for a journey: the real host with a real journal, the real SIP border over a real WebSocket, the embedded
 * plant with its stations, a media page on werift and a console window. Everything on loopback, and gone with the test.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { AlarmInputs } from "../../electron/alarm/inputs.ts";
import type { HostOptions } from "../../electron/host/host.ts";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { type PlantSetup, setupOfSite } from "../../electron/plant/setup.ts";
import type { Place } from "../../electron/plant/stations/location.ts";
import type { Stations } from "../../electron/plant/stations/stations.ts";
import type { LoadedSite } from "../../electron/site/loadSite.ts";
import type { RingSound } from "../../shared/call/soundPlan.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { Call, Desk, PriorityEvent } from "../../shared/desk/state.ts";
import type { Site } from "../../shared/site/site.ts";
import { type ConsoleWindow, openConsoleWindow } from "./consoleWindow.ts";
import { type HostLife, hostHere, hostInChild } from "./hostLife.ts";
import { type MessageSounds, type NodeMediaPage, openMediaPage } from "./nodeMediaPage.ts";
import { loadedSite, pinOf, smallSite } from "./smallSite.ts";
import { startWire, type Wire } from "./wire.ts";

export { clipHz, microphoneHz } from "./nodeMediaPage.ts";
/** The stations' own voice. */
export const stationHz = 440;

export interface DeskOptions {
  site?: Site;
  /** Stations that the plant has and the site does not know. */
  unlisted?: PlantSetup["stations"];
  /** The host runs in a process of its own, so that it can be killed. */
  inChild?: boolean;
  /** Who is signed in when the journey begins; null: nobody. */
  operator?: string | null;
  /** Address of the site's second PBX. */
  secondPbx?: string;
  /** The host calls its own number now and then. */
  checkWayIn?: boolean;
  /** Ways in of alarms without voice. */
  alarms?: AlarmInputs;
  /** Doors by HTTP and cameras, by station. */
  doors?: LoadedSite["doors"];
  cameras?: LoadedSite["cameras"];
  /** What the site's messages sound like. */
  sounds?: MessageSounds;
  /** Numbers that are registered at the plant when the journey begins; others register when they are pressed. */
  online?: readonly string[];
  /** The PBX's address has this name instead of 127.0.0.1. */
  hostName?: string;
  /** Another way to run the host; absent: in this process, or in its own. */
  live?: (options: HostOptions) => Promise<HostLife>;
  /** Takes what ends the position, outside of a test; absent: it ends with the test. */
  atEnd?: (close: () => Promise<void>) => void;
}

export interface JourneyDesk {
  console: ConsoleWindow;
  readonly media: NodeMediaPage;
  readonly stations: Stations;
  readonly plant: Plant;
  wire: Wire;
  dataDir: string;
  signIn(operatorId: string): Promise<Refusal | null>;
  press(number: string, ask?: { to?: string; headers?: readonly string[]; at?: Place }): Promise<void>;
  hangUp(number: string): Promise<void>;
  /** Waits for the first event of this number. */
  seen(number: string): Promise<PriorityEvent>;
  /** Presses and waits until the event can be answered; gives it. */
  pressed(number: string): Promise<PriorityEvent>;
  /** Presses, answers, and waits until the voice path is open; gives the event. */
  talkWith(number: string): Promise<PriorityEvent>;
  /** The open event of this number; throws when there is none. */
  event(number: string): PriorityEvent;
  /** The newest call of this number that is up; throws when there is none. */
  call(number: string): Call;
  /** Amplitude of a tone at the station in its newest call that talks, over the last half second; 0 with no call. */
  heardByStation(number: string, hz: number): number;
  /** Amplitude of a tone that the operator hears of this number's newest call. */
  heardAtDesk(number: string, hz: number): number;
  /** Waits until each end hears the other. */
  untilBothHear(number: string): Promise<void>;
  /** Waits until the media page is told to ring so, or not at all. */
  untilRings(sound: RingSound["sound"]): Promise<void>;
  untilQuiet(): Promise<void>;
  /** Another window of this position. */
  newWindow(): Promise<ConsoleWindow>;
  newMediaPage(): void;
  stopPlant(): Promise<void>;
  /** At the same address, with its stations not yet registered. */
  startPlantAgain(): Promise<void>;
  restartHost(ask?: { kill?: boolean; whileDead?: () => Promise<void> }): Promise<void>;
  /** The host's process stands still, as a computer that sleeps, and goes on. Only for a host in a process of its own. */
  freezeHost(on: boolean): void;
}

/** Waits for what cannot be told by an entry: sound, frames, the plant's side. */
export async function until(what: string, isSo: () => boolean, limitMs = 10_000): Promise<void> {
  const last = performance.now() + limitMs;
  while (!isSo()) {
    if (performance.now() > last) throw new Error(`This never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function startDesk(options: DeskOptions = {}): Promise<JourneyDesk> {
  const {
    site = smallSite,
    unlisted = [],
    inChild = false,
    operator = "anna",
    online = [],
    checkWayIn = false,
    secondPbx,
    alarms = null,
    doors,
    cameras,
    sounds = {},
    hostName = "127.0.0.1",
    atEnd = onTestFinished,
    live = inChild ? hostInChild : hostHere,
  } = options;
  const dataDir = mkdtempSync(path.join(tmpdir(), "journey-"));
  const closing: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  atEnd(async () => {
    for (const close of closing.reverse()) await close();
  });

  const accounts = (await loadedSite(site, "")).accounts;
  const ofSite = setupOfSite(site, accounts);
  const setup = { ...ofSite, stations: [...ofSite.stations, ...unlisted] };
  const plantOptions = { attachStations: "never", voice: "tone" } as const;
  let plant = await startPlant(setup, plantOptions);
  let plantIsUp = true;
  let stations = await plant.stations();
  closing.push(async () => {
    if (plantIsUp) await plant.stop();
  });
  const wire = await startWire(() => plant.sipUrl);
  closing.push(() => wire.stop());

  const url = wire.url.replace("127.0.0.1", hostName);
  const hostOptions: HostOptions = {
    loaded: {
      ...(await loadedSite(site, secondPbx === undefined ? url : [url, secondPbx], checkWayIn)),
      alarms,
      ...(doors && { doors }),
      ...(cameras && { cameras }),
    },
    dataDir,
    position: "1",
    loopbackIce: true,
    embedMedia: false,
    about: { shell: "journey", plant: "embedded", journal: dataDir, version: "0" },
    plantPanel: null,
    version: "0",
    plantSip: null,
  };
  let host = await live(hostOptions);
  closing.push(() => host.stop());

  const console = openConsoleWindow();
  let media = openMediaPage(sounds);
  closing.push(() => media.crash());

  async function attach(): Promise<void> {
    await console.attach(host);
    media.attach(host);
    await console.until("PBX and sound are ready", ready(site));
  }

  const desk: JourneyDesk = {
    console,
    get media() {
      return media;
    },
    get stations() {
      return stations;
    },
    get plant() {
      return plant;
    },
    wire,
    dataDir,
    signIn: (operatorId) => console.signIn(operatorId, pinOf[operatorId] ?? ""),
    press: (number, ask = {}) => stations.press(number, ask),
    async hangUp(number) {
      await stations.find(number).hangUp();
    },
    seen: (number) => console.until(`the event of ${number}`, (now) => openEvent(now, number)),
    async pressed(number) {
      const before = openEvent(console.desk, number)?.callIds ?? [];
      await stations.press(number, {});
      return console.until(`the press of ${number} can be answered`, (now) => {
        const event = openEvent(now, number);
        const newest = now.calls[event?.callIds.at(-1) ?? ""];
        return event && newest?.bound === true && !before.includes(newest.id) && event;
      });
    },
    async talkWith(number) {
      const event = await desk.pressed(number);
      const refusal = await console.send({ type: "answer", eventId: event.id, holdEqual: true });
      if (refusal) throw new Error(refusal.words);
      await console.until(`the call of ${number} is up`, () => desk.call(number).state === "talking");
      return desk.event(number);
    },
    event(number) {
      const event = openEvent(console.desk, number);
      if (!event) throw new Error(`There is no open event of ${number}.`);
      return event;
    },
    call(number) {
      const call = Object.values(console.desk.calls).findLast((one) => one.number === number);
      if (!call) throw new Error(`There is no call with ${number}.`);
      return call;
    },
    heardByStation: (number, hz) => stations.find(number).heard(hz)?.amplitude ?? 0,
    heardAtDesk(number, hz) {
      const call = Object.values(console.desk.calls).findLast((one) => one.number === number);
      return call ? media.heard(call.id, hz) : 0;
    },
    async untilBothHear(number) {
      await until(`${number} hears the operator`, () => desk.heardByStation(number, 1000) > 0.3);
      await until(`the operator hears ${number}`, () => desk.heardAtDesk(number, stationHz) > 0.2);
    },
    untilRings: (sound) => until(`it sounds ${sound}`, () => media.hasLease && media.plan.ring?.sound === sound),
    untilQuiet: () => until("nothing sounds", () => media.hasLease && media.plan.ring === null),
    async newWindow() {
      const window = openConsoleWindow();
      await window.attach(host);
      return window;
    },
    newMediaPage() {
      media = openMediaPage(sounds);
      media.attach(host);
    },
    async stopPlant() {
      plantIsUp = false;
      await plant.stop();
    },
    async startPlantAgain() {
      plant = await startPlant(setup, plantOptions);
      plantIsUp = true;
      stations = await plant.stations();
    },
    freezeHost: (on) => host.freeze(on),
    async restartHost({ kill = false, whileDead } = {}) {
      await (kill ? host.kill() : host.stop());
      await whileDead?.();
      host = await live(hostOptions);
      await attach();
    },
  };
  await attach();
  if (operator !== null) {
    const refusal = await desk.signIn(operator);
    if (refusal) throw new Error(refusal.words);
  }
  for (const number of online) await stations.online(number);
  return desk;
}

const ready =
  (site: Site) =>
  (desk: Desk): boolean =>
    desk.media.up && site.pbxs.every(({ id }) => desk.pbxs[id]?.state === "registered");

const openEvent = (desk: Desk, number: string): PriorityEvent | undefined =>
  Object.values(desk.events).findLast((event) => event.number === number);
