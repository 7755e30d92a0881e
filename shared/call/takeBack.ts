/** Going back to a held caller, or opening the microphone to one who is only heard: by Space as an answer, or by hand. */
import { hasNewAlarm } from "../alarm/alarm.ts";
import type { Context } from "../desk/context.ts";
import { type Decision, done, refuse } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call, PriorityEvent } from "../desk/state.ts";
import { acknowledgedEntry } from "../priority/acknowledged.ts";
import { callsOf, holdOthers, isAnswerable, isUnderWay, isWithCaller, togetherWith } from "./live.ts";

/** It is held, or only heard. */
export const isAway = (call: Call): boolean => call.state === "held" || call.listenOnly;

/**
 * Whom Space goes back to of those who are held or only heard: first who is only heard, then who asks again, then the
 * caller before somebody called for the event, then the newest. Who is being passed on comes last: he waits for that.
 */
export function firstToTakeBack(event: PriorityEvent, calls: readonly Call[]): Call | null {
  const weight = (call: Call): number =>
    Number(isUnderWay(call)) * 8 +
    Number(!call.listenOnly) * 4 +
    Number(!call.asksAgain) * 2 +
    Number(!isWithCaller(call, event));
  let first: Call | null = null;
  for (const call of calls) {
    if (!isAway(call) || call.ending) continue;
    if (first === null || weight(call) <= weight(first)) first = call;
  }
  return first;
}

/** The caller by the event's name; somebody who was called for it by his own. */
export const nameIn = (event: PriorityEvent, call: Call): string =>
  isWithCaller(call, event) ? event.name : call.name;

/** `cause`: who or what holds the others for it. The caller of this has asked for permission. */
export function takeBack(context: Context, call: Call, cause = context.by): Decision {
  if (call.ending) return refuse("alreadyGone", `The call with ${call.name} is being ended.`);
  if (isUnderWay(call)) {
    return refuse("callInProgress", `${call.name} is being transferred: wait for the answer, or end the call.`);
  }
  const all = togetherWith(context.desk, call);
  const back = all.filter(isAway);
  return done([
    ...holdOthers(
      context,
      all.map(({ id }) => id),
      cause,
    ),
    ...back.map(({ id }): NewEntry => ({ kind: "callResumed", by: context.by, data: { callId: id } })),
    ...acknowledgedByTalking(context, call, back),
  ]);
}

/**
 * Going back to the caller of an event that waits acknowledges, as answering does; not while a new press of his rings, nor an
 * alarm of which nobody has taken note.
 */
function acknowledgedByTalking(context: Context, call: Call, back: readonly Call[]): NewEntry[] {
  const { desk } = context;
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  if (!event || event.acknowledged || hasNewAlarm(event)) return [];
  if (!back.some((one) => one.listenOnly || isWithCaller(one, event))) return [];
  return callsOf(desk, event).some(isAnswerable) ? [] : [acknowledgedEntry(context, event, "answered")];
}
