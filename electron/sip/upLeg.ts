/**
 * A leg that is up, whoever began it: one dialog behind our call id, and another in its place where the call was taken back
 * by Replaces. After a restart of the host it begins with the kept dialog alone, of which SIP.js knows nothing.
 *
 *   up ▸ being taken back ▸ up … ▸ gone      lost: gone for us, while the PBX may still keep its dialog (deadDialog.ts)
 */
import { Inviter, type Session, SessionState } from "sip.js";
import type { HealCause } from "../../shared/call/healing.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { HostTime } from "../../shared/desk/state.ts";
import type { KeptDialog } from "../host/ports.ts";
import { sendBye } from "./deadDialog.ts";
import { wordsOf } from "./guard.ts";
import { digitOfInfo } from "./infoDigit.ts";
import { dialogOf } from "./keptLegs.ts";
import { type Leg, type LegContext, notFollowed, notUp, type Party, sendDigitsOf } from "./leg.ts";
import type { RemoteMedia } from "./remoteMedia.ts";
import { type Attempt, type Outcome, type Replacement, reInvite, replace } from "./takeBack.ts";
import { transfer } from "./transfer.ts";

interface Talk {
  session: Session;
  sound: RemoteMedia;
}

export interface UpLeg extends Leg {
  /** The far end's BYE in the kept dialog, of which SIP.js knows nothing. */
  farEnded(): void;
}

/** Causes after which the call has sound only when it is taken back. */
const isVital = (because: HealCause): boolean => because === "mediaPage" || because === "hostRestarted";

/**
 * `talk`: its session, established; null: only the kept dialog is there. `onOver`: once, whatever ended it. Throws when
 * there is neither.
 */
export function createUpLeg(
  context: LegContext,
  party: Party,
  talk: Talk | null,
  onOver: () => void = () => undefined,
): UpLeg {
  const { callId, number } = party;
  const { guard, kept, dead, pace } = context;
  let dialog: KeptDialog = asKept(talk);
  let healing: { because: HealCause; since: HostTime; attempt: Attempt | null } | null = null;
  let replacement: Replacement | null = null;
  /** Asked for while another attempt is under way. */
  let next: HealCause | null = null;
  let later: NodeJS.Timeout | undefined;
  let ending: Report | null = null;
  /** The far end's BYE came while the dialog was being replaced: the PBX's own end of it, or the caller's. */
  let byeCame = false;
  let over = false;

  function asKept(of: Talk | null): KeptDialog {
    const found = of ? dialogOf(of.session) : kept.get(callId)?.dialog;
    if (!found) throw new Error(`There is no dialog of ${callId}.`);
    if (of) kept.put({ ...party, pbxId: context.account.id, dialog: found, invite: null });
    return found;
  }

  const failed = (text: string): Report => ({
    type: "callFailed",
    callId,
    reason: { kind: "failed", code: null, text },
  });

  /** `isOver`: the PBX has nothing of it any more. */
  function finish(report: Report, isOver: boolean): void {
    if (over) return;
    over = true;
    clearTimeout(later);
    replacement?.giveUp();
    context.media.close(callId);
    onOver();
    if (isOver) kept.forget(callId);
    context.report(report);
    context.gone(callId);
  }

  function watch({ session, sound }: Talk): void {
    // A BYE in a dialog that is being replaced must not take the sound of the new one away.
    sound.leave();
    session.delegate = {
      ...notFollowed,
      // RFC 3261, 12.2.2: its Contact may be another one now.
      onInvite() {
        if (talk?.session === session && !over) dialog = asKept(talk);
      },
      onInfo: (info) =>
        guard("INFO", () => {
          const digit = digitOfInfo(info.request.getHeader("content-type") ?? "", info.request.body);
          if (digit !== null) context.report({ type: "digitHeard", callId, digit });
          info.accept().catch(() => undefined);
        }),
      onBye: (bye) =>
        guard("BYE", () => {
          if (talk?.session === session) {
            byeCame = true;
            ending ??= { type: "callEnded", callId, by: "far" };
          }
          bye.accept().catch(() => undefined);
        }),
    };
    session.stateChange.addListener((state) => {
      if (state !== SessionState.Terminated || talk?.session !== session) return;
      guard("end of a call", () => {
        // Whether another dialog stands in its place already is in an answer that is on its way.
        if (replacement && byeCame) return;
        finish(ending ?? failed(sound.failure ?? "The call broke off."), true);
      });
    });
  }

  function begin(because: HealCause): void {
    healing = { because, since: context.now(), attempt: null };
    attempt(because);
  }

  function attempt(because: HealCause): void {
    if (over || !healing) return;
    const byReplaces = because === "hostRestarted" || (because === "mediaPage" && !restartsDtls());
    if (talk && !byReplaces) {
      const path = because === "linkBack" ? "same" : because === "noSound" ? "restartIce" : "fresh";
      healing.attempt = reInvite(context, talk.session, talk.sound, path, conclude);
      return;
    }
    replacement = replace(context, callId, number, dialog, conclude);
    healing.attempt = replacement;
  }

  const restartsDtls = (): boolean => context.account.takesBackBy === "reInvite";

  function conclude(outcome: Outcome): void {
    if (over || !healing) return;
    const { because, since } = healing;
    const taken = replacement;
    replacement = null;
    healing.attempt = null;
    if (outcome.is === "accepted" && taken) putInPlace(taken);
    if (byeCame) return finish({ type: "callEnded", callId, by: "far" }, true);
    if (outcome.is === "refused" && outcome.code === 491 && !taken && retryLater(because, since, glareMs())) return;
    // The link is gone again: it may be back in time.
    if (outcome.is === "refused" && outcome.code === 0 && retryLater(because, since, pace.redialMs)) return;
    healing = null;
    const asked = next;
    next = null;
    // RFC 3261, 12.2.1.2: 481 and 408. Looking for lost sound must not end the call of a caller who is only away.
    const endsIt = (code: number): boolean => code === 481 || (code === 408 && !taken && because !== "noSound");
    const isOver = outcome.is === "refused" && endsIt(outcome.code);
    // A later cause asks for more than was done, unless what was done has proved the new link as well.
    if (asked && !isOver && !(outcome.is === "accepted" && !outcome.mute && asked === "linkBack")) return begin(asked);
    if (outcome.is === "accepted" && !outcome.mute) return context.report({ type: "callHealed", callId });
    if (outcome.is === "refused") return refused(outcome, because, isOver || taken !== null);
    // The sound page has failed, not the far end: the desk waits for the next page, and for no longer than it wants.
    const words = outcome.is === "noSound" ? outcome.words : (talk?.sound.failure ?? "");
    if (!isVital(because)) context.report({ type: "callNotHealed", callId, gone: false, words });
  }

  function refused({ code, words }: Extract<Outcome, { is: "refused" }>, because: HealCause, isFinal: boolean): void {
    // Where nothing came from the far end its dialog is not known to be gone, and its sound may well be there.
    const gone = isFinal && code !== 0;
    const report: Report = { type: "callNotHealed", callId, gone, words };
    if (!gone && !isVital(because)) return context.report(report);
    const isUnknown = code === 481;
    const was = talk;
    talk = null;
    // RFC 3261, 12.2.1.2: after a 481 a BYE ends our own side of it.
    if (was && isUnknown) sendBye(was.session).catch(() => undefined);
    else if (was) dead.lost(callId, was.session);
    finish(report, isUnknown);
  }

  /** RFC 3261, 14.1: who made the Call-ID waits longer, so that the two do not meet again. */
  function glareMs(): number {
    const isOurs = talk?.session instanceof Inviter;
    const [least, most] = isOurs ? pace.glareOwnMs : pace.glareMs;
    return least + context.random() * (most - least);
  }

  /** False: it would be too late. */
  function retryLater(because: HealCause, since: HostTime, wait: number): boolean {
    if (context.now() - since + wait > pace.healWithinMs) return false;
    later = setTimeout(() => {
      const asked = next ?? because;
      next = null;
      healing = { because: asked, since, attempt: null };
      guard("re-INVITE", () => attempt(asked));
    }, wait);
    return true;
  }

  /** The new dialog has the call. The old one's end comes by BYE from the PBX, and means nothing (RFC 3891, 3). */
  function putInPlace({ session, sound }: Replacement): void {
    const before = talk?.session;
    talk = { session, sound };
    byeCame = false;
    ending = null;
    dialog = asKept(talk);
    watch(talk);
    if (before) endReplaced(before);
  }

  /** A PBX that forgets to end the old dialog is told to. */
  function endReplaced(before: Session): void {
    const timer = setTimeout(() => {
      if (before.state === SessionState.Established) sendBye(before).catch(() => undefined);
    }, pace.replacedEndsWithinMs);
    timer.unref();
  }

  function end(): void {
    if (over) return;
    if (ending) return finish(ending, true);
    ending = { type: "callEnded", callId, by: "us" };
    dead.ended(number);
    const report = ending;
    const session = talk?.session;
    if (session?.state === SessionState.Established) dead.lost(callId, session);
    finish(report, false);
    dead
      .end(callId)
      .catch((error: unknown) => context.report({ type: "bugCaught", where: "sip: BYE", words: wordsOf(error) }));
  }

  if (talk) watch(talk);
  return {
    ...notUp(context, callId),
    refuse: end,
    end,
    sendDigits(digits) {
      if (!talk || over) return;
      sendDigitsOf(context, talk.session, callId, digits).catch((error: unknown) =>
        context.report({ type: "bugCaught", where: "sip: digits", words: wordsOf(error) }),
      );
    },
    transfer(to) {
      if (talk && !over) transfer(context, talk.session, callId, context.addressOf(to));
    },
    farEnded() {
      byeCame = true;
      ending ??= { type: "callEnded", callId, by: "far" };
      if (!replacement) finish(ending, true);
    },
    heal(because) {
      if (over) return;
      if (!healing) return begin(because);
      next = isVital(because) || next === null ? because : next;
      healing.attempt?.repeat();
    },
  };
}
