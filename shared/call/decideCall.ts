/** Commands on a call that is up: hold, resume, mute, digits, end. */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { stalledMsOf } from "../priority/decideArrival.ts";
import { doorByKeypad } from "./decideDoor.ts";
import { holdOthers, returnMsOf } from "./live.ts";

const gone = "This call has already ended.";

export function decideHold(context: Context, callId: string): Decision {
  return onCall(context, callId, (call) => {
    if (call.state === "held" && !call.asksAgain) return nothing;
    // Holding afresh a caller whose return timer ran out starts the timer again.
    if (call.state !== "talking" && call.state !== "held")
      return refuse("tooLate", "Only a call that is talking can be held.");
    const returnMs = returnMsOf(context.desk, context.site, call);
    return done([{ kind: "callHeld", by: context.by, data: { callId, returnMs } }]);
  });
}

export function decideResume(context: Context, callId: string): Decision {
  return onCall(context, callId, (call) => {
    if (call.state !== "held" && !call.listenOnly) return refuse("nothingToDo", `${call.name} is not held.`);
    return done([
      ...holdOthers(context, callId),
      { kind: "callResumed", by: context.by, data: { callId } },
      ...acknowledgedByTalking(context, call),
    ]);
  });
}

/** Going back to a caller who was lost and is heard again acknowledges, as answering does. */
function acknowledgedByTalking({ desk, site, by }: Context, call: Call): NewEntry[] {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  if (!call.listenOnly || !event || event.acknowledged) return [];
  const data = { eventId: event.id, how: "answered" as const, stalledMs: stalledMsOf(site, event) };
  return [{ kind: "eventAcknowledged", by, data }];
}

export function decideMute(context: Context, callId: string, muted: boolean): Decision {
  return onCall(context, callId, (call) => {
    if (call.muted === muted) return nothing;
    if (call.state !== "talking") return refuse("tooLate", "Only a call that is talking can be muted.");
    return done([{ kind: "callMuted", by: context.by, data: { callId, muted } }]);
  });
}

export function decideDigits(context: Context, callId: string, digits: string): Decision {
  return onCall(context, callId, (call) => {
    if (!/^[0-9A-D*#]{1,16}$/.test(digits)) return refuse("badRequest", "Only 0–9, * and # can be sent.");
    if (call.state !== "talking") return refuse("tooLate", "Digits can be sent while talking only.");
    const denied = doorByKeypad(context, call, digits);
    if (denied) return refused(denied);
    return done(
      [{ kind: "digitsSent", by: context.by, data: { callId, digits } }],
      [{ type: "sendDigits", callId, digits }],
    );
  });
}

export function decideEnd(context: Context, callId: string): Decision {
  const unsignedMayEnd = operatorIn(context.by) === null && context.site.answerUnsigned;
  return onCall(
    context,
    callId,
    (call) => {
      if (call.ending) return nothing;
      if (call.state === "offered") {
        return refuse("lifeSafetyMustBeAnswered", `${call.name} is ringing: answer it first, then it can be ended.`);
      }
      return done([{ kind: "endRequested", by: context.by, data: { callId } }], [{ type: "endCall", callId }]);
    },
    unsignedMayEnd,
  );
}

function onCall(context: Context, callId: string, decide: (call: Call) => Decision, permitted = false): Decision {
  const denied = permitted ? null : permitHandle(context.site, operatorIn(context.by));
  if (denied) return refused(denied);
  const call = context.desk.calls[callId];
  return call ? decide(call) : refuse("alreadyGone", gone);
}
