/** Which call is live, who owns the microphone, and how one call makes room for another. */
import type { Context } from "../desk/context.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call, Desk, PriorityEvent } from "../desk/state.ts";
import { classOrder } from "../site/site.ts";

/** A call with or about to have a voice path. */
export const isLive = (call: Call): boolean => call.state === "talking" || call.state === "answering";

/** A call with the caller of the event: a press, or a call-back; not one made for the event to somebody else (a patrol, say). */
export const isWithCaller = (call: Call, event: PriorityEvent): boolean =>
  call.direction === "in" ||
  call.number === event.number ||
  (call.stationId !== null && call.stationId === event.stationId);

/** The live call that an operator asked for last: the one that owns the microphone; null when none is live. */
export function liveCall(desk: Desk): Call | null {
  let owner: Call | null = null;
  for (const call of Object.values(desk.calls)) {
    if (isLive(call) && !call.ending && (owner === null || (call.claimedAt ?? 0) >= (owner.claimedAt ?? 0)))
      owner = call;
  }
  return owner;
}

/** 0 is the gravest class; a call without an event ranks below all events. */
export function rankOf(desk: Desk, call: Call): number {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  return event ? classOrder.indexOf(event.class) : classOrder.length;
}

/** Holds every talking call but `exceptId`: at most one call has the microphone (I11). */
export function holdOthers({ desk, site, by }: Context, exceptId: string, cause = by): NewEntry[] {
  return Object.values(desk.calls)
    .filter((call) => call.state === "talking" && call.id !== exceptId && !call.ending)
    .map((call) => ({
      kind: "callHeld",
      by: cause,
      data: { callId: call.id, returnMs: returnMsOf(desk, site, call) },
    }));
}

/** A held caller of an event is asked about again; a plain outbound call may be held for as long as it is wanted. */
export function returnMsOf(desk: Desk, site: Context["site"], call: Call): number {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  return event && call.direction === "in" ? site.classes[event.class].holdReturnS * 1000 : 0;
}
