/**
 * Answering (rules.md): the newest press of the event, by its surest leg; with none that rings, back to who is held. A live
 * call of lower class is held by itself, any other at the second press only.
 */
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, refuse, refused } from "../desk/decision.ts";
import type { Command } from "../desk/inputs.ts";
import type { Refusal } from "../desk/refusals.ts";
import type { Call, Desk, PriorityEvent } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import {
  areTogether,
  callsOf,
  callsOfPress,
  holdOthers,
  isAnswerable,
  isSameCaller,
  isWithCaller,
  liveCall,
  rankOf,
} from "./live.ts";
import { firstToTakeBack, nameIn, takeBack } from "./takeBack.ts";

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

  const calls = callsOf(desk, event);
  const last = calls.findLast((call) => isAnswerable(call) && !isTaken(desk, call));
  const offered = last ? surestLeg(context, last) : null;
  const call = offered ?? firstToTakeBack(event, calls);
  if (!call) return refused(whyNot(desk, event, calls));

  const inTheWay = command.holdEqual ? null : neverHeldByItself(desk, call, event);
  if (inTheWay) {
    const does = offered ? "answer" : call.listenOnly ? "speak with" : "go back to";
    const again = `Press again within 2 s to hold that call and ${does} ${nameIn(event, call)}.`;
    return refuse("liveCallOfEqualClass", `${liveWords(inTheWay)} ${again}`);
  }
  const cause = command.holdEqual ? by : "rule:answerHoldsLower";
  if (!offered) return takeBack(context, call, cause);
  return done(
    [
      ...holdOthers(context, [offered.id], cause),
      { kind: "answerRequested", by, data: { callId: offered.id, eventId: event.id, dueMs: answerWithinMs } },
    ],
    [{ type: "answerCall", callId: offered.id }],
  );
}

/** The live call, if it may be held for this one at a second press only; null: none, or of lower class. */
function neverHeldByItself(desk: Desk, call: Call, event: PriorityEvent): Call | null {
  const live = liveCall(desk);
  if (live === null || areTogether(live, call)) return null;
  // Of one event its caller comes before those who were called for it; a new press of his replaces the old one.
  if (live.eventId === event.id) {
    const replaces = isWithCaller(call, event) && (!isWithCaller(live, event) || isSameCaller(live, call));
    return replaces ? null : live;
  }
  return rankOf(desk, live) <= rankOf(desk, call) ? live : null;
}

const liveWords = ({ listenOnly, name }: Call): string =>
  listenOnly ? `You hear ${name}, who does not hear you yet.` : `You are talking with ${name}.`;

function whyNot(desk: Desk, event: PriorityEvent, calls: readonly Call[]): Refusal {
  const ringing = calls.findLast((call) => call.state === "offered" && !call.ending && !isTaken(desk, call));
  if (ringing?.notAnswerable) return { code: "notAnswerable", words: ringing.notAnswerable };
  if (ringing?.healing) {
    const words = `${event.name} rang before the restart and is being taken back: it can be answered as soon as the PBX is there.`;
    return { code: "notAnswerable", words };
  }
  const hasCaller = (...states: Call["state"][]): boolean =>
    calls.some((call) => states.includes(call.state) && !call.ending && isWithCaller(call, event));
  if (hasCaller("answering", "talking")) return { code: "nothingToDo", words: `${event.name} is already answered.` };
  if (hasCaller("dialling", "alerting")) return { code: "nothingToDo", words: `${event.name} is being called.` };
  if (event.acknowledgedHow === "answeredElsewhere") {
    return { code: "answeredElsewhere", words: `${event.name} was answered at another desk.` };
  }
  return { code: "alreadyGone", words: `The caller at ${event.name} has gone. B calls back.` };
}

/** Its press is being answered, or was, on another PBX. */
const isTaken = (desk: Desk, { pressId }: Call): boolean =>
  callsOfPress(desk, pressId).some((call) => call.state !== "offered");

/** Of the legs of one press the answerable one whose PBX has the freshest proof (wire.md, one press). */
function surestLeg({ desk, moment }: Context, last: Call): Call {
  const provedAt = (call: Call): number => moment.proofs[call.pbxId] ?? 0;
  let surest = last;
  for (const call of callsOfPress(desk, last.pressId)) {
    if (isAnswerable(call) && provedAt(call) > provedAt(surest)) surest = call;
  }
  return surest;
}
