/**
 * A position at a real PBX without its sound page: the real host with its journal and SIP border, and a console window. The
 * relay between host and PBX can be cut, held back and read.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { MessageInput } from "../../electron/alarm/inputs.ts";
import type { HostOptions } from "../../electron/host/host.ts";
import type { PbxTls } from "../../electron/host/ports.ts";
import type { Call, Desk, PriorityEvent } from "../../shared/desk/state.ts";
import type { Site } from "../../shared/site/site.ts";
import { type ConsoleWindow, openConsoleWindow } from "../journeys/consoleWindow.ts";
import { until as waitUntil } from "../journeys/desk.ts";
import { type HostLife, hostHere, hostInChild } from "../journeys/hostLife.ts";
import { loadedSite, smallSite } from "../journeys/smallSite.ts";
import { startWire, type Wire } from "../journeys/wire.ts";
import type { Pbx } from "./pbx.ts";

/** Waits for what cannot be told by an entry. Long enough for a PBX on a loaded machine. */
export const until = (what: string, isSo: () => boolean): Promise<void> => waitUntil(what, isSo, 30_000);

export interface Position {
  console: ConsoleWindow;
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
  /** `awayMs`: it believes that it was away for so much longer than it was. Only with `inChild`. */
  restartHost(ask?: { kill?: boolean; awayMs?: number }): Promise<void>;
  /** As on a power cut, for good. Only with `inChild`. */
  killHost(): Promise<void>;
}

export interface PositionOptions {
  /** Its account at the PBX: 6001 or 6002. */
  number?: string;
  /** The host runs in a process of its own, so that it can be killed. */
  inChild?: boolean;
  site?: Site;
  /** It calls its own number to prove the way in. */
  checkWayIn?: boolean;
  /** It connects by wss://, with this; the relay has no part in it. */
  tls?: PbxTls;
  /** It takes alarms by SIP MESSAGE. */
  messages?: MessageInput;
}

/** The stations of the recipes. */
export const plantSite: Site = {
  ...smallSite,
  zones: smallSite.zones.map((zone) => ({ ...zone, reportsMembers: false })),
};

/** `attachSound`: each life of the host gets its sound page. `atEnd` takes what closes it. */
export async function startPosition(
  pbx: Pbx,
  options: PositionOptions,
  attachSound: (host: HostLife) => void,
  atEnd: (close: () => unknown) => void,
): Promise<Position> {
  const { number: ownNumber = "6001", inChild = false, site = plantSite, checkWayIn = false, tls, messages } = options;
  const dataDir = mkdtempSync(path.join(tmpdir(), "position-"));
  atEnd(() => rmSync(dataDir, { recursive: true, force: true }));
  const wire = await startWire(() => pbx.url);
  atEnd(() => wire.stop());
  const own: Site = { ...site, pbxs: site.pbxs.map((one) => ({ ...one, ownNumber })) };
  const loaded = await loadedSite(own, tls ? pbx.wssUrl : wire.url, checkWayIn);
  // As each recipe says: rtpengine restarts DTLS on a re-INVITE, Asterisk does not.
  const takesBackBy = pbx.name === "kamailio" ? "reInvite" : "replaces";
  const hostOptions: HostOptions = {
    loaded: {
      ...loaded,
      ...(messages && { alarms: { webhook: null, mqtt: null, message: messages } }),
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
  atEnd(() => host.stop());
  const console = openConsoleWindow();

  async function attach(): Promise<void> {
    await console.attach(host);
    attachSound(host);
    await console.until(
      "PBX and sound are ready",
      (now: Desk) => now.media.up && own.pbxs.every(({ id }) => now.pbxs[id]?.state === "registered"),
    );
  }

  const position: Position = {
    console,
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
      const event = await position.rings(number);
      const refusal = await console.send({ type: "answer", eventId: event.id, holdEqual: true });
      if (refusal) throw new Error(refusal.words);
      await console.until(`the call of ${number} is up`, () => position.call(number).state === "talking");
      return position.event(number);
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
  return position;
}

const openEvent = (desk: Desk, number: string): PriorityEvent | undefined =>
  Object.values(desk.events).findLast((event) => event.number === number);
