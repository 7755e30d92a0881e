/** Commands on a call that is up: hold, resume, mute, digits, end. Hold and mute are of the whole conversation. */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { Call } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { doorByKeypad } from "./decideDoor.ts";
import { heldEntry, togetherWith } from "./live.ts";
import { isAway, takeBack } from "./takeBack.ts";

const gone = "This call has already ended.";

export function decideHold(context: Context, callId: string): Decision {
  return onCall(context, callId, (call) => {
    if (call.state === "held" && !call.asksAgain) return nothing;
    // Holding afresh a caller whose return timer ran out starts the timer again.
    if (call.state !== "talking" && call.state !== "held")
      return refuse("tooLate", "Only a call that is talking can be held.");
    const held = togetherWith(context.desk, call).filter((one) => one.state === "talking" || one.asksAgain);
    return done(held.map((one) => heldEntry(context, one)));
  });
}

export function decideResume(context: Context, callId: string): Decision {
  return onCall(context, callId, (call) => {
    if (!isAway(call)) return refuse("nothingToDo", `${call.name} is not held.`);
    return takeBack(context, call);
  });
}

export function decideMute(context: Context, callId: string, muted: boolean): Decision {
  return onCall(context, callId, (call) => {
    if (call.muted === muted) return nothing;
    if (call.state !== "talking") return refuse("tooLate", "Only a call that is talking can be muted.");
    const all = togetherWith(context.desk, call).filter((one) => one.muted !== muted);
    return done(all.map(({ id }) => ({ kind: "callMuted", by: context.by, data: { callId: id, muted } })));
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
