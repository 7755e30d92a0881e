/**
 * A leg that came in: one INVITE, from the frame that the tap saw to its ACK; from there on upLeg.ts has the call.
 *
 *   waiting ▸ ringing ▸ answering ▸ up, gone      waiting: seen, not yet with SIP.js; ringing: an Invitation is bound
 */
import { type Invitation, SessionState } from "sip.js";
import type { Report } from "../../shared/desk/inputs.ts";
import type { Press } from "./callIds.ts";
import { type Guard, wordsOf } from "./guard.ts";
import { saysElsewhere } from "./headers.ts";
import { type Leg, type LegContext, notFollowed, notUp, type Party } from "./leg.ts";
import { createRemoteMedia, type RemoteMedia } from "./remoteMedia.ts";
import { createUpLeg } from "./upLeg.ts";

export interface LegIn extends Leg {
  /** SIP.js has taken the INVITE. */
  bind(invitation: Invitation): void;
  /** The tap saw a CANCEL for it. */
  cancelSeen(elsewhere: boolean): void;
  /** SIP.js did not take the INVITE; the host answers it. */
  notTaken(why: string): void;
}

type Stage = "waiting" | "ringing" | "answering" | "up" | "gone";

/**
 * `number`: the caller's, null where it is not known. `handOver` gives the waiting INVITE to SIP.js at once, which binds it
 * or says that it was not taken.
 */
export function createLegIn(
  context: LegContext,
  press: Press,
  { number, since }: Pick<Party, "number" | "since">,
  handOver: () => void,
): LegIn {
  const { callId } = press;
  const { guard } = context;
  let stage: Stage = "waiting";
  let invitation: Invitation | null = null;
  /** Our 200 has been sent. */
  let accepted = false;
  /** How the end that is on its way is to be reported. */
  let ending: Report | null = null;
  let sound: RemoteMedia | null = null;
  const is = (...stages: readonly Stage[]): boolean => stages.includes(stage);

  function finish(report: Report): void {
    if (is("gone", "up")) return;
    stage = "gone";
    sound?.close();
    context.kept.forget(callId);
    context.report(report);
    context.gone(callId);
  }

  const failed = (text: string): Report => ({
    type: "callFailed",
    callId,
    reason: { kind: "failed", code: null, text },
  });

  function terminated(): void {
    if (ending) return finish(ending);
    // RFC 3261, 13.3.1: the INVITE's own Expires ran out, as good as a CANCEL.
    if (is("ringing") && invitation?.request.hasHeader("expires")) {
      return finish({ type: "callCancelled", callId, elsewhere: false });
    }
    // Not accepted: accept() is about to say why.
    if (is("answering") && accepted) return finish(failed("The PBX did not confirm the answer (no ACK)."));
    if (is("ringing")) finish(failed(sound?.failure ?? "The call broke off."));
  }

  function watch(bound: Invitation): void {
    const own = createRemoteMedia(context.media, callId, "call");
    sound = own;
    context.sounds.set(bound, own);
    bound.delegate = {
      ...notFollowed,
      onAck: () =>
        guard("ACK", () => {
          if (!is("answering")) return;
          stage = "up";
          const party = { callId, direction: "in", number, since } as const;
          context.takeOver(createUpLeg(context, party, { session: bound, sound: own }));
          context.report({ type: "callEstablished", callId });
        }),
      onBye: (bye) =>
        guard("BYE", () => {
          ending ??= { type: "callEnded", callId, by: "far" };
          bye.accept().catch(() => undefined);
        }),
      onCancel: ({ request }) =>
        guard("CANCEL", () => {
          ending ??= { type: "callCancelled", callId, elsewhere: saysElsewhere(request.getHeaders("reason")) };
        }),
    };
    bound.stateChange.addListener((state) => {
      if (state === SessionState.Terminated) guard("end of a call", terminated);
    });
    ackTimeoutOnce(bound, guard);
    // RFC 3262, 3: who requires 100rel gets no 180 without it; 200 needs none.
    if (/\b100rel\b/i.test(bound.request.getHeader("require") ?? "")) return;
    bound.progress({ statusCode: 180 }).catch((error: unknown) => finish(failed(wordsOf(error))));
  }

  function reject(statusCode: 480 | 486): void {
    ending ??= { type: "callEnded", callId, by: "us" };
    const report = ending;
    const bound = invitation;
    if (!bound) return finish(report);
    // Between 200 and ACK SIP.js keeps the BYE until the ACK is there (RFC 3261, 15).
    const send = async (): Promise<unknown> =>
      bound.state === SessionState.Established ? bound.bye() : bound.reject({ statusCode });
    send().catch(() => finish(report));
  }

  return {
    ...notUp(context, callId),
    bind(bound) {
      invitation = bound;
      // Its CANCEL waits behind it: SIP.js answers both, and nobody is told twice.
      if (is("gone")) return;
      stage = "ringing";
      watch(bound);
      if (is("ringing")) context.report({ type: "callTaken", callId });
    },
    cancelSeen(elsewhere) {
      // Once an answer is on its way SIP.js alone knows which of the two came first.
      if (is("waiting", "ringing")) finish({ type: "callCancelled", callId, elsewhere });
    },
    notTaken(why) {
      finish({ type: "callNotTaken", callId, why });
    },
    answer() {
      if (is("waiting")) handOver();
      if (!is("ringing") || !invitation) return;
      stage = "answering";
      invitation.accept().then(
        () => {
          accepted = true;
        },
        (error: unknown) => finish(ending ?? failed(sound?.failure ?? wordsOf(error))),
      );
    },
    refuse(code) {
      if (is("waiting")) handOver();
      if (!is("gone", "up")) reject(code);
    },
    end() {
      if (is("waiting")) handOver();
      if (!is("gone", "up")) reject(486);
    },
  };
}

/**
 * 32 s after a 200 that nobody acknowledged SIP.js ends the session, also one that has ended meanwhile, and then throws out of
 * its own timer, which would end the process.
 */
function ackTimeoutOnce(bound: Invitation, guard: Guard): void {
  const session = bound as unknown as { onAckTimeout(): void };
  const endIt = session.onAckTimeout.bind(bound);
  session.onAckTimeout = () => {
    if (bound.state !== SessionState.Terminated) guard("no ACK", endIt);
  };
}
