/**
 * A leg that goes out: a call to a station or number, or one zone of a page.
 *
 *   dialling ▸ alerting ▸ up, gone      up: upLeg.ts has the call from there on
 */
import { Inviter, SessionState } from "sip.js";
import type { Report } from "../../shared/desk/inputs.ts";
import type { Order } from "../../shared/desk/orders.ts";
import { wordsOf } from "./guard.ts";
import { clean } from "./headers.ts";
import { type Leg, type LegContext, notFollowed, notUp } from "./leg.ts";
import { type MemberWatch, watchMembers } from "./pageMembers.ts";
import { createRemoteMedia } from "./remoteMedia.ts";
import { createUpLeg } from "./upLeg.ts";

type Dial = Extract<Order, { type: "dialCall" }>;
type Stage = "dialling" | "alerting" | "up" | "gone";

/** Tells phones and PBXs that this is a page, to be answered by itself (the form that most of them know). */
const pageHeader = "Alert-Info: <http://www.notused.invalid>;info=page";

interface Answered {
  message: { statusCode?: number | undefined; reasonPhrase?: string | undefined; hasHeader(name: string): boolean };
}

export function dialOut(context: LegContext, dial: Dial): Leg {
  const { callId, number, purpose, members } = dial;
  const { guard, userAgent } = context;
  const target = context.addressOf(number);
  const since = context.now();
  let stage: Stage = "dialling";
  let ending: Report | null = null;
  let watching: MemberWatch | null = null;
  const is = (...stages: readonly Stage[]): boolean => stages.includes(stage);

  const sound = createRemoteMedia(context.media, callId, purpose);
  const inviter = new Inviter(userAgent, target, { extraHeaders: purpose === "page" ? [pageHeader] : [] });
  context.sounds.set(inviter, sound);

  function finish(report: Report): void {
    if (is("gone", "up")) return;
    stage = "gone";
    sound.close();
    context.report(report);
    context.gone(callId);
  }

  const failed = (text: string, code: number | null = null): Report => ({
    type: "callFailed",
    callId,
    reason: { kind: "failed", code, text },
  });

  function refused({ message }: Answered): void {
    const code = message.statusCode ?? 0;
    // SIP.js makes up 408 and 503 where nothing came; what came has a Via.
    if (!message.hasHeader("via")) {
      ending ??= failed(code === 408 ? "The PBX did not answer the call." : "The connection to the PBX is down.", code);
      return;
    }
    const text = clean(message.reasonPhrase ?? "", 128) ?? "";
    ending ??= { type: "callFailed", callId, reason: { kind: "refusedByFarEnd", code, text } };
  }

  function established(): void {
    // Ended by us while the 200 was on its way: SIP.js sends ACK and BYE.
    if (!is("dialling", "alerting") || ending) return;
    stage = "up";
    let isUp = true;
    const party = { callId, direction: "out", number, since } as const;
    const up = createUpLeg(context, party, { session: inviter, sound }, () => {
      isUp = false;
      watching?.stop();
    });
    context.takeOver({
      ...up,
      heal(because) {
        up.heal(because);
        if (because === "linkBack" && isUp) watching?.linkBack();
      },
    });
    context.report({ type: "callEstablished", callId });
    // It may have been ended in that very report.
    if (!members || !isUp) return;
    // RFC 4579, 5.3: a focus names itself in its Contact; without one, the number that was called is asked.
    const remote = inviter.dialog?.remoteTarget;
    const focus = remote && remote.user !== undefined ? remote : target;
    const { user = "" } = userAgent.configuration.uri;
    watching = watchMembers(userAgent, focus, user, guard, (list) => {
      if (isUp) context.report({ type: "pageMembers", callId, members: list });
    });
  }

  inviter.delegate = {
    ...notFollowed,
    onBye: (bye) =>
      guard("BYE", () => {
        ending ??= { type: "callEnded", callId, by: "far" };
        bye.accept().catch(() => undefined);
      }),
  };
  inviter.stateChange.addListener((state) => {
    if (state === SessionState.Established) guard("answer", established);
    if (state !== SessionState.Terminated) return;
    // SIP.js tells of the end first and of its cause in the same breath: wait for both.
    queueMicrotask(() =>
      guard("end of a call", () => finish(ending ?? failed(sound.failure ?? "The call broke off."))),
    );
  });
  inviter
    .invite({
      requestDelegate: {
        onProgress: ({ message: { statusCode = 0 } }) =>
          guard("18x", () => {
            if (!is("dialling") || statusCode < 180 || ending) return;
            stage = "alerting";
            context.report({ type: "callAlerting", callId });
          }),
        // RFC 3261, 8.1.3.4 permits following a redirection; nobody here has permitted the other address.
        onRedirect: refused,
        onReject: refused,
      },
    })
    .catch((error: unknown) => finish(ending ?? failed(sound.failure ?? wordsOf(error))));

  function end(): void {
    if (is("gone", "up")) return;
    ending ??= { type: "callEnded", callId, by: "us" };
    context.dead.ended(number);
    const report = ending;
    // Before the INVITE left nothing is sent; before a 200 CANCEL, after it BYE (RFC 3261, 9.1 and 15).
    const send = async (): Promise<unknown> =>
      inviter.state === SessionState.Established ? inviter.bye() : inviter.cancel();
    send().catch(() => finish(report));
  }

  return { ...notUp(context, callId), refuse: end, end };
}
