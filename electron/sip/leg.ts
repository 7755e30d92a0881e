/** What every leg has in common: one SIP dialog, or the attempt at one, behind our call id. */
import { type Session, SessionState, type URI, type UserAgent } from "sip.js";
import type { HealCause } from "../../shared/call/healing.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { CallId, HostTime } from "../../shared/desk/state.ts";
import type { KeptLeg, MediaEnd, PbxAccount } from "../host/ports.ts";
import type { DeadDialogs } from "./deadDialog.ts";
import type { Guard } from "./guard.ts";
import { clean } from "./headers.ts";
import type { KeptLegs } from "./keptLegs.ts";
import type { LateAnswers } from "./lateAnswer.ts";
import type { Pace } from "./pace.ts";
import type { RemoteMedia } from "./remoteMedia.ts";

export interface Leg {
  readonly callId: CallId;
  answer(): void;
  refuse(code: 480 | 486): void;
  /** Whatever stage it is in: CANCEL, BYE, a refusal, or nothing where nothing was sent. */
  end(): void;
  sendDigits(digits: string): void;
  /** Passes the far end on to a number; what becomes of it is reported. */
  transfer(number: string): void;
  /** Takes the call back; what becomes of it is reported. */
  heal(because: HealCause): void;
}

/** Who a leg is with, as it is kept. */
export type Party = Pick<KeptLeg, "callId" | "direction" | "number" | "since">;

/** What a leg is given by its PBX. */
export interface LegContext {
  report(report: Report): void;
  media: MediaEnd;
  guard: Guard;
  account: PbxAccount;
  userAgent: UserAgent;
  kept: KeptLegs;
  dead: DeadDialogs;
  late: LateAnswers;
  pace: Pace;
  now(): HostTime;
  /** 0 … 1, as Math.random. */
  random(): number;
  /** A number as an address at this PBX. */
  addressOf(number: string): URI;
  /** Where SIP.js finds the sound of a session that it makes. */
  sounds: WeakMap<Session, RemoteMedia>;
  /** This leg has the call from now on. */
  takeOver(leg: Leg): void;
  /** The leg is over and its end reported. */
  gone(callId: CallId): void;
}

/** Digits by RFC 4733 where the media page can, else by INFO, one by one. */
export async function sendDigitsOf(
  context: LegContext,
  session: Session,
  callId: CallId,
  digits: string,
): Promise<void> {
  try {
    await context.media.ask({ op: "sendDigits", callId, digits });
  } catch {
    // The far end takes no telephone events: the older way, which most PBXs still turn into tones.
    for (const digit of digits) {
      // The call may have ended while the page was asked.
      if (session.state !== SessionState.Established) return;
      const content = `Signal=${digit}\r\nDuration=160\r\n`;
      const body = { contentDisposition: "render", contentType: "application/dtmf-relay", content };
      const onReject = ({ message }: Refused): void => {
        const why = `${message.statusCode ?? ""} ${clean(message.reasonPhrase ?? "", 128) ?? ""}`.trim();
        context.report({ type: "digitsRefused", callId, digits: digit, why });
      };
      await session.info({ requestDelegate: { onReject }, requestOptions: { body } });
    }
  }
}

interface Refused {
  message: { statusCode?: number | undefined; reasonPhrase?: string | undefined };
}

/** What a leg that is not up has no answer to. */
export const notUp = ({ report }: LegContext, callId: CallId): Leg => ({
  callId,
  answer: () => undefined,
  refuse: () => undefined,
  end: () => undefined,
  sendDigits: () => undefined,
  transfer: () => undefined,
  heal: () => report({ type: "callNotHealed", callId, gone: false, words: "The call is not up." }),
});

/** Requests inside a dialog that this console does not follow: refused, so that nobody believes they were (never 6xx). */
export const notFollowed = {
  onRefer: (referral: { reject(options: { statusCode: number }): Promise<void> }): void => {
    referral.reject({ statusCode: 403 }).catch(() => undefined);
  },
  onMessage: (message: { reject(options: { statusCode: number }): Promise<void> }): void => {
    message.reject({ statusCode: 405 }).catch(() => undefined);
  },
};
