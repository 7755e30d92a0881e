/**
 * The host: read this first. It ties the parts together and holds no rules of its own.
 *
 *   SIP border ──reports──▶ desk loop (decide, reduce) ──entries──▶ journal, consoles
 *       ▲                        │  └──sound plan──▶ media page
 *       └────────orders──────────┘  ◀──commands── consoles
 *
 * Runs under plain Node: in Electron inside a utilityProcess, in the browser shell as the server process itself.
 */
import path from "node:path";
import { eventOfAlarm } from "../../shared/alarm/decideAlarm.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command, Report } from "../../shared/desk/inputs.ts";
import type { Order } from "../../shared/desk/orders.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { Desk, Evidence, HostTime } from "../../shared/desk/state.ts";
import type { Snapshot } from "../../shared/link/consoleLink.ts";
import type { DeviceChoice } from "../../shared/link/mediaLink.ts";
import { callerOf } from "../../shared/priority/caller.ts";
import { classify } from "../../shared/priority/classify.ts";
import type { Site } from "../../shared/site/site.ts";
import { ringsNamed } from "../../shared/sound/ringDevices.ts";
import { createAlarms } from "../alarm/alarms.ts";
import { createTakenSignatures } from "../alarm/signature.ts";
import { takeAlarm } from "../alarm/takeAlarm.ts";
import { createCameras } from "../camera/cameras.ts";
import { openPictureFolder } from "../camera/pictureFolder.ts";
import { createDoors } from "../door/doors.ts";
import { createSip } from "../sip/sip.ts";
import type { LoadedSite } from "../site/loadSite.ts";
import { createAttendance } from "./attendance.ts";
import { hostClock } from "./clock.ts";
import { type ConsoleDesk, createConsoleDesk } from "./consoleDesk.ts";
import { createDesk, type DeskLoop } from "./desk.ts";
import { createHoldToTalk } from "./holdToTalk.ts";
import { openJournal } from "./journal.ts";
import { createMediaDesk } from "./mediaDesk.ts";
import type { Link, SipBorder } from "./ports.ts";
import { openSettings } from "./settings.ts";
import { createPinCheck } from "./signIn.ts";
import { createSystemRing } from "./systemRing.ts";

const beatMs = 1_000;
const stampEveryMs = 5_000;

export interface HostOptions {
  loaded: LoadedSite;
  /** Exists; holds the journal and this position's settings. */
  dataDir: string;
  position: string;
  /** ICE over 127.0.0.1: with the embedded plant only. */
  loopbackIce: boolean;
  /** The shell has no hidden window: the console page embeds the media page. */
  embedMedia: boolean;
  about: Snapshot["about"];
  plantPanel: string | null;
  version: string;
  /** Address of the embedded plant, for accounts that name none. */
  plantSip: string | null;
  /** This is the host of an exercise. */
  training?: { runId: string; name: string };
  /** What every window was just shown. */
  onShown?(entries: readonly Entry[]): void;
  /** The sound page hangs: whoever has opened it ends it and opens another. Absent: nobody here can. */
  onSoundPageHung?: () => void;
}

export interface Host {
  attachConsole(link: Link): void;
  attachMedia(link: Link): void;
  reloadSite(loaded: LoadedSite): void;
  siteReloadRefused(words: string): void;
  readonly desk: Desk;
  readonly site: Site;
  now(): HostTime;
  /** Resolves when what it led to is shown. */
  report(given: Report): Promise<void>;
  command(given: Command): Promise<Refusal | null>;
  stop(): Promise<void>;
}

export async function createHost(options: HostOptions): Promise<Host> {
  const { dataDir, plantSip } = options;
  let { loaded } = options;
  const settings = openSettings(dataDir);
  const proofs: Record<string, number> = {};

  // The journal speaks up while it opens; what it says waits for the loop.
  let loop: DeskLoop | null = null;
  let consoles: ConsoleDesk | null = null;
  let sip: SipBorder | null = null;
  const early: Report[] = [];
  const report = (given: Report): void => {
    if (loop) loop.input({ type: "report", report: given });
    else early.push(given);
  };
  const journal = await openJournal({
    file: path.join(dataDir, "journal.db"),
    position: options.position,
    onRecorded: (seq) => loop?.onRecorded(seq),
    onTrouble: (present, words) => report({ type: "fault", fault: "journalDegraded", subject: "", present, words }),
  });
  const clock = hostClock(journal.loaded.last);
  let pins = createPinCheck(loaded.pins, clock);

  const media = createMediaDesk({
    loopbackIce: options.loopbackIce,
    holdClips: holdClipsOf(loaded),
    choice: settings.devices,
    epochsAfter: Date.now(),
    report,
    onHung: () => options.onSoundPageHung?.(),
    onLevels: (levels) => consoles?.notice({ kind: "levels", ...levels }),
    onDevices(devices) {
      const ring = ringsNamed(settings.devices.ring, devices);
      if (ring) choose({ ...settings.devices, ring });
      else consoles?.notice({ kind: "devices", devices, choice: settings.devices });
    },
  });
  function choose(choice: DeviceChoice): void {
    settings.remember(choice);
    media.choose(choice);
    consoles?.notice({ kind: "devices", devices: media.devices, choice });
  }
  const talk = createHoldToTalk({
    ended: (pageId, reason) => report({ type: "talkEnded", pageId, reason }),
    talking: (pageId, on) => consoles?.notice({ kind: "talking", pageId, on }),
  });
  const attendance = createAttendance(() => report({ type: "attendanceChanged" }));
  const doors = createDoors({ access: (stationId) => loaded.doors?.get(stationId), report });
  const cameras = createCameras({
    access: (stationId) => loaded.cameras?.get(stationId),
    folder: openPictureFolder(path.join(dataDir, "pictures")),
    report,
  });
  /** To the border that it is for. */
  function carryOut(order: Order): void {
    if (order.type === "openHttpDoor") doors.order(order);
    else if (order.type === "takePicture") cameras.order(order);
    else sip?.order(order);
  }
  loop = createDesk({
    desk: journal.loaded.desk,
    site: loaded.site,
    clock,
    journal,
    proofs: () => proofs,
    attendance: () => attendance.now,
    show(entries, seq) {
      consoles?.show(entries, seq);
      options.onShown?.(entries);
    },
    recorded: (seq) => consoles?.recorded(seq),
    order: carryOut,
    plan: (plan) => media.plan(plan),
  });
  const desk = loop;
  consoles = createConsoleDesk({
    loop: desk,
    clock,
    journal,
    pins: () => pins,
    cameras,
    talk,
    attendance,
    surroundings: () => ({
      position: options.position,
      proofs,
      devices: media.devices,
      deviceChoice: settings.devices,
      embedMedia: options.embedMedia,
      about: options.about,
      plantPanel: options.plantPanel,
      ...(options.training && { training: options.training }),
    }),
    choose,
  });
  const windows = consoles;

  const { kept } = journal.loaded;
  const keptIds = kept.map(({ callId }) => callId);
  report({ type: "hostStarted", version: options.version, gapMs: clock.gapMs, kept: keptIds });
  report({ type: "siteLoaded", name: loaded.site.name, hash: loaded.site.hash });
  for (const given of early.splice(0)) report(given);

  const alarms = createAlarms({
    clientId: `priority-console-${settings.instanceId}`,
    site: () => desk.site,
    wall: () => clock.wall(),
    signatures: createTakenSignatures(journal.loaded.signatures, (signature, wall) =>
      journal.keepSignature(signature, wall),
    ),
    take: (alarm) => takeAlarm(desk, alarm),
    isKnown: (alarm) => eventOfAlarm(desk, alarm) !== undefined,
    report,
  });

  sip = createSip({
    accounts: loaded.accounts.map((account) =>
      account.url === "" && plantSip ? { ...account, url: plantSip } : account,
    ),
    media,
    instanceId: settings.instanceId,
    clock,
    kept,
    keep: (callId, leg) => journal.keepLeg(callId, leg),
    report,
    proof(pbxId, at) {
      proofs[pbxId] = at;
      windows.notice({ kind: "proof", pbxId, at });
    },
    isLifeSafety: (evidence, pbxId) => isLifeSafety(loaded, evidence, pbxId),
    correlation: () => loaded.site.correlation,
    message: (message) => alarms.message(message),
    takesMessages: () => alarms.takesMessages,
  });
  sip.start();
  alarms.open(loaded.alarms);

  const systemRing = createSystemRing(dataDir);
  /** Nobody else can sound it: no ring from the sound page, and no window to stand in. */
  const ringBySystem = (): void => {
    const silent = "ringSilent:" in desk.desk.faults || "mediaPageLost:" in desk.desk.faults;
    systemRing.ring(silent && windows.windows === 0 ? desk.soundPlan.ring : null);
  };

  const beating = setInterval(() => {
    windows.beat();
    ringBySystem();
    const byMs = clock.jumped();
    if (byMs === 0) return;
    report({ type: "clockJumped", byMs });
    // The wall clock ran ahead: this computer may have slept, and its links have died meanwhile.
    if (byMs > 0) sip?.prove();
  }, beatMs);

  const stamp = (): void => journal.stillAlive({ at: clock.now(), wall: clock.wall() });
  const stamping = setInterval(stamp, stampEveryMs);

  return {
    attachConsole: (link) => windows.attach(link),
    attachMedia: (link) => media.attach(link),
    get desk() {
      return desk.desk;
    },
    get site() {
      return desk.site;
    },
    now: () => clock.now(),
    report: (given) => desk.input({ type: "report", report: given }).settled,
    command: (given) => windows.command(given),
    reloadSite(next) {
      loaded = next;
      pins = createPinCheck(next.pins, clock);
      media.setHoldClips(holdClipsOf(next));
      desk.setSite(next.site);
      alarms.open(next.alarms);
      report({ type: "siteLoaded", name: next.site.name, hash: next.site.hash });
      report({ type: "fault", fault: "siteReloadRefused", subject: "", present: false, words: "" });
      windows.refresh();
    },
    siteReloadRefused: (words) =>
      report({
        type: "fault",
        fault: "siteReloadRefused",
        subject: "",
        present: true,
        words: `The changed site file is not used: ${words}`,
      }),
    async stop() {
      clearInterval(beating);
      clearInterval(stamping);
      systemRing.ring(null);
      talk.stop();
      attendance.stop();
      // Its end leaves before the connection is closed.
      await desk.input({ type: "report", report: { type: "hostStopping" } }).settled;
      await alarms.stop();
      doors.stop();
      cameras.stop();
      await sip?.stop();
      media.stop();
      desk.stop();
      windows.stop();
      stamp();
      await journal.close();
    },
  };
}

/** The site's own clip, else those that come with the console, as addresses of the media page's origin. */
const holdClipsOf = ({ holdClip, languages }: LoadedSite): string[] =>
  holdClip === null ? languages.map((language) => `./clips/hold-${language}.wav`) : ["./site/hold-clip"];

/** The lane of an INVITE: the class its event would get, from the evidence that the tap has. */
function isLifeSafety({ site }: LoadedSite, evidence: Evidence, pbxId: string): boolean {
  const pbx = site.pbxs.find((one) => one.id === pbxId) ?? null;
  return classify(site, pbx, callerOf(site, pbx, evidence), evidence).class === "lifeSafety";
}
