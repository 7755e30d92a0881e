/**
 * The ladder (rules.md): when a rung is due it is reached, once in each wait; then its number is called by the rule "ladder",
 * one call at a time, the gravest and oldest event first, again every 30 s and three times at most, until the event is taken.
 * Such a call is no operator's: it is told by clips, and heard only for its keys.
 */
import { nameOfNumber, pbxForOutbound } from "../call/decideDial.ts";
import type { Context } from "../desk/context.ts";
import { type Decision, done, joined, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Order } from "../desk/orders.ts";
import type { Desk, HostTime, PriorityEvent } from "../desk/state.ts";
import { isQuiet } from "../shelf/shelf.ts";
import { classOrder } from "../site/site.ts";
import type { LadderCall, LadderResult, LadderSubject, NoticeAbout, Rung, Summons } from "./ladder.ts";
import { numberOf } from "./rungs.ts";

export const ladderRule = "rule:ladder";

/** The next rung of the table comes 30 s after the first: a telephone that nobody lifts does not keep it waiting. */
const ringForMs = 25_000;
/** Twice and more through what there is to say; whoever has not pressed a key by then is an answering machine. */
export const tellForMs = 40_000;
const confirmForMs = 8_000;
const endWithinMs = 4_000;
const retryMs = 30_000;
const noPbxRetryMs = 1_000;

/** Somebody is about to have it: no rung is reached while an answer is on its way. */
const isTaken = ({ calls }: Pick<Desk, "calls">, event: PriorityEvent): boolean =>
  event.callIds.some((id) => calls[id]?.state === "answering");

const climbing = (desk: Desk): PriorityEvent[] =>
  Object.values(desk.events).filter((event) => !event.acknowledged && !isTaken(desk, event) && !isQuiet(desk, event));

/** Those that are to be called about, in the order in which they are. */
interface Wanted {
  subject: LadderSubject;
  summons: Summons;
  /** Order among all: class, then since when it waits. */
  rank: number;
  since: HostTime;
}

function wantedOf(desk: Desk): Wanted[] {
  const events = climbing(desk).flatMap((event) =>
    event.summons.map((summons) => ({
      subject: { eventId: event.id },
      summons,
      rank: classOrder.indexOf(event.class),
      since: event.waitingSince,
    })),
  );
  const notices = Object.entries(desk.ladder.notices).map(([noticeId, summons]) => ({
    subject: { noticeId },
    summons,
    rank: classOrder.length,
    since: summons.reachedAt,
  }));
  return [...events, ...notices];
}

/** When the summons may be called; null: not by time alone. */
function calledAt(desk: Desk, { nextAt, waitsForPbx }: Summons): HostTime | null {
  if (desk.ladder.call !== null) return null;
  return waitsForPbx && !Object.values(desk.pbxs).some(({ state }) => state === "registered") ? null : nextAt;
}

/** When the ladder has next something to do; null: nothing by time alone. */
export function ladderDueAt(desk: Desk): HostTime | null {
  let next: HostTime | null = desk.ladder.call?.dueAt ?? null;
  const sooner = (at: HostTime | null): void => {
    if (at !== null && (next === null || at < next)) next = at;
  };
  for (const event of climbing(desk)) for (const { dueAt } of event.rungs) sooner(dueAt);
  for (const { summons } of wantedOf(desk)) sooner(calledAt(desk, summons));
  return next;
}

export function ladderDue(given: Context): Decision {
  const context = { ...given, by: ladderRule };
  const { desk, moment } = context;
  const reached = climbing(desk).flatMap((event) =>
    event.rungs
      .filter(({ dueAt }) => dueAt <= moment.now)
      .map(({ rung }): NewEntry => ({ kind: "ladderRungReached", by: ladderRule, data: { eventId: event.id, rung } })),
  );
  // Whom they are called about is decided by the next tick, which is due at once.
  if (reached.length > 0) return joined(done(reached), overtaken(context, reached));
  const { call } = desk.ladder;
  if (!call) return callNext(context);
  if (call.dueAt > moment.now) return nothing;
  switch (call.state) {
    case "dialling":
    case "alerting":
      return end(call, { kind: "noAnswer" });
    case "telling":
      return end(call, { kind: "notAcknowledged" });
    case "confirming":
      return end(call, call.result ?? { kind: "notNeeded" });
    case "ending":
      return done([endedEntry(call, call.result ?? { kind: "notNeeded" })]);
  }
}

/** A telephone that still rings is given up when the next rung of an event that it rings for is due. */
function overtaken({ desk }: Context, reached: readonly NewEntry[]): Decision {
  const { call } = desk.ladder;
  if (call?.state !== "dialling" && call?.state !== "alerting") return nothing;
  const isNext = reached.some(
    (entry) =>
      entry.kind === "ladderRungReached" && entry.data.rung !== call.rung && call.eventIds.includes(entry.data.eventId),
  );
  return isNext ? end(call, { kind: "overtaken" }) : nothing;
}

function callNext(context: Context): Decision {
  const { desk, site, moment } = context;
  const wanted = wantedOf(desk)
    .filter(({ summons }) => {
      const at = calledAt(desk, summons);
      return at !== null && at <= moment.now;
    })
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        a.since - b.since ||
        a.summons.attempts - b.summons.attempts ||
        a.summons.reachedAt - b.summons.reachedAt,
    );
  const [first] = wanted;
  if (!first) return nothing;
  const { rung } = first.summons;
  const eventId = "eventId" in first.subject ? first.subject.eventId : null;
  const noticeId = "noticeId" in first.subject ? first.subject.noticeId : null;
  const number = numberOf(site, rung);
  const pbxId = number === undefined ? null : pbxForOutbound(context);
  // A site that was loaded anew may name nobody any more: as good as nobody to be reached.
  if (number === undefined || pbxId === null) {
    return done([{ kind: "ladderWaits", by: ladderRule, data: { eventId, noticeId, rung, retryMs: waitMs(number) } }]);
  }
  const same = wanted.filter(({ summons }) => summons.rung === rung);
  const eventIds = same.flatMap(({ subject }) => ("eventId" in subject ? [subject.eventId] : []));
  const callId = `ladder-${desk.seq + 1}`;
  const called: NewEntry = {
    kind: "ladderCalled",
    by: ladderRule,
    data: {
      callId,
      rung,
      eventId,
      noticeId,
      eventIds,
      pbxId,
      number,
      name: nameOfNumber(site, number),
      attempt: first.summons.attempts + 1,
      dueMs: ringForMs,
      retryMs,
    },
  };
  return done([called], [{ type: "dialCall", callId, pbxId, number, purpose: "ladder", members: false }]);
}

const waitMs = (number: string | undefined): number => (number === undefined ? retryMs : noPbxRetryMs);

export const ofCall = (call: LadderCall): { callId: string; eventId: string | null; rung: Rung } => ({
  callId: call.id,
  eventId: "eventId" in call.subject ? call.subject.eventId : null,
  rung: call.rung,
});

export const endedEntry = (call: LadderCall, result: LadderResult, by = ladderRule): NewEntry => ({
  kind: "ladderCallEnded",
  by,
  data: { ...ofCall(call), result },
});

/** Hangs up, or gives up what rings. */
export function end(call: LadderCall, result: LadderResult): Decision {
  if (call.state === "ending") return nothing;
  const ending: NewEntry = {
    kind: "ladderEnding",
    by: ladderRule,
    data: { ...ofCall(call), result, dueMs: endWithinMs },
  };
  return done([ending], [{ type: "endCall", callId: call.id } satisfies Order]);
}

/** Says what became of it, then hangs up; a telephone that only rings is given up. */
export function conclude(call: LadderCall, result: LadderResult): Decision {
  if (call.state === "confirming" || call.state === "ending") return nothing;
  if (call.state !== "telling") return end(call, result);
  const data = { ...ofCall(call), result, dueMs: confirmForMs };
  return done([{ kind: "ladderConfirming", by: ladderRule, data }]);
}

/**
 * Asks for a call about something that is no event, one notice of a kind at a time. Put the entries with those that say what
 * has happened. `first`: who is called where the site names a number for it; else the supervisor. With neither there is nobody to ask.
 */
export function askByTelephone({ desk, site }: Context, about: NoticeAbout, first: Rung = "supervisor"): NewEntry[] {
  const rung = [first, "supervisor" as const].find((one) => numberOf(site, one) !== undefined);
  if (rung === undefined || desk.ladder.notices[about]) return [];
  return [{ kind: "supervisorAsked", by: ladderRule, data: { noticeId: about, about, rung } }];
}

/** What was to be told is over. */
export function askOver({ desk }: Context, about: NoticeAbout): NewEntry[] {
  if (!desk.ladder.notices[about]) return [];
  return [{ kind: "supervisorAskOver", by: ladderRule, data: { noticeId: about, acknowledged: false } }];
}
