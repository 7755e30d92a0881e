/**
 * The result of an exercise, from the entries of its own journal: nothing is estimated and nothing weighted. A check is one
 * thing that was expected and was done or not; the score is how many of those asked were met.
 */

import type { Entry } from "../desk/entries.ts";
import { reduce } from "../desk/reduce.ts";
import { type Desk, type EventId, emptyDesk, type PriorityEvent } from "../desk/state.ts";
import { openSteps } from "../priority/procedure.ts";
import { type ClassName, classOrder, type Site, type Station } from "../site/site.ts";
import { eventsOf, type Stage, zonesOf } from "./advance.ts";
import type { Expected } from "./scenario.ts";
import type { TrainingEnd } from "./training.ts";

export interface Check {
  words: string;
  met: boolean;
}

export interface EventResult {
  eventId: EventId;
  name: string;
  class: ClassName;
  /** From its opening to the first answer, call-back or acknowledgement; null: none came. */
  waitMs: number | null;
  targetMs: number;
  how: PriorityEvent["acknowledgedHow"];
  /** The caller had gone before any answer. */
  abandoned: boolean;
  presses: number;
  /** Steps of its procedure that were not done. */
  missed: readonly string[];
  /** Mandatory ones that were open when it was closed, and the reason that was given; "" where none were. */
  overridden: readonly string[];
  overrideReason: string;
  /** In words; null: not closed. */
  outcome: string | null;
}

export interface Result {
  runId: string;
  scenarioId: string;
  name: string;
  operator: string;
  position: string;
  /** Wall clock. */
  beganAt: number;
  lastedMs: number;
  reason: TrainingEnd;
  checks: readonly Check[];
  met: number;
  asked: number;
  events: readonly EventResult[];
  /** A lower class was answered while a higher one waited. */
  wrongOrder: readonly { answered: string; waiting: string }[];
}

export interface Run {
  runId: string;
  operator: string;
  position: string;
  beganAt: number;
  lastedMs: number;
  reason: TrainingEnd;
}

/** What happened on the way and is not in the last state. */
interface Seen {
  opened: Map<EventId, { at: number; targetMs: number }>;
  acknowledged: Map<EventId, { at: number; how: NonNullable<PriorityEvent["acknowledgedHow"]> }>;
  called: Set<EventId>;
  zones: Set<string>;
  wrongOrder: { answered: string; waiting: string }[];
}

type Setting = Stage & { site: Pick<Site, "stations" | "zones" | "procedures" | "outcomes"> };

export function resultOf(setting: Setting, run: Run, entries: readonly Entry[]): Result {
  const { scenario } = setting;
  let desk = emptyDesk;
  const seen: Seen = {
    opened: new Map(),
    acknowledged: new Map(),
    called: new Set(),
    zones: new Set(),
    wrongOrder: [],
  };
  for (const entry of entries) {
    look(seen, desk, entry);
    desk = reduce(desk, entry);
  }
  const events = [...desk.closed, ...Object.values(desk.events)]
    .toSorted((a, b) => a.openedAt - b.openedAt)
    .map((event) => eventResult(setting.site, seen, event));
  const checks = [
    ...scenario.expected.map((one) => checkOf(setting, one, { desk, seen, events })),
    { words: "The higher class was answered first", met: seen.wrongOrder.length === 0 },
  ];
  const { runId, operator, position, beganAt, lastedMs, reason } = run;
  return {
    runId,
    scenarioId: scenario.id,
    name: scenario.name,
    operator,
    position,
    beganAt,
    lastedMs,
    reason,
    checks,
    met: checks.filter(({ met }) => met).length,
    asked: checks.length,
    events,
    wrongOrder: seen.wrongOrder,
  };
}

function look(seen: Seen, desk: Desk, entry: Entry): void {
  switch (entry.kind) {
    case "eventOpened":
      seen.opened.set(entry.data.eventId, { at: entry.at, targetMs: entry.data.targetMs });
      return;
    case "eventAcknowledged": {
      const { eventId, how } = entry.data;
      if (!seen.acknowledged.has(eventId)) seen.acknowledged.set(eventId, { at: entry.at, how });
      return;
    }
    case "answerRequested": {
      const event = desk.events[entry.data.eventId ?? ""];
      const higher = event && waitingAbove(desk, event);
      if (higher) seen.wrongOrder.push({ answered: event.name, waiting: higher.name });
      return;
    }
    case "callDialled":
      if (entry.data.eventId !== null && entry.data.purpose !== "callBack") seen.called.add(entry.data.eventId);
      return;
    case "pageLegOpened": {
      const leg = desk.page?.legs.find(({ callId }) => callId === entry.data.callId);
      if (leg) seen.zones.add(leg.zoneId);
      return;
    }
    default:
      return;
  }
}

/** Another event of a higher class that could have been answered instead. */
function waitingAbove(desk: Desk, answered: PriorityEvent): PriorityEvent | undefined {
  const rank = (event: PriorityEvent) => classOrder.indexOf(event.class);
  return Object.values(desk.events).find(
    (event) =>
      rank(event) < rank(answered) &&
      !event.acknowledged &&
      event.callIds.some((id) => desk.calls[id]?.state === "offered" && desk.calls[id]?.notAnswerable === null),
  );
}

function eventResult(site: Setting["site"], seen: Seen, event: PriorityEvent): EventResult {
  const opened = seen.opened.get(event.id) ?? { at: event.openedAt, targetMs: 0 };
  const acknowledged = seen.acknowledged.get(event.id);
  const outcome = event.closed?.outcome;
  return {
    eventId: event.id,
    name: event.name,
    class: event.class,
    waitMs: acknowledged ? acknowledged.at - opened.at : null,
    targetMs: opened.targetMs,
    how: acknowledged?.how ?? null,
    abandoned: event.abandoned,
    presses: event.presses.length,
    missed: openSteps(site, event).map(({ words }) => words),
    overridden: event.closed?.override?.steps ?? [],
    overrideReason: event.closed?.override?.reason ?? "",
    outcome: outcome === undefined ? null : (site.outcomes.find(({ id }) => id === outcome)?.label ?? outcome),
  };
}

interface Known {
  desk: Desk;
  seen: Seen;
  events: readonly EventResult[];
}

function checkOf({ cast, site }: Setting, expected: Expected, { desk, seen, events }: Known): Check {
  if (expected.what === "floodAcknowledged") {
    const callers = new Set([...cast.values()].flatMap((station) => eventsOf(desk, station).map(({ id }) => id)));
    const flood = events.filter(({ eventId }) => !callers.has(eventId));
    const inTime = flood.filter(({ waitMs }) => waitMs !== null && waitMs <= expected.withinS * 1000);
    const words = `All others acknowledged within ${expected.withinS} s (${inTime.length} of ${flood.length})`;
    return { words, met: flood.length > 0 && inTime.length === flood.length };
  }
  const station = cast.get(expected.caller);
  if (!station) return { words: `${expected.caller}: not played`, met: false };
  const own = eventsOf(desk, station);
  const results = events.filter(({ eventId }) => own.some(({ id }) => id === eventId));
  return { words: checkWords(expected, station, results), met: isMet(expected, station, { own, results, seen, site }) };
}

function isMet(
  expected: Exclude<Expected, { what: "floodAcknowledged" }>,
  station: Station,
  {
    own,
    results,
    seen,
    site,
  }: { own: readonly PriorityEvent[]; results: readonly EventResult[]; seen: Seen; site: Setting["site"] },
): boolean {
  if (own.length === 0) return false;
  switch (expected.what) {
    case "answered":
      return results.every(({ waitMs, targetMs }) => waitMs !== null && waitMs <= targetMs);
    case "steps":
      return results.every(({ missed }) => missed.length === 0);
    case "called":
      return own.some(({ id }) => seen.called.has(id));
    case "paged":
      return zonesOf(site, station).some((id) => seen.zones.has(id));
    case "closed":
      return own.every(({ closed }) => closed !== null);
    case "outcome":
      return own.every(({ closed }) => closed?.outcome === expected.outcome);
  }
}

function checkWords(
  expected: Exclude<Expected, { what: "floodAcknowledged" }>,
  { name }: Station,
  results: readonly EventResult[],
): string {
  switch (expected.what) {
    case "answered": {
      const [first] = results;
      const took = first?.waitMs == null ? "not answered" : `${(first.waitMs / 1000).toFixed(1)} s`;
      return `${name} answered in time (${took}, target ${(first?.targetMs ?? 0) / 1000} s)`;
    }
    case "steps": {
      const missed = results.flatMap((one) => one.missed).length;
      return `${name}: every step of the procedure done${missed > 0 ? ` (${missed} not)` : ""}`;
    }
    case "called":
      return `${name}: help was called`;
    case "paged":
      return `${name}: the loudspeakers there were used`;
    case "closed":
      return `${name} closed with an outcome`;
    case "outcome":
      return `${name} closed as “${expected.outcome}”`;
  }
}
