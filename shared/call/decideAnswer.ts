/** Answering (rules.md): the newest press of the event, by its surest leg; a live call of lower class is held by itself. */
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, refuse, refused } from "../desk/decision.ts";
import type { Command } from "../desk/inputs.ts";
import type { Call, Desk, PriorityEvent } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { decideResume } from "./decideCall.ts";
import { callsOfPress, holdOthers, liveCall, rankOf } from "./live.ts";

/** Media and the PBX have this long to confirm an answer; then the event sounds again. */
export const answerWithinMs = 5_000;

export function decideAnswer(context: Context, command: Extract<Command, { type: "answer" }>): Decision {
  const { desk, site, by } = context;
  const event = desk.events[command.eventId];
  if (!event) return refuse("alreadyGone", "This event is closed. If the caller presses again, a new one opens.");
  // Answering unsigned is allowed where the site says so, and permits answer and end only (rules.md).
  const unsigned = operatorIn(by) === null;
  const denied = unsigned && site.answerUnsigned ? null : permitHandle(site, operatorIn(by));
  if (denied) return refused(denied);

  const last = newest(context, event, (call) => call.state === "offered" && !isTaken(desk, call));
  const offered = last && surestLeg(context, last);
  if (!offered) return answerHeldOrSayWhy(context, event);
  if (offered.notAnswerable !== null) return refuse("notAnswerable", offered.notAnswerable);
  if (offered.healing) {
    const words = `${event.name} rang before the restart and is being taken back: it can be answered as soon as the PBX is there.`;
    return refuse("notAnswerable", words);
  }

  const live = liveCall(desk);
  const otherLive = live !== null && live.eventId !== event.id ? live : null;
  if (otherLive && rankOf(desk, otherLive) <= rankOf(desk, offered) && !command.holdEqual) {
    return refuse(
      "liveCallOfEqualClass",
      `You are talking with ${otherLive.name}. Press Space again to hold that call and answer ${event.name}.`,
    );
  }
  return done(
    [
      ...holdOthers(context, [offered.id], command.holdEqual ? by : "rule:answerHoldsLower"),
      { kind: "answerRequested", by, data: { callId: offered.id, eventId: event.id, dueMs: answerWithinMs } },
    ],
    [{ type: "answerCall", callId: offered.id }],
  );
}

function answerHeldOrSayWhy(context: Context, event: PriorityEvent): Decision {
  const held = newest(context, event, (call) => call.state === "held" || call.listenOnly);
  if (held) return decideResume(context, held.id);
  if (newest(context, event, (call) => call.state === "answering" || call.state === "talking")) {
    return refuse("nothingToDo", `${event.name} is already answered.`);
  }
  if (event.acknowledgedHow === "answeredElsewhere") {
    return refuse("answeredElsewhere", `${event.name} was answered at another desk.`);
  }
  return refuse("alreadyGone", `The caller at ${event.name} has gone. B calls back.`);
}

/** Its press is being answered, or was, on another PBX. */
const isTaken = (desk: Desk, { pressId }: Call): boolean =>
  callsOfPress(desk, pressId).some((call) => call.state !== "offered");

/** Of the legs of one press the answerable one whose PBX has the freshest proof (wire.md, one press). */
function surestLeg({ desk, moment }: Context, last: Call): Call {
  const provedAt = (call: Call): number => moment.proofs[call.pbxId] ?? 0;
  let surest = last;
  for (const call of callsOfPress(desk, last.pressId)) {
    if (call.state !== "offered" || call.ending || call.notAnswerable !== null) continue;
    if (surest.notAnswerable !== null || provedAt(call) > provedAt(surest)) surest = call;
  }
  return surest;
}

function newest({ desk }: Context, event: PriorityEvent, wanted: (call: Call) => boolean): Call | undefined {
  const ids = event.callIds;
  for (let i = ids.length - 1; i >= 0; i--) {
    const call = desk.calls[ids[i] ?? ""];
    if (call && wanted(call)) return call;
  }
  return undefined;
}
