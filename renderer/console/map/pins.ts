/**
 * What stands out on the maps: stations with an open event, with a plain call of ours, or with a fault. Everything else is
 * idle and drawn on the canvas. Loudest first, so that labels are placed and badges counted in that order.
 */

import { isAlarmActive } from "../../../shared/alarm/alarm.ts";
import { callsOf } from "../../../shared/call/live.ts";
import type { Call, Desk, EventId, HostTime, PriorityEvent } from "../../../shared/desk/state.ts";
import { type Spot, spotOf } from "../../../shared/place/spot.ts";
import { type Shelf, shelfOf, waitsInSilence } from "../../../shared/shelf/shelf.ts";
import { type ClassName, classOrder, type Site, type Station } from "../../../shared/site/site.ts";
import { mainCallOf } from "../../../shared/words/states.ts";

export type PinState =
  | "ringing" // a caller waits for an answer
  | "asksAgain" // held beyond the return timer
  | "returned" // the caller hung up before an answer, or the call was lost
  | "answering"
  | "talking" // an open voice path
  | "held"
  | "calling" // we are calling it
  | "acknowledged" // nobody on the line, not closed
  | "outOfService" // known to be under repair; what comes from it is silent below life safety
  | "shelved" // what comes from it is silent for a while
  | "fault";

export interface Pin {
  station: Spot;
  state: PinState;
  /** Class of the event; null for a plain call out and for a fault. */
  class: ClassName | null;
  eventId: EventId | null;
  /** Start of the time that the label counts; null: no time. */
  since: HostTime | null;
  /** Words of a fault, of a lost call, or of a shelf; "" where the state says it all. */
  words: string;
  /** The caller's identity is not confirmed: the place is what it claims, drawn with a dashed circle. */
  unsure: boolean;
}

const loudness: readonly PinState[] = [
  "ringing",
  "asksAgain",
  "returned",
  "answering",
  "talking",
  "held",
  "calling",
  "acknowledged",
  "fault",
  "outOfService",
  "shelved",
];

/** States in which somebody waits for the operator: they pulse, count on the tabs, and their labels stand in a box. */
export const isWaiting = (state: PinState): boolean =>
  state === "ringing" || state === "asksAgain" || state === "returned";

export const stationsById = (site: Site): ReadonlyMap<string, Station> =>
  new Map(site.stations.map((station) => [station.id, station]));

/** `site`: where callers who are no stations are drawn, by what their calls say; without it they are not. */
export function pinsOf(
  desk: Pick<Desk, "events" | "calls" | "faults" | "shelves">,
  stations: ReadonlyMap<string, Station>,
  site: Site | null = null,
): readonly Pin[] {
  const pins = new Map<string, Pin>();
  for (const fault of Object.values(desk.faults)) {
    const station = stations.get(fault.subject);
    if (station)
      pins.set(station.id, {
        station,
        state: "fault",
        class: null,
        eventId: null,
        since: fault.raisedAt,
        words: fault.words,
        unsure: false,
      });
  }
  // An area's shelf is in the list and not on each of its pins.
  for (const shelf of Object.values(desk.shelves)) {
    const station = shelf.of.kind === "station" ? stations.get(shelf.of.id) : undefined;
    if (station) pins.set(station.id, { ...quietPin(station, shelf), eventId: null });
  }
  for (const call of Object.values(desk.calls)) {
    const station = call.eventId === null && call.stationId !== null ? stations.get(call.stationId) : undefined;
    if (station) pins.set(station.id, pinOfCall(station, call, null));
  }
  for (const event of Object.values(desk.events)) {
    const known = event.stationId === null ? undefined : stations.get(event.stationId);
    const station = known ?? (site && spotOf(site, event));
    if (!station || event.closed) continue;
    const pin = pinOfEvent(station, event, desk);
    const other = pins.get(station.id);
    const sameOfNoEvent = other?.eventId === null && other.state === pin.state;
    if (!other || sameOfNoEvent || louderFirst(pin, other) < 0) pins.set(station.id, pin);
  }
  return [...pins.values()].sort(louderFirst);
}

/** Events whose station the site does not know and whose call tells no point: no place on any map. */
export const withoutPlace = (
  desk: Pick<Desk, "events">,
  stations: ReadonlyMap<string, Station>,
  site: Site | null = null,
): readonly PriorityEvent[] =>
  Object.values(desk.events).filter(
    (event) =>
      !event.closed &&
      (event.stationId === null || !stations.has(event.stationId)) &&
      (site === null || spotOf(site, event) === null),
  );

export interface Badge {
  waiting: number;
  live: number;
}

/** What is going on on each map, for its tab. */
export function badgesOf(pins: readonly Pin[]): ReadonlyMap<string, Badge> {
  const badges = new Map<string, Badge>();
  for (const { station, state } of pins) {
    const badge = badges.get(station.place.mapId) ?? { waiting: 0, live: 0 };
    if (isWaiting(state)) badge.waiting++;
    else if (isLive(state)) badge.live++;
    badges.set(station.place.mapId, badge);
  }
  return badges;
}

const isLive = (state: PinState): boolean =>
  state === "answering" || state === "talking" || state === "held" || state === "calling";

const quietPin = (station: Spot, shelf: Shelf): Omit<Pin, "eventId"> => ({
  station,
  state: shelf.as,
  class: null,
  since: null,
  words: shelf.reason,
  unsure: false,
});

function pinOfEvent(station: Spot, event: PriorityEvent, desk: Pick<Desk, "calls" | "shelves">): Pin {
  const { calls } = desk;
  const shelf = shelfOf(desk, event);
  if (shelf && waitsInSilence(desk, event)) return { ...quietPin(station, shelf), eventId: event.id };
  const up = callsOf({ calls }, event);
  const offered = up.find((call) => call.state === "offered");
  const main = mainCallOf(event, up);
  // A new press of a held caller rings above the hold, as on its card.
  const ringsAgain = offered !== undefined && !event.acknowledged;
  if (main && !(ringsAgain && (main.state === "held" || main.state === "offered")))
    return pinOfCall(station, main, event);
  const state: PinState = ringsAgain ? "ringing" : event.acknowledged ? "acknowledged" : "returned";
  return {
    station,
    state,
    class: event.class,
    eventId: event.id,
    since: state === "acknowledged" ? (event.lastEnded?.at ?? null) : event.waitingSince,
    words: wordsOf(state, event, shelf),
    unsure: event.trust === "unconfirmed",
  };
}

function wordsOf(state: PinState, event: PriorityEvent, shelf: Shelf | null): string {
  if (state === "ringing" && shelf?.as === "outOfService") return "station is out of service";
  return state === "returned" ? returnedWords(event) : "";
}

function returnedWords(event: PriorityEvent): string {
  if (event.callLost) return "call lost";
  if (isAlarmActive(event)) return "alarm";
  return (event.alarms ?? []).length > 0 && event.lastEnded === null ? "alarm over" : "";
}

function pinOfCall(station: Spot, call: Call, event: PriorityEvent | null): Pin {
  return {
    station,
    state: stateOfCall(call),
    class: event?.class ?? null,
    eventId: event?.id ?? null,
    since: call.state === "talking" ? (call.answeredAt ?? call.stateSince) : call.stateSince,
    words: "",
    unsure: event?.trust === "unconfirmed",
  };
}

function stateOfCall(call: Call): PinState {
  switch (call.state) {
    case "offered":
      return "ringing";
    case "answering":
      return "answering";
    case "dialling":
    case "alerting":
      return "calling";
    case "talking":
      return "talking";
    case "held":
      return call.asksAgain ? "asksAgain" : "held";
  }
}

function louderFirst(a: Pin, b: Pin): number {
  const weight = (pin: Pin) => (pin.class === null ? classOrder.length : classOrder.indexOf(pin.class));
  return (
    Number(isWaiting(b.state)) - Number(isWaiting(a.state)) ||
    (isWaiting(a.state) ? weight(a) - weight(b) : 0) ||
    loudness.indexOf(a.state) - loudness.indexOf(b.state) ||
    weight(a) - weight(b) ||
    (a.since ?? 0) - (b.since ?? 0)
  );
}
