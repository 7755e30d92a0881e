/** What one part of a site says of another: ids and numbers that are given twice, references to nothing, points off the plan. */

import { normaliseNumber } from "../../shared/dialing/directory.ts";
import type { SiteMap } from "../../shared/site/site.ts";
import type { Item } from "./items.ts";
import { isDegree } from "./mapFiles.ts";
import { type Locate, type Path, type Problems, shown } from "./problem.ts";
import type {
  CallOutListFields,
  OperatorFields,
  PbxFields,
  ProcedureFields,
  RoleFields,
  StationFields,
  ZoneFields,
} from "./shapes.ts";

/** Lists of a site by name, as far as their items had the right shape. */
export interface Parts {
  areas: readonly Item<{ id: string }>[];
  maps: readonly Item<{ id: string }>[];
  pbxs: readonly Item<PbxFields>[];
  stations: readonly Item<StationFields>[];
  zones: readonly Item<ZoneFields>[];
  contacts: readonly Item<{ id: string; name: string; number: string }>[];
  callOutLists: readonly Item<CallOutListFields>[];
  roles: readonly Item<RoleFields>[];
  operators: readonly Item<OperatorFields>[];
  procedures: readonly Item<ProcedureFields>[];
  outcomes: readonly Item<{ id: string }>[];
  messages: readonly Item<{ id: string }>[];
}

export interface Known {
  /** Every id that the files write, also of items that were refused: a reference to those is right. */
  ids: Readonly<Record<keyof Parts, ReadonlySet<string>>>;
  /** Maps whose file could be read. */
  maps: readonly SiteMap[];
  demo: boolean;
}

export function crossCheck(parts: Parts, known: Known, problems: Problems): void {
  for (const [what, items] of Object.entries(parts)) unique(items, singular(what), problems);
  uniqueNumbers(parts, problems);
  const refers = references(known, problems);
  const onMap = mapCheck(known, problems);

  for (const { value, locate } of parts.stations) {
    refers("areas", value.area, locate, ["area"]);
    refers("maps", value.map, locate, ["map"]);
    refers("procedures", value.procedure, locate, ["procedure"]);
    value.zones.forEach((zone, i) => void refers("zones", zone, locate, ["zones", i]));
    onMap(value.map, value.at, locate, ["at"]);
  }
  for (const { value, locate } of parts.zones) {
    refers("areas", value.area, locate, ["area"]);
    value.stations.forEach((station, i) => void refers("stations", station, locate, ["stations", i]));
    const members =
      value.stations.length > 0 || parts.stations.some((station) => station.value.zones.includes(value.id));
    if (!members) problems.add(locate([]), "at least one station in the zone", "none: a page would reach nobody");
    value.outlines.forEach((outline, i) => {
      refers("maps", outline.map, locate, ["outlines", i, "map"]);
      outline.points.forEach((point, j) => void onMap(outline.map, point, locate, ["outlines", i, "points", j]));
    });
  }
  for (const { value, locate } of parts.roles) {
    if (value.page !== "all") value.page.forEach((zone, i) => void refers("zones", zone, locate, ["page", i]));
    value.areas?.forEach((area, i) => void refers("areas", area, locate, ["areas", i]));
  }
  for (const { value, locate } of parts.operators) {
    refers("roles", value.role, locate, ["role"]);
    if (!value.pin && !known.demo) problems.add(locate(["pin"]), "a hash as `npm run pin` prints it", "nothing");
  }
  for (const { value, locate } of parts.procedures) {
    value.steps.forEach((step, i) => void refers("zones", step.page, locate, ["steps", i, "page"]));
  }
}

/** What must be there at all, for events to come in and to be handled. */
export function checkComplete(parts: Parts, whole: Locate, problems: Problems): void {
  if (parts.pbxs.length === 0) problems.add(whole(["pbxs"]), "at least one PBX", "none");
  const handling = new Set(parts.roles.filter(({ value }) => value.handleEvents).map(({ value }) => value.id));
  if (!parts.operators.some(({ value }) => handling.has(value.role))) {
    problems.add(
      whole(["operators"]),
      "at least one operator whose role has handleEvents: yes",
      "none: no event could be closed",
    );
  }
}

const singular = (list: string): string => (list === "pbxs" ? "PBX" : list.slice(0, -1));

function unique(items: readonly Item<{ id: string }>[], what: string, problems: Problems): void {
  const first = new Map<string, Locate>();
  for (const { value, locate } of items) {
    const before = first.get(value.id);
    if (before) {
      const { file, line } = before(["id"]);
      problems.add(locate(["id"]), `an id that no other ${what} has`, `${value.id}, as in ${file} line ${line}`);
    } else first.set(value.id, locate);
  }
}

function uniqueNumbers({ stations, zones, contacts, pbxs }: Parts, problems: Problems): void {
  const first = new Map<string, string>();
  const take = (number: string, what: string, locate: Locate, path: Path): void => {
    const key = normaliseNumber(number);
    const before = first.get(key);
    const { file, line } = locate(path);
    if (before) problems.add(locate(path), "a number that nothing else has", `${number}, as ${before}`);
    else first.set(key, `${what} in ${file} line ${line}`);
  };
  // Several PBXs may know this desk by the same number.
  for (const own of new Map(pbxs.map((pbx) => [pbx.value.number ?? pbx.value.user, pbx])).values()) {
    const number = own.value.number ?? own.value.user;
    if (normaliseNumber(number) === "")
      problems.add(own.locate(["number"]), "a directory number of digits", shown(own.value.number));
    else take(number, "this desk", own.locate, ["number"]);
  }
  // Whoever dials 112 must never reach a station of that number instead.
  const emergency = new Map(pbxs.flatMap((pbx) => pbx.value.emergencyNumbers.map((one) => [one, pbx])));
  for (const { value, locate } of [...stations, ...zones]) {
    const pbx = emergency.get(value.number);
    if (pbx) problems.add(locate(["number"]), `none of the emergency numbers of PBX ${pbx.value.id}`, value.number);
  }
  calledNumbers({ stations, zones, pbxs }, problems);
  for (const { value, locate } of stations) take(value.number, `station ${value.id}`, locate, ["number"]);
  for (const { value, locate } of zones) take(value.number, `zone ${value.id}`, locate, ["number"]);
  for (const { value, locate } of contacts) take(value.number, `contact ${value.id}`, locate, ["number"]);
}

/** A called number means one class, and reaches this desk: no station or zone has it. */
function calledNumbers(
  { stations, zones, pbxs }: Pick<Parts, "stations" | "zones" | "pbxs">,
  problems: Problems,
): void {
  const taken = new Map([
    ...stations.map(({ value }) => [value.number, `station ${value.id}`] as const),
    ...zones.map(({ value }) => [value.number, `zone ${value.id}`] as const),
  ]);
  for (const { value, locate } of pbxs) {
    const seen = new Set<string>();
    value.calledNumbers.forEach(({ number }, i) => {
      const where = locate(["calledNumbers", i, "number"]);
      const other = taken.get(number);
      if (other) problems.add(where, "a number that leads to this desk", `${number}, as ${other}`);
      if (seen.has(number)) problems.add(where, "each called number once", number);
      seen.add(number);
    });
  }
}

/** Gives a check that a reference names something; an absent one is right. */
function references({ ids }: Known, problems: Problems) {
  return (list: keyof Parts, id: string | undefined, locate: Locate, path: Path): void => {
    if (id === undefined || ids[list].has(id)) return;
    const what = `${"aeiou".includes(list.slice(0, 1)) ? "an" : "a"} ${singular(list)}`;
    const some = [...ids[list]].slice(0, 6).join(", ");
    const expected =
      some === "" ? `${what} (the site has none)` : `${what} of the site (${some}${ids[list].size > 6 ? ", …" : ""})`;
    problems.add(locate(path), expected, JSON.stringify(id));
  };
}

/** Gives a check that a point lies on its map; where the map itself was refused there is nothing to compare with. */
function mapCheck({ maps }: Known, problems: Problems) {
  const byId = new Map(maps.map((map) => [map.id, map]));
  return (mapId: string, [x, y]: readonly [number, number], locate: Locate, path: Path): void => {
    const map = byId.get(mapId);
    if (!map) return;
    const inside =
      map.kind === "geo" ? isDegree(x, 180) && isDegree(y, 90) : x >= 0 && y >= 0 && x <= map.width && y <= map.height;
    if (inside) return;
    const expected =
      map.kind === "geo"
        ? "[longitude, latitude] in degrees"
        : `a point on ${map.image}, from [0, 0] to [${map.width}, ${map.height}]`;
    problems.add(locate(path), expected, `[${x}, ${y}]`);
  };
}
