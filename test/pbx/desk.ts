/**
 * A position at a real PBX: the real host with its journal and SIP border, a media page on werift and a console window. The
 * relay between host and PBX can be cut, held back and read. Gone with the test.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { HostOptions } from "../../electron/host/host.ts";
import type { PbxTls } from "../../electron/host/ports.ts";
import type { Call, Desk, PriorityEvent } from "../../shared/desk/state.ts";
import type { Site } from "../../shared/site/site.ts";
import { type ConsoleWindow, openConsoleWindow } from "../journeys/consoleWindow.ts";
import { until as waitUntil } from "../journeys/desk.ts";
import { type HostLife, hostHere, hostInChild } from "../journeys/hostLife.ts";
import { microphoneHz, type NodeMediaPage, openMediaPage } from "../journeys/nodeMediaPage.ts";
import { warmUp } from "../journeys/nodePeer.ts";
import { loadedSite, smallSite } from "../journeys/smallSite.ts";
import { startWire, type Wire } from "../journeys/wire.ts";
import { type Station, stationHz } from "./baresip.ts";
import type { Pbx } from "./pbx.ts";

export { clipHz, microphoneHz } from "../journeys/nodeMediaPage.ts";

/** Waits for what cannot be told by an entry. Long enough for a PBX on a loaded machine. */
export const until = (what: string, isSo: () => boolean): Promise<void> => waitUntil(what, isSo, 30_000);

export interface PbxDesk {
  console: ConsoleWindow;
  readonly media: NodeMediaPage;
  wire: Wire;
  dataDir: string;
  /** The open event of this number; throws when there is none. */
  event(number: string): PriorityEvent;
  /** The newest call of this number that is up; throws when there is none. */
  call(number: string): Call;
  /** Waits until the press of this number can be answered; gives its event. */
  rings(number: string): Promise<PriorityEvent>;
  /** Waits for it, answers it, and waits until the voice path is open. */
  answers(number: string): Promise<PriorityEvent>;
  /** Amplitude of a tone that the operator hears of this number's newest call. */
  heard(number: string, hz: number): number;
  /** Waits until each end hears the other. */
  untilBothHear(station: Station): Promise<void>;
  newMediaPage(): void;
  /** `awayMs`: it believes that it was away for so much longer than it was. Only with `inChild`. */
  restartHost(ask?: { kill?: boolean; awayMs?: number }): Promise<void>;
  /** As on a power cut, for good. Only with `inChild`. */
  killHost(): Promise<void>;
}

export interface PbxDeskOptions {
  /** Its account at the PBX: 6001 or 6002. */
  number?: string;
  /** The host runs in a process of its own, so that it can be killed. */
  inChild?: boolean;
  site?: Site;
  /** It calls its own number to prove the way in. */
  checkWayIn?: boolean;
  /** It connects by wss://, with this; the relay has no part in it. */
  tls?: PbxTls;
}

/** The stations of the recipes. */
const plantSite: Site = {
  ...smallSite,
  zones: smallSite.zones.map((zone) => ({ ...zone, reportsMembers: false })),
};

export async function startPbxDesk(pbx: Pbx, options: PbxDeskOptions = {}): Promise<PbxDesk> {
  const { number: ownNumber = "6001", inChild = false, site = plantSite, checkWayIn = false, tls } = options;
  const dataDir = mkdtempSync(path.join(tmpdir(), "position-"));
  const closing: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  onTestFinished(async () => {
    for (const close of closing.reverse()) await close();
  });
  await warmUp();
  const wire = await startWire(() => pbx.url);
  closing.push(() => wire.stop());
  const own: Site = { ...site, pbxs: site.pbxs.map((one) => ({ ...one, ownNumber })) };
  const loaded = await loadedSite(own, tls ? pbx.wssUrl : wire.url, checkWayIn);
  // As each recipe says: rtpengine restarts DTLS on a re-INVITE, Asterisk does not.
  const takesBackBy = pbx.name === "kamailio" ? "reInvite" : "replaces";
  const hostOptions: HostOptions = {
    loaded: {
      ...loaded,
      accounts: loaded.accounts.map((account) => ({ ...account, takesBackBy, ...(tls && { tls }) })),
    },
    dataDir,
    position: ownNumber,
    loopbackIce: true,
    embedMedia: false,
    about: { shell: "test", plant: pbx.name, journal: dataDir, version: "0" },
    plantPanel: null,
    version: "0",
    plantSip: null,
  };
  let laterMs = 0;
  const live = (): Promise<HostLife> => (inChild ? hostInChild(hostOptions, laterMs) : hostHere(hostOptions));
  let host = await live();
  closing.push(() => host.stop());
  const console = openConsoleWindow();
  let media = openMediaPage({}, "pbx");
  closing.push(() => media.crash());

  async function attach(): Promise<void> {
    await console.attach(host);
    media.attach(host);
    await console.until(
      "PBX and sound are ready",
      (now: Desk) => now.media.up && own.pbxs.every(({ id }) => now.pbxs[id]?.state === "registered"),
    );
  }

  const desk: PbxDesk = {
    console,
    get media() {
      return media;
    },
    wire,
    dataDir,
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
    rings: (number) =>
      console.until(`the press of ${number} can be answered`, (now) => {
        const event = openEvent(now, number);
        return now.calls[event?.callIds.at(-1) ?? ""]?.bound === true && event;
      }),
    async answers(number) {
      const event = await desk.rings(number);
      const refusal = await console.send({ type: "answer", eventId: event.id, holdEqual: true });
      if (refusal) throw new Error(refusal.words);
      await console.until(`the call of ${number} is up`, () => desk.call(number).state === "talking");
      return desk.event(number);
    },
    heard(number, hz) {
      const call = Object.values(console.desk.calls).findLast((one) => one.number === number);
      return call ? media.heard(call.id, hz) : 0;
    },
    async untilBothHear(station) {
      await until(`${station.number} hears the operator`, () => station.heard(microphoneHz) > 0.3);
      await until(`the operator hears ${station.number}`, () => desk.heard(station.number, stationHz) > 0.3);
    },
    newMediaPage() {
      media = openMediaPage({}, "pbx");
      media.attach(host);
    },
    async restartHost({ kill = false, awayMs = 0 } = {}) {
      await (kill ? host.kill() : host.stop());
      laterMs += awayMs;
      host = await live();
      await attach();
    },
    killHost: () => host.kill(),
  };
  await attach();
  const refusal = await console.signIn("anna", "1111");
  if (refusal) throw new Error(refusal.words);
  return desk;
}

const openEvent = (desk: Desk, number: string): PriorityEvent | undefined =>
  Object.values(desk.events).findLast((event) => event.number === number);
