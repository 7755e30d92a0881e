/**
 * The way in of one PBX: a frame is tapped, a new press is reported at once, and SIP.js gets the frames in lanes, one in
 * each turn of the event loop, because its parser takes milliseconds and cannot be interrupted. What SIP.js does not take
 * the host answers itself, so that no press is lost without a word on either side.
 */
import type { Invitation } from "sip.js";
import type { Report } from "../../shared/desk/inputs.ts";
import type { CallId, Evidence } from "../../shared/desk/state.ts";
import { readOtherwise, sameCall } from "./binding.ts";
import type { CallIds, Press } from "./callIds.ts";
import { correlationOf } from "./correlation.ts";
import type { LegIn } from "./dialog.ts";
import { evidenceOf, isTooSlow, type Tapped, tapFrame } from "./frameTap.ts";
import type { Guard } from "./guard.ts";
import { redacted, saysElsewhere } from "./headers.ts";
import { createLanes } from "./lanes.ts";
import { createLocating } from "./locating.ts";
import { ownAnswer } from "./ownAnswer.ts";
import { frameCapBytes, grammarCapChars, notifyCapBytes, waitingCap } from "./pace.ts";
import { repairFrame } from "./repairFrame.ts";
import { withSessionPart } from "./sessionPart.ts";

export interface IntakeOptions {
  pbxId: string;
  /** User part of our own Contact. */
  ownContact: string;
  callIds: CallIds;
  guard: Guard;
  report(report: Report): void;
  isLifeSafety(evidence: Evidence): boolean;
  /** The site takes SIP MESSAGEs as alarms. */
  takesMessages(): boolean;
  /** True: the request belongs to a call of our own that proves the way in, and was dealt with. */
  isOwn(tapped: Tapped, frame: string): boolean;
  /** Header by which the site knows copies of one press. */
  correlation(): string | undefined;
  /** A leg for a new press; `evidence`: what its frame says; `handOver` as in createLegIn. */
  createLeg(press: Press, evidence: Evidence, handOver: () => void): LegIn;
  /** A press that can be answered, and its frame. */
  keep(press: Press, evidence: Evidence, frame: string): void;
  /** The far end's BYE in a dialog that only an earlier life of the host knew. False: it is not one. */
  strayBye(tapped: Tapped): boolean;
  legOf(press: Press): LegIn | undefined;
  /** Gives a frame to SIP.js, which acts on it before this returns. What its parser refused, in its words; "": nothing. */
  parse(frame: string): string;
  /** Sends an answer of the host's own. */
  write(message: string): void;
  /** Every response, before SIP.js has it. */
  heard(tapped: Tapped, frame: string): void;
  /** SIP.js must have taken or refused an INVITE by then, ms. */
  takeWithinMs: number;
  /** True while more waits than should: the socket is to be left unread. */
  crowded(on: boolean): void;
}

export interface Intake {
  /** An INVITE that an earlier life of the host had seen: it is known, and waits for `replay`. */
  park(frame: string, callId: CallId): void;
  /** Gives a parked INVITE to SIP.js as if it had just arrived. False: there is none of this call. */
  replay(callId: CallId): boolean;
  /** Nobody asks for it any more. */
  unpark(callId: CallId): void;
  arrive(frame: string, bytes: number): void;
  /** SIP.js made an Invitation of the frame that it was just given. */
  invited(invitation: Invitation): void;
  /** SIP.js is about to send this. */
  sending(message: string): void;
  stop(): void;
}

/** A press is shown before its message is parsed, which takes milliseconds: the disk confirms the entries meanwhile. */
const showFirstMs = 5;

/** As long as frames keep coming, SIP.js waits for at most this time, ms. */
const pourForMs = 300;

interface Waiting {
  frame: string;
  method: string;
  /** The press that this is the INVITE of, a copy of that, or its CANCEL. */
  press: Press | null;
  /** This is the press itself. */
  isPress: boolean;
  /** SIP.js would end it at once. */
  expiresAtOnce?: boolean;
  /** A MESSAGE that is an alarm: nobody has seen it before SIP.js has read it, so it does not wait while frames pour in. */
  isHasty?: boolean;
}

/** An INVITE that SIP.js was given. */
interface Handed {
  press: Press;
  taken: boolean;
  /** Status and phrase of SIP.js's own refusal; "" where none. */
  refusal: string;
}

export function createIntake(options: IntakeOptions): Intake {
  const { callIds, guard, report } = options;
  const lanes = createLanes<Waiting>();
  const locating = createLocating(guard, report);
  /** The INVITE that SIP.js is reading now. */
  let reading: Handed | null = null;
  /** INVITEs of an earlier life that SIP.js has not been given. */
  const parked = new Map<CallId, Waiting & { press: Press }>();
  /** INVITEs that SIP.js read and then said nothing of. */
  const silent = new Map<Handed, NodeJS.Timeout>();
  /** Cancels the next slice; null: none is planned. */
  let planned: (() => void) | null = null;
  /** The next slice waits for a press to be shown. */
  let showing = false;
  let crowded = false;
  /** A frame arrived since the last turn. */
  let pouring = false;
  /** So many hasty ones wait. */
  let hasty = 0;
  /** When SIP.js last had its turn, or the waiting began. */
  let servedAt = 0;

  function wait(lane: 0 | 1 | 2, key: string, item: Waiting): void {
    lanes.push(lane, key, item);
    if (item.isHasty) hasty += 1;
    pouring = true;
    if (!crowded && lanes.size > waitingCap) setCrowded(true);
    if (planned && !(showing && lane === 0)) return;
    planned?.();
    servedAt = performance.now();
    plan(lane === 0 ? 0 : showFirstMs);
  }

  function plan(afterMs: number): void {
    showing = afterMs > 0;
    if (showing) {
      const timer = setTimeout(slice, afterMs);
      planned = () => clearTimeout(timer);
    } else {
      const turn = setImmediate(slice);
      planned = () => clearImmediate(turn);
    }
  }

  function setCrowded(on: boolean): void {
    crowded = on;
    options.crowded(on);
  }

  function slice(): void {
    // While frames pour in, seeing them comes before parsing them; but not for ever.
    if (pouring && hasty === 0 && performance.now() - servedAt < pourForMs) {
      pouring = false;
      plan(0);
      return;
    }
    // The turn of a hasty one is no reason for the others to wait longer.
    if (hasty === 0) servedAt = performance.now();
    const item = lanes.next();
    planned = null;
    if (lanes.size > 0) plan(0);
    if (crowded && lanes.size < waitingCap / 2) setCrowded(false);
    if (item) hand(item);
  }

  function hand({ frame, method, press, isPress, expiresAtOnce = false, isHasty = false }: Waiting): void {
    if (isHasty) hasty -= 1;
    if (press?.answeredByHost) return answer(frame, method === "CANCEL" ? 200 : 480, press.callId);
    if (!press || !isPress) return guard(method, () => void give(frame));
    const handed: Handed = { press, taken: false, refusal: "" };
    let unread = "";
    reading = handed;
    guard("INVITE", () => {
      unread = give(frame, expiresAtOnce);
    });
    reading = null;
    if (handed.taken) return;
    if (handed.refusal !== "") return notTaken(press, frame, handed.refusal, true);
    if (unread !== "") return notTaken(press, frame, unreadWords(unread), false);
    // Read, and neither taken nor refused: whatever became of it, the PBX must not wait for ever (wire.md, frames).
    const late = (): void => {
      silent.delete(handed);
      notTaken(press, frame, "nothing took it within a second", false);
    };
    silent.set(handed, setTimeout(late, options.takeWithinMs));
  }

  /** Gives a frame to SIP.js, repaired where that misreads or refuses it. What is refused all the same; "" when it was read. */
  function give(given: string, isMisread = false): string {
    const frame = withSessionPart(given);
    let unread = "";
    let thrown: { error: unknown } | null = null;
    try {
      unread = options.parse(isMisread ? (repairFrame(frame) ?? frame) : frame);
    } catch (error) {
      // Its grammar throws at a user part such as "T%E4r", which is no UTF-8.
      thrown = { error };
    }
    if (unread === "" && thrown === null) return "";
    const repaired = repairFrame(frame);
    // Both readings are part of one slice, so one cap is for both.
    const grammarChars = tapFrame(frame).grammarChars + tapFrame(repaired ?? "").grammarChars;
    if (repaired !== null && grammarChars <= grammarCapChars) return options.parse(repaired);
    if (thrown !== null) throw thrown.error;
    return unread;
  }

  function notTaken(press: Press, frame: string, why: string, isAnswered: boolean): void {
    const isCancelled = press.overAt !== null;
    locating.now(press.callId);
    options.legOf(press)?.notTaken(`Call received, sound not available: call back (${why}).`);
    callIds.over(press);
    if (isAnswered) return;
    press.answeredByHost = true;
    // 480 lets the PBX overflow to somebody who can hear (wire.md, frames).
    answer(frame, 100, press.callId);
    answer(frame, isCancelled ? 487 : 480, press.callId);
  }

  function answer(frame: string, status: 100 | 200 | 413 | 480 | 487, toTag: string): void {
    const message = ownAnswer(frame, status, toTag);
    if (message !== null) options.write(message);
  }

  function replay(callId: CallId): boolean {
    const item = parked.get(callId);
    if (!item) return false;
    parked.delete(callId);
    wait(item.press.lane, item.press.identity.callId, item);
    return true;
  }

  function handOver(press: Press): void {
    replay(press.callId);
    for (const item of lanes.take(press.identity.callId)) hand(item);
  }

  function pressed(tapped: Tapped, frame: string): void {
    const { press, isNew } = callIds.meet(tapped);
    if (!isNew) {
      // Whoever comes late gets the answer that the press got; a living one SIP.js answers (retransmission, or 482).
      if (press.overAt !== null) answer(frame, 480, press.callId);
      // A retransmission is as good as the INVITE that an earlier life had seen.
      else if (replay(press.callId)) return;
      else if (tapped.problem === "" && !isTooSlow(tapped)) {
        wait(press.lane, tapped.callId, { frame, method: "INVITE", press, isPress: false });
      }
      return;
    }
    const correlation = correlationOf(frame, options.correlation());
    const evidence: Evidence = {
      ...evidenceOf(tapped, options.ownContact),
      ...(correlation !== undefined && { correlation }),
    };
    const readable = tapped.problem === "";
    options.createLeg(press, evidence, () => handOver(press));
    const why = readable ? (isTooSlow(tapped) ? "it has headers of more than 6 kB" : "") : tapped.problem;
    if (why === "") {
      guard("class of a call", () => {
        press.lane = options.isLifeSafety(evidence) ? 1 : 2;
      });
      options.keep(press, evidence, frame);
      // Before it is told: an order may come back at once.
      const { expiresAtOnce } = tapped;
      wait(press.lane, tapped.callId, { frame, method: "INVITE", press, isPress: true, expiresAtOnce });
    }
    const attach = { frame: redacted(frame.slice(0, frameCapBytes)) };
    report({ type: "callSeen", callId: press.callId, pbxId: options.pbxId, evidence, readable, attach });
    if (tapped.located) locating.later(press.callId, frame);
    if (why !== "") notTaken(press, frame, why, false);
  }

  function cancelled(tapped: Tapped, frame: string): void {
    const press = callIds.find(tapped) ?? null;
    if (press) locating.now(press.callId);
    if (press) options.legOf(press)?.cancelSeen(saysElsewhere(tapped.reason));
    const never = press && parked.get(press.callId);
    if (never) {
      // RFC 3261, 9.2: SIP.js knows nothing of it, so the host answers both.
      parked.delete(press.callId);
      answer(frame, 200, press.callId);
      return answer(never.frame, 487, press.callId);
    }
    wait(0, tapped.callId, { frame, method: "CANCEL", press, isPress: false });
  }

  return {
    park(frame, callId) {
      const tapped = tapFrame(frame);
      const press = callIds.restore(tapped, callId);
      const evidence = evidenceOf(tapped, options.ownContact);
      guard("class of a call", () => {
        press.lane = options.isLifeSafety(evidence) ? 1 : 2;
      });
      if (tapped.located) locating.later(callId, frame);
      parked.set(callId, { frame, method: "INVITE", press, isPress: true });
      options.createLeg(press, evidence, () => handOver(press));
    },
    replay,
    unpark(callId) {
      const item = parked.get(callId);
      if (!item) return;
      parked.delete(callId);
      notTaken(item.press, item.frame, "the console was restarted", false);
    },
    arrive(given, bytes) {
      const frame = given.replace(/^[\r\n]+/, "");
      const tapped = tapFrame(frame, bytes);
      if (tapped.kind === "noise") return;
      if (tapped.kind === "response") {
        guard("response", () => options.heard(tapped, frame));
        if (isTooSlow(tapped) || bytes > frameCapBytes) return;
        return wait(0, tapped.callId, { frame, method: "response", press: null, isPress: false });
      }
      const { method } = tapped;
      if (options.isOwn(tapped, frame)) return;
      // RFC 3261, 12.2.2: with a To tag it belongs to a dialog and is no press, unless it has a second To to say otherwise.
      if (method === "INVITE" && (tapped.toTag === "" || tapped.problem !== "")) return pressed(tapped, frame);
      const cap = method === "NOTIFY" ? notifyCapBytes : frameCapBytes;
      if (bytes > cap || isTooSlow(tapped)) {
        // RFC 3261, 17.1.1.3: nobody answers an ACK.
        if (method !== "ACK") answer(frame, 413, "toolarge");
        return;
      }
      if (method === "CANCEL") return cancelled(tapped, frame);
      if (method === "BYE" && options.strayBye(tapped)) return answer(frame, 200, tapped.toTag);
      const isHasty = method === "MESSAGE" && options.takesMessages();
      const lane = tapped.toTag !== "" || method === "ACK" || method === "BYE" ? 0 : isHasty ? 1 : 2;
      wait(lane, tapped.callId, { frame, method, press: null, isPress: false, isHasty });
    },
    invited(invitation) {
      const handed = reading ?? [...silent.keys()].find((one) => sameCall(one.press.identity, invitation));
      if (!handed) {
        invitation.reject({ statusCode: 480 }).catch(() => undefined);
        throw new Error("SIP.js took an INVITE that the tap had not seen as one");
      }
      if (!sameCall(handed.press.identity, invitation)) {
        // Two readings of one frame: seen, not answerable (wire.md, binding).
        handed.refusal = "its frame can be read in two ways";
        invitation.reject({ statusCode: 480 }).catch(() => undefined);
        return;
      }
      handed.taken = true;
      clearTimeout(silent.get(handed));
      silent.delete(handed);
      const readAs = readOtherwise(handed.press.identity, invitation);
      if (readAs !== null) report({ type: "identityDiffers", callId: handed.press.callId, readAs });
      options.legOf(handed.press)?.bind(invitation);
    },
    sending(message) {
      // A final answer while the INVITE is being read is SIP.js's own refusal of it.
      if (!reading || reading.taken || !message.startsWith("SIP/2.0 ")) return;
      const line = message.slice(8, message.indexOf("\r\n"));
      if (/^[3-6]/.test(line) && /\r\nCSeq: *\d+ INVITE\r\n/i.test(message)) reading.refusal ||= line;
    },
    stop() {
      planned?.();
      planned = null;
      locating.stop();
      lanes.clear();
      hasty = 0;
      parked.clear();
      for (const timer of silent.values()) clearTimeout(timer);
      silent.clear();
    },
  };
}

/** Of SIP.js's "error parsing header 'From'" the header alone is of use to an operator. */
function unreadWords(unread: string): string {
  const header = /header '([\w-]{1,32})'/.exec(unread)?.[1];
  return `its ${header ?? "message"} cannot be read`;
}
