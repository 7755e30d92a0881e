/** What SIP reports of a call's progress, in every state it can arrive in; ended calls ignore everything. */
import { isUntaken } from "../autoAnswer/untaken.ts";
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Report } from "../desk/inputs.ts";
import type { Order } from "../desk/orders.ts";
import type { Call, EndReason } from "../desk/state.ts";
import { acknowledgedEntry } from "../priority/acknowledged.ts";
import { endedEntries } from "../priority/decideArrival.ts";
import { areTogether, callsOf, heldEntry, isLive, isSameCaller, isWithCaller } from "./live.ts";

export function decideAlerting({ desk, by }: Context, callId: string): Decision {
  return desk.calls[callId]?.state === "dialling" ? done([{ kind: "callAlerting", by, data: { callId } }]) : nothing;
}

export function decideEstablished(context: Context, callId: string): Decision {
  const { desk, by } = context;
  const call = desk.calls[callId];
  if (!call) {
    // A 200 that crossed our CANCEL, or a call that was given up: nobody here wants it any more (RFC 3261 9.1).
    return { entries: [], orders: [{ type: "endCall", callId }], refusal: null };
  }
  if (call.state === "talking" || call.state === "held") return nothing;
  // Nobody answered it here: no voice path opens without an operator's act (I11).
  if (call.state === "offered") return { entries: [], orders: [{ type: "endCall", callId }], refusal: null };
  const entries: NewEntry[] = [{ kind: "callEstablished", by, data: { callId } }];
  const orders: Order[] = [];
  if (call.ending) return done(entries, [{ type: "endCall", callId }]);

  // Two calls may be under way at once; the one asked for last has the microphone, the other is held.
  const others = Object.values(desk.calls).filter((other) => other.id !== callId && !other.ending);
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  // Two legs of one caller are one conversation; a patrol called for the same event is another.
  const sameCaller = (other: Call) =>
    event !== undefined &&
    other.eventId === event.id &&
    isWithCaller(call, event) &&
    isWithCaller(other, event) &&
    isSameCaller(call, other);
  const rivals = others.filter((other) => isLive(other) && !sameCaller(other) && !areTogether(other, call));
  const later = rivals.some((other) => (other.claimedAt ?? 0) > (call.claimedAt ?? 0));
  // A party that answers while its conference is held is held with it.
  const joinsHeld = others.some((other) => other.state === "held" && areTogether(other, call));
  if (later) entries.push(heldEntry(context, call, "rule:oneMicrophone"));
  else if (joinsHeld) entries.push(heldEntry(context, call, "rule:conferenceHeld"));
  else
    for (const other of rivals)
      if (other.state === "talking") entries.push(heldEntry(context, other, "rule:oneMicrophone"));
  for (const other of others) {
    // The new leg of a repeat replaces the old one once it is answered (rules.md, a repeat).
    if (!sameCaller(other) || other.answeredAt === null) continue;
    entries.push({ kind: "endRequested", by: "rule:repeatReplaces", data: { callId: other.id } });
    orders.push({ type: "endCall", callId: other.id });
  }

  if (event && call.direction === "in") {
    const ringing = callsOf(desk, event).filter((leg) => leg.id !== callId && leg.state === "offered");
    const stillRings = ringing.some((leg) => !leg.ending && !isSameCaller(call, leg));
    // Answered by itself: it waits on until somebody shows that he is there (autoAnswer.ts). So it does while another rings.
    if (!event.acknowledged && !isUntaken(call) && !stillRings) {
      entries.push(acknowledgedEntry(context, event, "answered", call.handledBy ?? by));
    }
    for (const leg of ringing) {
      // Older legs of the same event that still ring: busy here, so that the PBX stops ringing them. Another PBX's copy of
      // the press has 2 s to be cancelled (reduceCall.ts); then the deadline refuses it. Another caller who shares the event rings on.
      if (leg.pressId === call.pressId || !isSameCaller(call, leg)) continue;
      entries.push({ kind: "endRequested", by: "rule:repeatReplaces", data: { callId: leg.id } });
      orders.push({ type: "refuseCall", callId: leg.id, code: 486 });
    }
  }
  return done(entries, orders);
}

export function decideSound({ desk, by }: Context, callId: string, heard: boolean, sent: boolean): Decision {
  const call = desk.calls[callId];
  if (!call || (call.sound.in === heard && call.sound.out === sent)) return nothing;
  return done([{ kind: "callSoundChanged", by, data: { callId, in: heard, out: sent } }]);
}

/** Digits that the far end did not take. */
export function decideDigitsRefused(
  { desk, by }: Context,
  { callId, digits, why }: Extract<Report, { type: "digitsRefused" }>,
): Decision {
  return desk.calls[callId] ? done([{ kind: "digitsRefused", by, data: { callId, digits, why } }]) : nothing;
}

export function decideSilent({ desk, by }: Context, callId: string, silent: boolean): Decision {
  const call = desk.calls[callId];
  if (!call || call.silent === silent) return nothing;
  return done([{ kind: "callSilent", by, data: { callId, silent } }]);
}

export function decideCallEnded(context: Context, callId: string, endedBy: "far" | "us"): Decision {
  const call = context.desk.calls[callId];
  return call ? done(endedEntries(context, callId, reasonOf(call, endedBy))) : nothing;
}

export function decideCallFailed(
  context: Context,
  callId: string,
  reason: Extract<EndReason, { kind: "refusedByFarEnd" | "failed" }>,
): Decision {
  const call = context.desk.calls[callId];
  if (!call) return nothing;
  // 487 after our own CANCEL is the end that was asked for (RFC 3261 15.1.2).
  return done(endedEntries(context, callId, call.ending ? reasonOf(call, "us") : reason));
}

function reasonOf(call: Call, endedBy: "far" | "us"): EndReason {
  if (call.transfer?.state === "done") return { kind: "transferred" };
  const answered = call.answeredAt !== null;
  if (endedBy === "us" || call.ending) return { kind: answered ? "operatorEnded" : "cancelledByOperator" };
  if (call.direction === "out") return { kind: "farEndEnded" };
  return { kind: answered ? "callerEnded" : "abandoned" };
}
