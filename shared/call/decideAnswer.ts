/** Answering (rules.md): the newest answerable leg of the event; a live call of lower class is held by itself. */
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, refuse, refused } from "../desk/decision.ts";
import type { Command } from "../desk/inputs.ts";
import type { Call, PriorityEvent } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { decideResume } from "./decideCall.ts";
import { holdOthers, liveCall, rankOf } from "./live.ts";

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

  const offered = newest(context, event, (call) => call.state === "offered");
  if (!offered) return answerHeldOrSayWhy(context, event);
  if (offered.notAnswerable !== null) return refuse("notAnswerable", offered.notAnswerable);

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

function newest({ desk }: Context, event: PriorityEvent, wanted: (call: Call) => boolean): Call | undefined {
  const ids = event.callIds;
  for (let i = ids.length - 1; i >= 0; i--) {
    const call = desk.calls[ids[i] ?? ""];
    if (call && wanted(call)) return call;
  }
  return undefined;
}
