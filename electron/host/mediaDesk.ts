/**
 * The host's end of the media link. One page holds the lease, with an epoch; orders and answers carry it and older ones are
 * ignored (wire.md, media page). Gives SIP its SDP, hands out the sound plan, and reports what the page proves.
 */
import type { SoundPlan } from "../../shared/call/soundPlan.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { AudioDevice, DeviceChoice, FromMedia, MediaAsk, ToMedia } from "../../shared/link/mediaLink.ts";
import { isFromMedia } from "./mediaMessages.ts";
import type { Link, MediaEnd } from "./ports.ts";

const answerWithinMs = 3_000;
const beatMs = 500;
/** A page that has not beaten for this long has lost the lease. */
const silentMs = 2_500;
const firstPageWithinMs = 6_000;
/** A ring must be confirmed within 500 ms and every 2 s after; this is the slack of two messages. */
const ringConfirmedWithinMs = 2_500;

export interface MediaDeskOptions {
  loopbackIce: boolean;
  /** Addresses, for the media page, of what a held caller hears; none: a tone. */
  holdClips: readonly string[];
  choice: DeviceChoice;
  /** Epochs count on from here: never those of an earlier host, whose legs a page that outlived it still has. Default 0. */
  epochsAfter?: number;
  report(report: Report): void;
  /** The page lost the lease because it hangs, and no other is there: it is to be ended, and another opened. */
  onHung(): void;
  onLevels(levels: Omit<Extract<FromMedia, { t: "levels" }>, "t" | "epoch">): void;
  onDevices(devices: readonly AudioDevice[]): void;
}

export interface MediaDesk extends MediaEnd {
  attach(link: Link): void;
  plan(plan: SoundPlan): void;
  choose(choice: DeviceChoice): void;
  /** The site was loaded again. */
  setHoldClips(holdClips: readonly string[]): void;
  readonly devices: readonly AudioDevice[];
  stop(): void;
}

interface Waiting {
  resolve(sdp: string | null): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export function createMediaDesk(options: MediaDeskOptions): MediaDesk {
  const pages: Link[] = [];
  /** What each page said that it still carries. */
  const carried = new WeakMap<Link, readonly string[]>();
  const waiting = new Map<number, Waiting>();
  let holder: Link | null = null;
  let epoch = options.epochsAfter ?? 0;
  let lastId = 0;
  let heardAt = 0;
  let ringHeardAt = 0;
  let plan: SoundPlan = { ring: null, legs: {}, onAir: false };
  let { choice, holdClips } = options;
  let devices: readonly AudioDevice[] = [];

  const toHolder = (message: ToMedia): void => holder?.send(message);

  function grant(): void {
    holder = pages[0] ?? null;
    epoch += 1;
    for (const asked of waiting.values()) fail(asked, "The sound page went away.");
    waiting.clear();
    if (!holder) {
      options.report({ type: "media", status: { up: false, microphone: null, talk: null, ring: null } });
      noPage();
      return;
    }
    heardAt = performance.now();
    ringHeardAt = heardAt;
    const { loopbackIce } = options;
    toHolder({ t: "lease", epoch, loopbackIce, devices: choice, holdClips });
    toHolder({ t: "plan", epoch, plan });
    options.report({ type: "mediaTook", has: carried.get(holder) ?? [] });
  }

  function noPage(): void {
    const words = "The sound page is not there: no voice and no ring tone. It is being started again.";
    options.report({ type: "fault", fault: "mediaPageLost", subject: "", present: true, words });
  }

  function drop(link: Link): void {
    const at = pages.indexOf(link);
    if (at >= 0) pages.splice(at, 1);
    if (link === holder) grant();
  }

  function take(link: Link, message: FromMedia): void {
    if (message.t === "hello") {
      // Where another page has the lease it has the calls too: what this one still carries of them leads nowhere.
      carried.set(link, holder === null || holder === link ? message.has : []);
      if (!pages.includes(link)) pages.push(link);
      if (!holder) grant();
      else if (link !== holder) link.send({ t: "revoked" } satisfies ToMedia);
      return;
    }
    if (link !== holder || message.epoch !== epoch) return;
    heardAt = performance.now();
    switch (message.t) {
      case "told":
      case "failed": {
        const asked = waiting.get(message.id);
        if (!asked) return;
        waiting.delete(message.id);
        if (message.t === "failed") return fail(asked, message.why);
        clearTimeout(asked.timer);
        return asked.resolve(message.sdp);
      }
      case "status":
        devices = message.devices;
        options.report({ type: "media", status: message.status });
        options.report({ type: "ringDevices", rings: message.rings });
        return options.onDevices(devices);
      case "sound":
        return options.report({ type: "callSound", callId: message.callId, in: message.in, out: message.out });
      case "silent":
        return options.report({ type: "callSilent", callId: message.callId, silent: message.silent });
      case "messageOver":
        return options.report({ type: "messageOver", callId: message.callId, failed: message.failed });
      case "digit":
        return options.report({ type: "digitHeard", callId: message.callId, digit: message.digit });
      case "levels":
        return options.onLevels({ microphone: message.microphone, calls: message.calls });
      case "ringing":
        ringHeardAt = heardAt;
        return ringFault(!message.confirmed, message.why);
      case "beat":
        return;
    }
  }

  function fail(asked: Waiting, why: string): void {
    clearTimeout(asked.timer);
    asked.reject(new Error(why));
  }

  function ringFault(present: boolean, why: string): void {
    const words = `The ring tone is not heard: ${why}`;
    options.report({ type: "fault", fault: "ringSilent", subject: "", present, words });
  }

  let beatAt = performance.now();
  const beating = setInterval(() => {
    toHolder({ t: "beat", epoch });
    const now = performance.now();
    // While this process was stopped nothing could be heard: that is not the page's silence.
    heardAt += Math.max(0, now - beatAt - 2 * beatMs);
    beatAt = now;
    if (holder && now - heardAt > silentMs) {
      // When it comes back to life it says what it carries, and queues up behind the others.
      holder.send({ t: "revoked" } satisfies ToMedia);
      drop(holder);
      if (!holder) options.onHung();
    } else if (holder && plan.ring && now - ringHeardAt > ringConfirmedWithinMs) {
      ringFault(true, "the sound page does not confirm it.");
    }
  }, beatMs);
  const firstPage = setTimeout(() => {
    if (!holder) noPage();
  }, firstPageWithinMs);

  return {
    get devices() {
      return devices;
    },
    attach(link) {
      link.onMessage((message) => {
        if (isFromMedia(message)) take(link, message);
      });
      link.onClose(() => drop(link));
    },
    ask(ask: MediaAsk) {
      return new Promise((resolve, reject) => {
        if (!holder) return reject(new Error("There is no sound page."));
        const id = ++lastId;
        const timer = setTimeout(() => {
          waiting.delete(id);
          reject(new Error("The sound page did not answer in time."));
        }, answerWithinMs);
        waiting.set(id, { resolve, reject, timer });
        toHolder({ t: "ask", epoch, id, ask });
      });
    },
    close: (callId) => toHolder({ t: "close", epoch, callId }),
    plan(next) {
      if (next.ring && !plan.ring) ringHeardAt = performance.now();
      if (!next.ring && plan.ring) ringFault(false, "");
      plan = next;
      toHolder({ t: "plan", epoch, plan });
    },
    choose(next) {
      choice = next;
      toHolder({ t: "devices", epoch, choice });
    },
    setHoldClips(next) {
      holdClips = next;
      toHolder({ t: "holdClips", epoch, holdClips });
    },
    stop() {
      clearInterval(beating);
      clearTimeout(firstPage);
      for (const asked of waiting.values()) fail(asked, "The host is stopping.");
      waiting.clear();
      for (const link of pages) link.close();
    },
  };
}
