/**
 * Answering by itself (rules.md, answering and holding): by class, off by default; only while the desk is idle and somebody
 * could see and hear it coming; announced for 3 s, in which Esc, a button, or any key or pointer stops it. Pure.
 *
 *   announced ▸ answered ▸ taken (somebody touched the desk)
 *          ▸ vetoed
 *
 * It opens the microphone, so that hands are free; it does not acknowledge. Until somebody shows that he is there, the
 * event waits on, is counted as not answered, and its ladder goes on: an empty room must not silence an alarm.
 */
import { answerWithinMs } from "../call/decideAnswer.ts";
import { callsOf, isAnswerable } from "../call/live.ts";
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, joined, nothing } from "../desk/decision.ts";
import type { Entry, NewEntry } from "../desk/entries.ts";
import { reduceAll } from "../desk/reduce.ts";
import type { Call, CallId, Desk, EventId, HostTime, PriorityEvent } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { acknowledgedEntry } from "../priority/acknowledged.ts";
import { isQuiet } from "../shelf/shelf.ts";
import { classOrder, type Site } from "../site/site.ts";
import { autoAnswerRule, isUntaken } from "./untaken.ts";

export const announceMs = 3_000;

/** An answer that is announced. */
export interface AutoAnswer {
  eventId: EventId;
  callId: CallId;
  dueAt: HostTime;
}

/** Why it is not done, or not yet. */
export type AutoAnswerVeto =
  | "operator" // Esc, or the button
  | "active" // a key, a pointer, a command
  | "busy" // a call or a page is up, or being set up
  | "graver" // another event comes first
  | "unverified" // nobody vouches for who calls, or the site does not know him
  | "gone" // it cannot be answered any more, or somebody has
  | "nobody" // nobody is signed in, or no window is in sight
  | "noSound"; // no microphone, or the announcement would not be heard

/** What follows from a decision for answering by itself: an announcement, its end, or that somebody is there. */
export function followAutoAnswer(context: Context, decision: Decision): Decision {
  const { desk, site, moment } = context;
  if (decision.refusal || !(isOn(site) || desk.autoAnswer || hasUntaken(desk))) return decision;
  const entries = decision.entries.map(
    ({ attach: _kept, ...entry }, i) =>
      ({ ...entry, seq: desk.seq + 1 + i, at: moment.now, wall: moment.now }) as Entry,
  );
  return joined(decision, next({ ...context, desk: reduceAll(desk, entries) }));
}

const isOn = ({ classes }: Site): boolean => classOrder.some((name) => classes[name].autoAnswer === true);
const hasUntaken = (desk: Desk): boolean => Object.values(desk.calls).some(isUntaken);

function next(context: Context): Decision {
  const { desk, moment } = context;
  const taken = takenBy(context);
  const pending = desk.autoAnswer ?? null;
  const denied = whyNot(context);
  const first = firstWaiting(desk);
  if (pending === null) {
    return denied === null && first ? joined(taken, announce(context, first)) : taken;
  }
  const because = denied ?? whyNotThis(desk, pending, first);
  if (because !== null) {
    const vetoed = done([vetoEntry(pending, because, autoAnswerRule)]);
    // A graver one that came meanwhile may be announced in its place.
    return joined(taken, vetoed, because === "graver" && denied === null && first ? announce(context, first) : nothing);
  }
  return pending.dueAt <= moment.now ? joined(taken, answer(pending)) : taken;
}

export function decideVeto({ desk, by }: Context): Decision {
  return desk.autoAnswer ? done([vetoEntry(desk.autoAnswer, "operator", by)]) : nothing;
}

const vetoEntry = ({ eventId, callId }: AutoAnswer, because: AutoAnswerVeto, by: string): NewEntry => ({
  kind: "autoAnswerVetoed",
  by,
  data: { eventId, callId, because },
});

function announce({ site }: Context, { event, call }: Waiting): Decision {
  if (site.classes[event.class].autoAnswer !== true || event.autoAnswerVetoed || !isVerified(event, call))
    return nothing;
  const data = { eventId: event.id, callId: call.id, dueMs: announceMs };
  return done([{ kind: "autoAnswerAnnounced", by: autoAnswerRule, data }]);
}

const answer = ({ eventId, callId }: AutoAnswer): Decision =>
  done(
    [{ kind: "answerRequested", by: autoAnswerRule, data: { callId, eventId, dueMs: answerWithinMs } }],
    [{ type: "answerCall", callId }],
  );

/** What stands in the way of any answer; null: nothing. */
function whyNot({ desk, site, moment, by }: Context): AutoAnswerVeto | null {
  const { media, faults, page, signedIn, soundTest } = desk;
  if (signedIn === null || permitHandle(site, signedIn.operatorId) !== null) return "nobody";
  if (!moment.operator?.attended) return "nobody";
  if (!moment.operator.idle || operatorIn(by) !== null) return "active";
  if (!media.up || media.microphone === null || faults["ringSilent:"] || faults["mediaPageLost:"]) return "noSound";
  if (soundTest?.result === "notHeard") return "noSound";
  // Whoever is held is somebody's work in hand, too.
  const isBusy = page !== null || Object.values(desk.calls).some((call) => call.state !== "offered");
  return isBusy ? "busy" : null;
}

function whyNotThis(desk: Desk, { eventId, callId }: AutoAnswer, first: Waiting | null): AutoAnswerVeto | null {
  const event = desk.events[eventId];
  const call = desk.calls[callId];
  if (!event || !call || event.acknowledged || !isReady(call)) return "gone";
  if (!isVerified(event, call)) return "unverified";
  return first && first.event.id !== eventId ? "graver" : null;
}

/** A microphone opens by itself to stations of the site alone, and only where the PBX vouches for them. */
const isVerified = (event: PriorityEvent, call: Call): boolean =>
  event.trust === "asserted" && event.stationId !== null && call.stationId === event.stationId;

interface Waiting {
  event: PriorityEvent;
  call: Call;
}

/** The event that comes first, as for the strip: gravest, then oldest; with its newest call. */
function firstWaiting(desk: Desk): Waiting | null {
  let first: Waiting | null = null;
  for (const event of Object.values(desk.events)) {
    // What a shelf keeps quiet is nobody's turn, and no reason to open a microphone.
    if (event.acknowledged || isQuiet(desk, event)) continue;
    const call = callsOf(desk, event).findLast(isReady);
    if (call && (first === null || comesBefore(event, first.event))) first = { event, call };
  }
  return first;
}

function comesBefore(a: PriorityEvent, b: PriorityEvent): boolean {
  const rank = classOrder.indexOf(a.class) - classOrder.indexOf(b.class);
  return rank < 0 || (rank === 0 && a.waitingSince < b.waitingSince);
}

/** SIP has taken it, too: the rule does not answer into a border that may yet refuse it. */
const isReady = (call: Call): boolean => call.bound && isAnswerable(call);

/** Somebody touched the desk: the call is his, and the event acknowledged. */
function takenBy(context: Context): Decision {
  const { desk, moment, by } = context;
  const isTouched = moment.operator?.idle === false && !moment.operator.untouched;
  if (operatorIn(by) === null && !isTouched) return nothing;
  const operator = desk.signedIn && `operator:${desk.signedIn.operatorId}`;
  if (!operator) return nothing;
  return done(
    Object.values(desk.calls).flatMap((call): NewEntry[] => {
      const event = call.eventId === null ? undefined : desk.events[call.eventId];
      if (!isUntaken(call) || call.answeredAt === null || !event) return [];
      const taken: NewEntry = { kind: "autoAnswerTaken", by: operator, data: { callId: call.id, eventId: event.id } };
      return event.acknowledged ? [taken] : [taken, acknowledgedEntry(context, event, "answered", operator)];
    }),
  );
}
