/**
 * Whom to call for an event, in the order in which they stand at the desk: those whom the site names first for its station,
 * then for its area, then for its class; the procedure's calls; call-out lists; contacts. Nobody twice.
 */
import type { PriorityEvent } from "../desk/state.ts";
import { findNumber, normaliseNumber, stationById } from "../dialing/directory.ts";
import type { CallFirst, Site } from "../site/site.ts";
import { procedureOf } from "./procedure.ts";

export type Whom =
  | { kind: "number"; number: string; name: string; because: "station" | "area" | "class" | "procedure" | "contact" }
  | { kind: "list"; listId: string; name: string };

type Subject = Pick<PriorityEvent, "stationId" | "class" | "procedureId" | "procedure" | "number">;

export function whomToCall(site: Site, event: Subject): Whom[] {
  const seen = new Set<string>();
  const whom: Whom[] = [];
  const add = (number: string, because: Extract<Whom, { kind: "number" }>["because"]): void => {
    const key = normaliseNumber(number);
    // The caller has a button of his own: call back.
    if (key === "" || seen.has(key) || key === normaliseNumber(event.number ?? "")) return;
    seen.add(key);
    whom.push({ kind: "number", number: key, name: nameOf(site, key), because });
  };
  for (const [because, fits] of order) {
    for (const first of site.callFirst ?? []) {
      if (fits(first) && appliesTo(site, first, event)) for (const number of first.numbers) add(number, because);
    }
  }
  for (const step of procedureOf(site, event)?.steps ?? [])
    if (step.number !== undefined) add(step.number, "procedure");
  for (const { id, name } of site.callOutLists) whom.push({ kind: "list", listId: id, name });
  for (const { number } of site.contacts) add(number, "contact");
  return whom;
}

/** Each rule counts by the narrowest thing that it names. */
const order: readonly ["station" | "area" | "class", (first: CallFirst) => boolean][] = [
  ["station", ({ stationIds }) => stationIds.length > 0],
  ["area", ({ stationIds, areaIds }) => stationIds.length === 0 && areaIds.length > 0],
  ["class", ({ stationIds, areaIds, classes }) => stationIds.length + areaIds.length === 0 && classes.length > 0],
];

/** All that a rule names must fit. */
function appliesTo(site: Site, { stationIds, areaIds, classes }: CallFirst, event: Subject): boolean {
  const station = event.stationId === null ? null : stationById(site, event.stationId);
  if (stationIds.length > 0 && !(station && stationIds.includes(station.id))) return false;
  if (areaIds.length > 0 && !(station && areaIds.includes(station.place.areaId))) return false;
  return classes.length === 0 || classes.includes(event.class);
}

function nameOf(site: Site, number: string): string {
  const found = findNumber(site, number);
  if (found.kind === "contact") return found.contact.name;
  return found.kind === "station" ? found.station.name : number;
}
