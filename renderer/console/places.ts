/**
 * Where an event is, for titles: the words of its station's place; else what its call says; an unknown caller who says
 * nothing has a number and no place.
 */
import type { PriorityEvent } from "../../shared/desk/state.ts";
import { stationById } from "../../shared/dialing/directory.ts";
import { saysSomething } from "../../shared/place/location.ts";
import type { Site, Station } from "../../shared/site/site.ts";
import { locationWords } from "../../shared/words/location.ts";

export const stationOf = (site: Site | null, stationId: string | null): Station | null =>
  (site && stationId !== null ? stationById(site, stationId) : null) ?? null;

export function placeOf(
  site: Site | null,
  event: Pick<PriorityEvent, "stationId" | "number" | "name" | "location">,
): string {
  const station = stationOf(site, event.stationId);
  if (station) return station.place.words;
  const { location, number, name } = event;
  const place = location && saysSomething(location) ? locationWords(location) : location ? "no place" : "place unknown";
  return number === null || number === name ? place : `${number}, ${place}`;
}
