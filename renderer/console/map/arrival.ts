/**
 * A new event and the map: does it take the view, or show beside it? The map moves by itself only when nobody is using
 * it (screen.md), and never from something that waits to something that matters less.
 */
import type { Desk, EventId, PriorityEvent } from "../../../shared/desk/state.ts";
import { pressCount } from "../../../shared/flood/babbling.ts";
import { isQuiet } from "../../../shared/shelf/shelf.ts";
import { type ClassName, classOrder } from "../../../shared/site/site.ts";

export type Showing =
  | "recentre" // switch to its map and centre it
  | "inset" // a card over the map, the view stays
  | "leave" // it pulses in view already
  | "noPlace"; // the site does not know where it is

interface Situation {
  /** Its station stands on a map of the site. */
  hasPlace: boolean;
  /** Its pin is on the map as it is shown now. */
  inView: boolean;
  follow: boolean;
  /** No live call, no typing, no pointer or key for 10 s. */
  idle: boolean;
  class: ClassName;
  /** Class of the event that the map went to and that still waits; null: none. */
  followedClass: ClassName | null;
}

export function howToShow(now: Situation): Showing {
  if (!now.hasPlace) return "noPlace";
  const mattersMore =
    now.followedClass === null || classOrder.indexOf(now.class) < classOrder.indexOf(now.followedClass);
  if (now.follow && now.idle && mattersMore) return "recentre";
  return now.inView ? "leave" : "inset";
}

/** Events that opened, were pressed again, or told where they are, between two states; highest class first, then oldest. */
export function arrivals(before: Desk["events"], after: Desk["events"]): readonly PriorityEvent[] {
  if (before === after) return [];
  return Object.values(after)
    .filter((event) => {
      const known = before[event.id];
      if (event.closed) return false;
      return !known || pressCount(known) < pressCount(event) || tellsPlace(known, event);
    })
    .sort(byWeight);
}

/** The place of a caller who is no station is read a moment after his event was opened. */
const tellsPlace = (before: PriorityEvent, { stationId, location }: PriorityEvent): boolean =>
  stationId === null && !before.location?.point && location?.point != null;

export const byWeight = (a: PriorityEvent, b: PriorityEvent): number =>
  classOrder.indexOf(a.class) - classOrder.indexOf(b.class) || a.waitingSince - b.waitingSince;

/** Still waits for somebody, with sound: what was shown beside the map may go when it does not. */
export const stillWaits = (desk: Pick<Desk, "events" | "calls" | "shelves">, eventId: EventId): boolean => {
  const event = desk.events[eventId];
  return event !== undefined && !event.closed && !event.acknowledged && !isQuiet(desk, event);
};
