/**
 * The two ways to take a call's sound back (wire.md, healing): a re-INVITE in its dialog, or an INVITE with Replaces that
 * puts another dialog in the place of a lost one. One attempt each; upLeg.ts decides what follows.
 */
import { Inviter, type Session, SessionState } from "sip.js";
import { type OutgoingRequestMessage, SessionDialog } from "sip.js/lib/core/index.js";
import type { CallId } from "../../shared/desk/state.ts";
import type { KeptDialog } from "../host/ports.ts";
import { wordsOf } from "./guard.ts";
import { clean } from "./headers.ts";
import type { LegContext } from "./leg.ts";
import { createRemoteMedia, type OfferPath, type RemoteMedia } from "./remoteMedia.ts";

export type Outcome =
  /** `mute`: the far end agreed, the sound page did not. */
  | { is: "accepted"; mute: boolean }
  /** By the far end; `code` 0 where nothing came from it: no answer, or no connection. */
  | { is: "refused"; code: number; words: string }
  /** The sound page gave nothing to offer. */
  | { is: "noSound"; words: string };

export interface Attempt {
  /** The connection is another one since: says the same again over it. */
  repeat(): void;
}

interface Answered {
  message: { statusCode?: number | undefined; reasonPhrase?: string | undefined; hasHeader(name: string): boolean };
}

/** SIP.js makes up 408 and 503 where nothing came; what came has a Via. */
function refusedBy({ message }: Answered): Outcome {
  const { statusCode = 0, reasonPhrase = "" } = message;
  if (message.hasHeader("via")) {
    return { is: "refused", code: statusCode, words: `${statusCode} ${clean(reasonPhrase, 128) ?? ""}`.trim() };
  }
  const words = statusCode === 408 ? "The PBX did not answer." : "The connection to the PBX is down.";
  return { is: "refused", code: 0, words };
}

/** RFC 3261, 14.1. `done` comes once; not at all when the session ends before its answer. */
export function reInvite(
  context: LegContext,
  session: Session,
  sound: RemoteMedia,
  path: OfferPath,
  done: (outcome: Outcome) => void,
): Attempt {
  let message: OutgoingRequestMessage | null = null;
  const conclude = (outcome: Outcome): void => context.guard("re-INVITE", () => done(outcome));
  const { dialog } = session;
  if (dialog instanceof SessionDialog && dialog.reinviteUserAgentServer) {
    // RFC 3261, 14.1: theirs is not done, as good as its 491. Nor can the sound page offer while it answers.
    setImmediate(() => conclude({ is: "refused", code: 491, words: "Their own re-INVITE is under way." }));
    return { repeat: () => undefined };
  }
  sound.heal(path);
  session
    .invite({
      requestDelegate: {
        onAccept: () => conclude({ is: "accepted", mute: sound.failure !== null }),
        onReject(response) {
          const refusal = refusedBy(response);
          // A proxy gave up waiting for the far end, which may answer all the same.
          if (refusal.is === "refused" && refusal.code === 408 && message)
            context.late.expect(message.toString(), sound.answeredLate);
          conclude(refusal);
        },
      },
    })
    .then(
      (request) => {
        ({ message } = request);
      },
      (error: unknown) => {
        if (sound.failure !== null) return conclude({ is: "noSound", words: sound.failure });
        // RFC 3261, 14.1: theirs came while the sound page was asked.
        const isGlare = session.state === SessionState.Established;
        conclude({ is: "refused", code: isGlare ? 491 : 0, words: wordsOf(error) });
      },
    );
  return { repeat: () => repeat(context, message) };
}

export interface Replacement extends Attempt {
  session: Inviter;
  sound: RemoteMedia;
  /** Nobody wants it any more: CANCEL, or BYE where its 200 is already there. */
  giveUp(): void;
}

/**
 * RFC 3891: a new INVITE to the far end's number, in place of `dialog`. To-tag is the PBX's, from-tag ours, as the PBX
 * wrote them itself. `done` comes once, at the latest when the PBX has answered.
 */
export function replace(
  context: LegContext,
  callId: CallId,
  number: string | null,
  { sipCallId, remoteTag, localTag, remoteUri }: KeptDialog,
  done: (outcome: Outcome) => void,
): Replacement {
  const user = number ?? /^sips?:([^@;]*)@/i.exec(remoteUri)?.[1] ?? "";
  const session = new Inviter(context.userAgent, context.addressOf(user), {
    extraHeaders: [`Replaces: ${sipCallId};to-tag=${remoteTag};from-tag=${localTag}`, "Require: replaces"],
  });
  const sound = createRemoteMedia(context.media, callId, "call");
  context.sounds.set(session, sound);
  let outcome: Outcome | null = null;
  let over = false;
  const conclude = (given: Outcome): void => {
    if (over) return;
    over = true;
    context.guard("INVITE with Replaces", () => done(given));
  };
  session.stateChange.addListener((state) => {
    if (state === SessionState.Established) conclude({ is: "accepted", mute: sound.failure !== null });
    if (state !== SessionState.Terminated) return;
    // SIP.js tells of the end first and of its cause in the same breath: wait for both.
    queueMicrotask(() => conclude(outcome ?? { is: "refused", code: 488, words: "Its answer cannot be used." }));
  });
  sound.heal("fresh");
  sound.leave();
  const refused = (response: Answered): void => {
    outcome = refusedBy(response);
  };
  session.invite({ requestDelegate: { onReject: refused, onRedirect: refused } }).catch((error: unknown) => {
    if (sound.failure === null) conclude({ is: "refused", code: 0, words: wordsOf(error) });
    else conclude({ is: "noSound", words: sound.failure });
  });
  return {
    session,
    sound,
    repeat() {
      if (session.state === SessionState.Establishing) repeat(context, session.request);
    },
    giveUp() {
      over = true;
      const send = async (): Promise<unknown> =>
        session.state === SessionState.Established ? session.bye() : session.cancel();
      send().catch(() => undefined);
    },
  };
}

/** RFC 3261, 17.1.1.2: the same bytes are the same transaction, whether the first ones arrived or not. */
function repeat({ userAgent }: LegContext, message: OutgoingRequestMessage | null): void {
  if (message) userAgent.transport.send(message.toString()).catch(() => undefined);
}
