/** Which call is live, who owns the microphone, who is in one conversation, and how one makes room for another. */
import type { Context } from "../desk/context.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call, CallId, Desk, PriorityEvent } from "../desk/state.ts";
import { classOrder } from "../site/site.ts";

/** A call with or about to have a voice path. */
export const isLive = (call: Call): boolean => call.state === "talking" || call.state === "answering";

/** Calls of an event that are up, newest last. */
export const callsOf = (desk: Pick<Desk, "calls">, event: Pick<PriorityEvent, "callIds">): Call[] =>
  event.callIds.flatMap((id) => desk.calls[id] ?? []);

/** It rings, and an answer would be given to somebody. */
export const isAnswerable = (call: Call): boolean =>
  call.state === "offered" && !call.ending && call.notAnswerable === null && call.healing === null;

/** A call with the caller of the event: a press, or a call-back; not one made for the event to somebody else (a patrol, say). */
export const isWithCaller = (call: Call, event: PriorityEvent): boolean =>
  call.direction === "in" ||
  call.number === event.number ||
  (call.stationId !== null && call.stationId === event.stationId);

/**
 * Two calls of one event with one and the same person. An event that many strangers share (shared/priority/crowd.ts) has
 * calls of several; of a caller without a number nothing says that he is the other.
 */
export const isSameCaller = (one: Call, other: Call): boolean =>
  one.pressId === other.pressId ||
  (one.stationId !== null ? one.stationId === other.stationId : one.number !== null && one.number === other.number);

/** It is being passed on, and the PBX has not said yet what became of it. */
export const isUnderWay = ({ transfer }: Call): boolean =>
  transfer !== null && (transfer.state === "asked" || transfer.state === "ringing");

/**
 * It rang already before its PBX was lost and found again: had the caller hung up since, nobody would have told us
 * (docs/faults.md, a caller who gives up while we are away).
 */
export function mayBeGone({ pbxs }: Pick<Desk, "pbxs">, call: Call): boolean {
  const pbx = pbxs[call.pbxId];
  return call.state === "offered" && pbx?.state === "registered" && pbx.since > call.since;
}

/** Legs of one press that are up: more than one where several PBXs offered it. */
export const callsOfPress = (desk: Pick<Desk, "calls">, pressId: CallId): Call[] =>
  Object.values(desk.calls).filter((call) => call.pressId === pressId);

/** The live call that an operator asked for last: it, and those in conference with it, have the microphone; null: none. */
export function liveCall(desk: Pick<Desk, "calls">): Call | null {
  let owner: Call | null = null;
  for (const call of Object.values(desk.calls)) {
    if (isLive(call) && !call.ending && (owner === null || (call.claimedAt ?? 0) >= (owner.claimedAt ?? 0)))
      owner = call;
  }
  return owner;
}

/** A microphone is open to somebody, or about to be. */
export function isTalking(desk: Pick<Desk, "calls">): boolean {
  const live = liveCall(desk);
  return live !== null && !live.listenOnly;
}

/** The calls of a conference that are up, dialled or talking; none for null. */
export const membersOf = (desk: Pick<Desk, "calls">, conference: CallId | null): Call[] =>
  conference === null ? [] : Object.values(desk.calls).filter((call) => call.conference === conference);

/** The call and all that share its conversation. */
export const togetherWith = (desk: Pick<Desk, "calls">, call: Call): Call[] =>
  call.conference === null ? [call] : membersOf(desk, call.conference);

export const areTogether = (a: Call, b: Call): boolean =>
  a.id === b.id || (a.conference !== null && a.conference === b.conference);

/** It is the live call, or in conference with it: the operator talks with them. */
export function isWithOperator(desk: Pick<Desk, "calls">, call: Call): boolean {
  const live = liveCall(desk);
  return live !== null && areTogether(call, live);
}

/** The call that a conversation is about: the caller of its event, else whoever was there first; answered before dialled. */
export function mainOf(desk: Pick<Desk, "calls" | "events">, call: Call): Call {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  const all = togetherWith(desk, call).sort((a, b) => a.since - b.since);
  const answered = all.filter((one) => one.answeredAt !== null);
  const among = answered.length > 0 ? answered : all;
  return among.find((one) => event !== undefined && isWithCaller(one, event)) ?? among[0] ?? call;
}

/** 0 is the gravest class; a call without an event ranks below all events. */
export function rankOf(desk: Desk, call: Call): number {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  return event ? classOrder.indexOf(event.class) : classOrder.length;
}

/** Holds every talking call but these: the microphone reaches one conversation at most (I11). */
export function holdOthers(context: Context, exceptIds: readonly CallId[], cause = context.by): NewEntry[] {
  const others = Object.values(context.desk.calls).filter(
    (call) => call.state === "talking" && !exceptIds.includes(call.id) && !call.ending,
  );
  return others.map((call) => heldEntry(context, call, cause));
}

export const heldEntry = ({ desk, site, by }: Context, call: Call, cause = by): NewEntry => ({
  kind: "callHeld",
  by: cause,
  data: { callId: call.id, returnMs: returnMsOf(desk, site, call) },
});

/** Whoever is held for an event is asked about again, whoever called; a call without one may be held for as long as it is wanted. */
export function returnMsOf(desk: Desk, site: Context["site"], call: Call): number {
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  return event ? site.classes[event.class].holdReturnS * 1000 : 0;
}
