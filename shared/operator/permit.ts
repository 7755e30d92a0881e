/**
 * Who may do what (rules.md): deny by default, by operator, role, area and hour. Each function gives null when permitted, else
 * a refusal in words that say what would help. Decided in the host; what a console claims about its role is never asked.
 *
 * To add a right: 1. a field in shared/site/site.ts (absent or false must mean denied), 2. a function here, 3. the property
 * test in test/operator/ that removing it never permits more.
 */

import type { Refusal, RefusalCode } from "../desk/refusals.ts";
import { type Found, findNumber, zoneById } from "../dialing/directory.ts";
import type { Hour } from "../kit/moment.ts";
import type { Role, Site, Station, Zone } from "../site/site.ts";
import { capital } from "../words/capital.ts";
import { isInternational, matchesAny } from "./dialPattern.ts";
import { roleOf, whoMay, withinAreas, withinHours } from "./role.ts";

export { roleOf } from "./role.ts";

const refuse = (code: RefusalCode, words: string): Refusal => ({ code, words });

/** The role, or why there is none. `act`: "call", "page"; for the words. */
function signedIn(site: Site, operatorId: string | null, act: string): Role | Refusal {
  if (operatorId === null) return refuse("notSignedIn", `Sign in to ${act}.`);
  return roleOf(site, operatorId) ?? refuse("notPermitted", `Not allowed: the site has no role for ${operatorId}.`);
}
const isRefusal = (value: Role | Refusal): value is Refusal => "code" in value;

/** "Not allowed: international calls need a supervisor". `may`: which roles would be permitted. */
function denied(site: Site, what: string, may: (role: Role) => boolean): Refusal {
  const who = whoMay(site, may);
  return refuse("notPermitted", `Not allowed: ${what} ${who ? `need ${who}` : "are given to no role of this site"}.`);
}

/**
 * Hold, end, acknowledge, note and close priority events. Not limited by area or hour: an event rings at this position,
 * whoever sits there. Answering with nobody signed in is the site's own rule (`answerUnsigned`) and is not asked here.
 */
export function permitHandle(site: Site, operatorId: string | null): Refusal | null {
  const role = signedIn(site, operatorId, "handle events");
  if (isRefusal(role)) return role;
  return role.handleEvents ? null : denied(site, "priority events", (other) => other.handleEvents);
}

/** Call a station, a contact or any other number. A zone's number is paged, never called: its speakers would sound. */
export function permitCall(site: Site, operatorId: string | null, number: string, moment: Hour): Refusal | null {
  const role = signedIn(site, operatorId, "call");
  if (isRefusal(role)) return role;
  const found = findNumber(site, number);
  if (found.number === "") return refuse("unknownTarget", "There is no number to call.");
  if (found.kind === "zone") {
    return refuse("notPermitted", `Not allowed: ${found.number} is the zone ${found.zone.name}. Page it instead.`);
  }
  const own = site.pbxs.find((pbx) => pbx.ownNumber === found.number);
  if (own) return refuse("notPermitted", `Not allowed: ${found.number} is this desk's own number.`);
  if (!mayCall(role, found)) return denied(site, calledWords(found), (other) => mayCall(other, found));
  const outside = outsideHours(role, moment, "call");
  if (outside) return outside;
  if (found.kind === "station" && !withinAreas(role, found.station.place.areaId)) {
    return refuse("outsideArea", `Not allowed: ${found.station.name} is outside the areas of ${role.name}.`);
  }
  return null;
}

/** Acts that need a name to be put down to, and no right beyond those of what they do: each call of a list asks its own. */
export function permitSignedIn(site: Site, operatorId: string | null, act: string): Refusal | null {
  const role = signedIn(site, operatorId, act);
  return isRefusal(role) ? role : null;
}

/**
 * Call back the caller of an event. Whoever handles events may call back a station or a contact of the site, at any hour and
 * place: they asked for help. Any other number was only claimed by a caller, so it is called by the same right as one typed in.
 */
export function permitCallBack(site: Site, operatorId: string | null, number: string, moment: Hour): Refusal | null {
  const handle = permitHandle(site, operatorId);
  if (handle) return handle;
  const { kind } = findNumber(site, number);
  return kind === "station" || kind === "contact" ? null : permitCall(site, operatorId, number, moment);
}

const mayCall = (role: Role, found: Found): boolean =>
  (found.kind === "station" && role.call.stations) ||
  (found.kind === "contact" && role.call.contacts) ||
  (found.kind !== "zone" && matchesAny(role.call.numbers, found.number));

function calledWords(found: Found): string {
  if (found.kind === "station") return "calls to stations";
  if (found.kind === "contact") return "calls to contacts";
  return isInternational(found.number) ? "international calls" : `calls to ${found.number}`;
}

/** What a page needs beyond its zones. `approvedBy`: the second operator, whose PIN the host has checked. */
export interface PageApproval {
  allCall: boolean;
  approvedBy: string | null;
}

/** Page zones. Reaching everyone, by whatever choice of zones, is an all call and needs a second operator (four eyes). */
export function permitPage(
  site: Site,
  operatorId: string | null,
  zoneIds: readonly string[],
  { allCall, approvedBy }: PageApproval,
  moment: Hour,
): Refusal | null {
  const role = signedIn(site, operatorId, "page");
  if (isRefusal(role)) return role;
  const everyone = allCall || reachesEveryone(site, zoneIds);
  if (zoneIds.length === 0 && !allCall) return refuse("nothingToDo", "Choose the zones to page.");
  const zones: Zone[] = [];
  for (const id of zoneIds) {
    const zone = zoneById(site, id);
    if (!zone) return refuse("unknownTarget", `The site has no zone ${id}.`);
    zones.push(zone);
  }
  if (everyone && !role.allCall) return denied(site, "all calls", (other) => other.allCall);
  const closed = everyone ? undefined : zones.find((zone) => !mayPage(role, zone));
  if (closed) return denied(site, `pages to ${closed.name}`, (other) => mayPage(other, closed));
  const outside = outsideHours(role, moment, "page");
  if (outside) return outside;
  const far = (everyone ? site.zones : zones).find((zone) => !withinAreas(role, zone.areaId));
  if (far) return refuse("outsideArea", `Not allowed: ${far.name} is outside the areas of ${role.name}.`);
  return everyone ? permitApproval(site, operatorId, approvedBy) : null;
}

const mayPage = (role: Role, zone: Zone): boolean => role.page === "all" || role.page.includes(zone.id);

/** True for a zone marked as all call, and for all zones of a site taken together. */
export const reachesEveryone = (site: Site, zoneIds: readonly string[]): boolean =>
  zoneIds.some((id) => zoneById(site, id)?.allCall === true) ||
  (site.zones.length > 1 && site.zones.every((zone) => zone.allCall === true || zoneIds.includes(zone.id)));

/** Four eyes: the second operator is another one, and his role may approve. `act`: what is asked for, for the words. */
export function permitApproval(
  site: Site,
  operatorId: string | null,
  approvedBy: string | null,
  act = "an all call",
): Refusal | null {
  const who = whoMay(site, (role) => role.approve) ?? "a role that may approve (the site has none)";
  if (approvedBy === null) {
    return refuse("needsApproval", `${capital(act)} needs the PIN of a second operator: ${who}.`);
  }
  if (approvedBy === operatorId) {
    return refuse("needsApproval", `${capital(act)} needs the PIN of another operator, not your own: ${who}.`);
  }
  return roleOf(site, approvedBy)?.approve === true
    ? null
    : refuse("needsApproval", `This operator may not approve ${act}: it needs the PIN of ${who}.`);
}

/** Open the door of a station: a right of its own, limited by area and hour like what else acts on the plant. */
export function permitDoor(site: Site, operatorId: string | null, station: Station, moment: Hour): Refusal | null {
  const role = signedIn(site, operatorId, "open doors");
  if (isRefusal(role)) return role;
  if (!role.openDoors) return denied(site, "doors", (other) => other.openDoors);
  const outside = outsideHours(role, moment, "open doors");
  if (outside) return outside;
  if (withinAreas(role, station.place.areaId)) return null;
  return refuse("outsideArea", `Not allowed: ${station.name} is outside the areas of ${role.name}.`);
}

/** Begin an exercise: the windows of this position show it instead of the real desk. */
export function permitTraining(site: Site, operatorId: string | null): Refusal | null {
  const role = signedIn(site, operatorId, "begin an exercise");
  if (isRefusal(role)) return role;
  return role.train === true ? null : denied(site, "exercises", (other) => other.train === true);
}

/**
 * Shelve an event or a station, or take a station out of service: it makes something quiet, so it is a right of its own,
 * limited by area and hour. A whole area is a grave act. `areaId`: null where the place is not known.
 */
export function permitShelve(
  site: Site,
  operatorId: string | null,
  areaId: string | null,
  wholeArea: boolean,
  approvedBy: string | null,
  moment: Hour,
): Refusal | null {
  const role = signedIn(site, operatorId, "shelve");
  if (isRefusal(role)) return role;
  if (role.shelve !== true) return denied(site, "shelving and taking out of service", (other) => other.shelve === true);
  const outside = outsideHours(role, moment, "shelve");
  if (outside) return outside;
  if (areaId === null ? role.areas !== undefined : !withinAreas(role, areaId)) {
    return refuse("outsideArea", `Not allowed: it is outside the areas of ${role.name}.`);
  }
  return wholeArea ? permitApproval(site, operatorId, approvedBy, "shelving an area") : null;
}

/** What is heard again can be taken by whoever handles events: ending a shelf hides nothing, at any hour and place. */
export function permitEndShelf(site: Site, operatorId: string | null): Refusal | null {
  const role = signedIn(site, operatorId, "end this");
  if (isRefusal(role)) return role;
  const may = (other: Role): boolean => other.handleEvents || other.shelve === true;
  return may(role) ? null : denied(site, "the ends of shelves", may);
}

/** Read the history, and take it away as a file. */
export function permitHistory(site: Site, operatorId: string | null, exporting: boolean): Refusal | null {
  const role = signedIn(site, operatorId, exporting ? "export the history" : "read the history");
  if (isRefusal(role)) return role;
  const may = (other: Role): boolean => other.readHistory && (!exporting || other.exportHistory);
  return may(role) ? null : denied(site, exporting ? "exports of the history" : "look-ups in the history", may);
}

function outsideHours(role: Role, moment: Hour, act: string): Refusal | null {
  if (withinHours(role, moment.localMinute)) return null;
  const { from, to } = role.hours ?? { from: "", to: "" };
  return refuse("outsideHours", `Not allowed now: ${role.name} may ${act} from ${from} to ${to}.`);
}
