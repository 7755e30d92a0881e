/**
 * The course of an exercise: which steps of the scenario are due, given the training desk and the time. Pure; time is data.
 * A step happens once. What it waits for need have been true once only: the desk is looked at after every entry.
 */
import type { Desk, HostTime, PriorityEvent } from "../desk/state.ts";
import type { Site, Station } from "../site/site.ts";
import { type Cast, floodOf } from "./cast.ts";
import type { Act, ContactsDo, Happened, Scenario } from "./scenario.ts";

/** What the plant is asked to do. */
export type PlantAct =
  | { act: "press"; number: string; headers: readonly string[] }
  | { act: "hangUp"; number: string }
  | { act: "voice"; number: string; speaks: boolean }
  | { act: "contacts"; how: ContactsDo }
  | { act: "pbx"; lost: boolean };

export interface Course {
  startedAt: HostTime;
  /** Of each step: when it is to happen; null: not known yet; "done". */
  steps: readonly (HostTime | null | "done")[];
  /** Presses of a flood that are still to come, in order. */
  later: readonly { at: HostTime; act: PlantAct }[];
  /** What was last asked of the plant has reached the desk by then: before, an empty desk means nothing. */
  settledAt: HostTime;
}

const settleMs = 5_000;

export interface Advanced {
  course: Course;
  acts: readonly PlantAct[];
  /** When it is to be looked at again, if nothing happens at the desk before. */
  nextAt: HostTime;
  /** done: all has happened and nothing is open; limit: it took too long. */
  over: "done" | "limit" | null;
}

export const beginCourse = (scenario: Scenario, now: HostTime): Course => ({
  startedAt: now,
  steps: scenario.steps.map(({ when }) => ("atS" in when ? now + when.atS * 1000 : null)),
  later: [],
  settledAt: now,
});

export interface Stage {
  scenario: Scenario;
  cast: Cast;
  site: Pick<Site, "stations" | "zones">;
}

export function advance(stage: Stage, before: Course, desk: Desk, now: HostTime): Advanced {
  const { scenario } = stage;
  const acts: PlantAct[] = before.later.filter(({ at }) => at <= now).map(({ act }) => act);
  const later = before.later.filter(({ at }) => at > now);
  const steps = before.steps.map((due, i): HostTime | null | "done" => {
    const step = scenario.steps[i];
    if (!step || due === "done") return "done";
    const { when, does } = step;
    const at = due ?? ("after" in when && hasHappened(when.after, stage, desk) ? now + when.waitS * 1000 : null);
    if (at === null || at > now) return at;
    const [first, ...rest] = plantActs(does, stage);
    if (first) acts.push(first);
    const everyMs = does.act === "flood" ? does.everyS * 1000 : 0;
    later.push(...rest.map((act, after) => ({ at: at + (after + 1) * everyMs, act })));
    return "done";
  });
  const settledAt = acts.length > 0 ? now + settleMs : before.settledAt;
  const course = { ...before, steps, later, settledAt };
  const limitAt = before.startedAt + scenario.limitS * 1000;
  const waits = [...steps.filter((at) => typeof at === "number"), ...later.map(({ at }) => at), limitAt];
  if (settledAt > now) waits.push(settledAt);
  return { course, acts, nextAt: Math.min(...waits), over: now >= limitAt ? "limit" : isDone(course, desk, now) };
}

function isDone({ steps, later, settledAt }: Course, desk: Desk, now: HostTime): Advanced["over"] {
  const toCome = steps.some((at) => at !== "done") || later.length > 0 || settledAt > now;
  const open = Object.keys(desk.events).length + Object.keys(desk.calls).length > 0 || desk.page !== null;
  return !toCome && !open && desk.closed.length > 0 ? "done" : null;
}

function plantActs(act: Act, { cast, site }: Stage): PlantAct[] {
  const number = "caller" in act ? cast.get(act.caller)?.number : undefined;
  switch (act.act) {
    case "press":
      return number === undefined ? [] : [{ act: "press", number, headers: act.headers }];
    case "hangUp":
      return number === undefined ? [] : [{ act: "hangUp", number }];
    case "silent":
    case "speak":
      return number === undefined ? [] : [{ act: "voice", number, speaks: act.act === "speak" }];
    case "contacts":
      return [{ act: "contacts", how: act.how }];
    case "losePbx":
    case "pbxBack":
      return [{ act: "pbx", lost: act.act === "losePbx" }];
    case "flood":
      return floodOf(act, cast, site).map((one) => ({ act: "press", number: one.number, headers: [] }));
  }
}

function hasHappened(after: Happened, { cast, site }: Stage, desk: Desk): boolean {
  const station = cast.get(after.caller);
  if (!station) return false;
  const events = eventsOf(desk, station);
  switch (after.is) {
    case "answered":
      return events.some((event) => event.firstAnsweredAt !== null);
    case "acknowledged":
      return events.some((event) => event.acknowledged);
    case "ended":
      return events.some((event) => event.firstAnsweredAt !== null && event.callIds.length === 0);
    case "closed":
      return events.some((event) => event.closed !== null);
    case "called":
      return Object.values(desk.calls).some(
        (call) => call.direction === "out" && events.some((event) => event.id === call.eventId),
      );
    case "paged":
      return (desk.page?.legs ?? []).some(({ zoneId }) => zonesOf(site, station).includes(zoneId));
  }
}

export const eventsOf = (desk: Desk, station: Station): PriorityEvent[] =>
  [...Object.values(desk.events), ...desk.closed].filter((event) => event.stationId === station.id);

/** Zones that are heard where this station stands: it is a member, or one of its area is. */
export const zonesOf = ({ zones }: Pick<Site, "zones">, station: Station): string[] =>
  zones
    .filter((zone) => zone.stationIds.includes(station.id) || zone.areaId === station.place.areaId)
    .map(({ id }) => id);
