/** The way in: a frame becomes an event or a repeat of one (promise 1), then SIP takes it, refuses it, or the caller goes. */
import { hasNewAlarm } from "../alarm/alarm.ts";
import { callsOf, callsOfPress, isWithCaller } from "../call/live.ts";
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import type { EntryData, NewEntry } from "../desk/entries.ts";
import type { Report } from "../desk/inputs.ts";
import type { CallId, EndReason, EventId, PriorityEvent, Trust } from "../desk/state.ts";
import { ladderOf } from "../ladder/rungs.ts";
import { type ClassName, classOrder, type Site, type Station } from "../site/site.ts";
import { acknowledgedEntry, stalledMsOf } from "./acknowledged.ts";
import { answeredStill } from "./answeredStill.ts";
import { callerOf } from "./caller.ts";
import { type Classified, claimsEmergency, classify } from "./classify.ts";
import { crowdOf, isVouchedFor } from "./crowd.ts";
import { procedureOf } from "./procedure.ts";

type Seen = Extract<Report, { type: "callSeen" }>;

const unreadable = "The frame of this call is unreadable, so it cannot be answered. Call back, or go and look.";
const notTaken = "Call received, sound not available: call back";

/** Copies of one press come within this time when only its station tells that they are one. */
const copyWithinMs = 3_000;

export function decideCallSeen(context: Context, report: Seen): Decision {
  const { desk, site, by } = context;
  const { callId, pbxId, evidence, readable } = report;
  if (desk.calls[callId]) return nothing;
  const pbx = site.pbxs.find((one) => one.id === pbxId) ?? null;
  const caller = callerOf(site, pbx, evidence);
  const { asserted, number, station, contact } = caller;
  const trust: Trust = !readable ? "unreadable" : asserted ? "asserted" : "claimed";
  const name = station?.name ?? contact?.name ?? evidence.displayName ?? number ?? "Unknown caller";

  const copied = pressOf(context, report, asserted ? station : null);
  // Only an identity that the PBX asserts may fold: a claimed one could hide a second emergency behind the first.
  const open = asserted && station ? openEventOf(context, station.id) : crowdOf(context, number, asserted);
  const eventId = copied?.eventId ?? open?.id ?? `e${desk.seq + 1}`;
  const offered: NewEntry = {
    kind: "callOffered",
    by,
    data: {
      callId,
      pbxId,
      eventId,
      stationId: station?.id ?? null,
      number,
      name,
      evidence,
      notAnswerable: readable ? null : unreadable,
      ...(copied && { pressId: copied.pressId }),
    },
    attach: report.attach,
  };
  if (copied) return done([offered]);
  const classified = classify(site, pbx, caller, evidence);
  const emergencyClaimed = { emergencyClaimed: true as const };
  if (open) {
    // No shelf silences it then.
    const claim = (classified.class === "lifeSafety" || claimsEmergency(evidence)) && emergencyClaimed;
    return done([{ kind: "eventRepeated", by, data: { ...repeatOf(site, open, classified), ...claim } }, offered]);
  }
  const opened: NewEntry = {
    kind: "eventOpened",
    by,
    data: {
      eventId,
      ...classified,
      stationId: station?.id ?? null,
      number,
      name,
      claimedName: evidence.displayName ?? "",
      trust,
      ...openingOf(context, station, classified.class),
      ...(claimsEmergency(evidence) && emergencyClaimed),
    },
  };
  return done([opened, offered]);
}

/** What an event begins with besides who and why: its target, procedure as the site has it now, ladder, and what happened there before. */
export function openingOf(context: Context, station: Station | null, className: ClassName) {
  const { site, moment } = context;
  const procedureId = procedureIdOf(site, station, className);
  const procedure = procedureOf(site, { procedureId });
  return {
    targetMs: site.classes[className].answerTargetS * 1000,
    procedureId,
    ...(procedure && { procedure: { name: procedure.name, steps: procedure.steps } }),
    earlierEventId: station ? earlierEventOf(context, station.id, moment.now) : null,
    ...ladderOf(site, className),
  };
}

/**
 * What a repeat makes of the open event: it never lowers the class, and a graver one raises it, with that one's target and
 * ladder. A fire must not wait behind the low battery of the same station.
 */
export function repeatOf(site: Site, open: PriorityEvent, { class: className, why }: Classified): RepeatData {
  const rises = classOrder.indexOf(className) < classOrder.indexOf(open.class);
  const present = rises ? className : open.class;
  return {
    eventId: open.id,
    targetMs: site.classes[present].answerTargetS * 1000,
    ...ladderOf(site, present),
    ...(rises && { graver: { class: className, why } }),
  };
}
type RepeatData = EntryData["eventRepeated"];

/**
 * The press that this INVITE is another PBX's copy of (wire.md, one press): known by the header that the site names, else by
 * the asserted station that can hold one call only. Never by a display name; in doubt it is a press of its own.
 */
function pressOf({ desk, site, moment }: Context, report: Seen, station: Station | null): CopiedPress | null {
  const { pbxId, evidence, readable } = report;
  const mark = site.correlation === undefined ? undefined : evidence.correlation;
  if (!readable) return null;
  for (const call of Object.values(desk.calls).reverse()) {
    const event = call.eventId === null ? undefined : desk.events[call.eventId];
    if (!event || call.direction !== "in" || call.ending) continue;
    const sameStation = station !== null && call.stationId === station.id;
    if (mark !== undefined && call.correlation !== null) {
      // The header has the last word, both ways; but it cannot make one of two stations.
      const differs = station !== null && call.stationId !== null && !sameStation;
      if (mark !== call.correlation || differs) continue;
    } else {
      const inTime = call.state === "offered" && moment.now - call.since <= copyWithinMs;
      if (!sameStation || station.lines !== 1 || event.trust !== "asserted" || !inTime) continue;
    }
    // A PBX offers a press once: a second INVITE of its own is a second press.
    if (callsOfPress(desk, call.pressId).some((leg) => leg.pbxId === pbxId)) continue;
    return { pressId: call.pressId, eventId: event.id };
  }
  return null;
}

interface CopiedPress {
  pressId: CallId;
  eventId: EventId;
}

/** SIP.js bound the INVITE to the tapped frame: it can be answered. */
export function decideCallTaken({ desk, by }: Context, callId: string): Decision {
  const call = desk.calls[callId];
  return call && !call.bound ? done([{ kind: "callTaken", by, data: { callId } }]) : nothing;
}

/** Two readings of one frame: whichever is true, the caller is not who the card says without a doubt. */
export function decideIdentityDiffers({ desk, by }: Context, callId: string, readAs: string): Decision {
  const eventId = desk.calls[callId]?.eventId ?? null;
  const event = eventId === null ? undefined : desk.events[eventId];
  if (eventId === null || !event) return nothing;
  if (event.trust === "unconfirmed" && event.readAs === readAs) return nothing;
  return done([{ kind: "identityDoubted", by, data: { eventId, callId, readAs } }]);
}

/** The SIP border has already answered 480 for it: the leg is over, the event stays. */
export function decideCallNotTaken(context: Context, callId: string, why: string): Decision {
  const { desk, by } = context;
  if (!desk.calls[callId]) return nothing;
  return done([
    { kind: "callNotTaken", by, data: { callId, why } },
    ...endedEntries(context, callId, { kind: "failed", code: 480, text: notTaken }),
  ]);
}

/**
 * CANCEL before the answer. With Reason SIP;cause=200 (RFC 3326) another desk took it; without, the caller went away. Who
 * spoke with the caller elsewhere has not seen an alarm that came to this desk alone.
 */
export function decideCallCancelled(context: Context, callId: string, elsewhere: boolean): Decision {
  const { desk } = context;
  const call = desk.calls[callId];
  if (!call || call.answeredAt !== null) return nothing;
  const ended = endedEntries(context, callId, { kind: elsewhere ? "answeredElsewhere" : "abandoned" });
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  if (!elsewhere || !event || hasNewAlarm(event)) return done(ended);
  const hasOther = callsOf(desk, event).some((other) => other.id !== callId && isWithCaller(other, event));
  if (hasOther) return done(ended);
  return done([...ended, acknowledgedEntry(context, event, "answeredElsewhere")]);
}

/** The call is over; and where it was one press more of a caller who is spoken with, he is answered still. */
export function endedEntries(context: Context, callId: string, reason: EndReason): NewEntry[] {
  const call = context.desk.calls[callId];
  const ended = endedEntry(context, callId, reason);
  return call?.state === "offered" ? [ended, ...answeredStill(context, call)] : [ended];
}

export function endedEntry({ desk, site, by }: Context, callId: string, reason: EndReason): NewEntry {
  const call = desk.calls[callId];
  const event = call?.eventId ? desk.events[call.eventId] : undefined;
  return { kind: "callEnded", by, data: { callId, reason, stalledMs: event ? stalledMsOf(site, event) : 0 } };
}

export const targetMsOf = (site: Site, event: PriorityEvent): number => site.classes[event.class].answerTargetS * 1000;

/** Of an identity that the PBX asserts: what somebody only claims to be takes no true press into its event. */
export const openEventOf = ({ desk }: Pick<Context, "desk">, stationId: string): PriorityEvent | undefined =>
  Object.values(desk.events).find((event) => event.stationId === stationId && isVouchedFor(event));

function earlierEventOf({ desk }: Context, stationId: string, now: number): string | null {
  const dayMs = 24 * 3_600_000;
  const earlier = desk.closed.find((event) => event.stationId === stationId && now - event.openedAt < dayMs);
  return earlier?.id ?? null;
}

function procedureIdOf(site: Site, station: Station | null, className: PriorityEvent["class"]): string | null {
  if (station?.procedureId) return station.procedureId;
  return site.procedures.find((procedure) => procedure.classes.includes(className))?.id ?? null;
}
