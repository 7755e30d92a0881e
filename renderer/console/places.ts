/** Where an event is, for titles: the words of its station's place; an unknown caller has a number and no place. */
import type { PriorityEvent } from "../../shared/desk/state.ts";
import { stationById } from "../../shared/dialing/directory.ts";
import type { Site, Station } from "../../shared/site/site.ts";

export const stationOf = (site: Site | null, stationId: string | null): Station | null =>
  (site && stationId !== null ? stationById(site, stationId) : null) ?? null;

export function placeOf(site: Site | null, event: Pick<PriorityEvent, "stationId" | "number" | "name">): string {
  const station = stationOf(site, event.stationId);
  if (station) return station.place.words;
  return event.number === null || event.number === event.name ? "place unknown" : `${event.number}, place unknown`;
}
