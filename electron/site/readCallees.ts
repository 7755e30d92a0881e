/** Whom the site has called: its supervisor (F12) and its call-out lists. Each is a contact, a station, or a number of its own. */
import { normaliseNumber } from "../../shared/dialing/directory.ts";
import type { CallFirst, CallOutList } from "../../shared/site/site.ts";
import type { Item } from "./items.ts";
import { type Locate, type Path, type Problems, shown } from "./problem.ts";
import type { CallFirstFields, CallOutListFields } from "./shapes.ts";

/** What an id or a number may stand for. */
export interface Callees {
  /** Directory number by id of a contact or station. */
  numbers: ReadonlyMap<string, string>;
  /** Numbers that are never called so, with what they are: zones, this desk. */
  never: ReadonlyMap<string, string>;
}

/** The number behind the text; null where it is told as a problem. */
export function readCallee(
  text: string,
  { numbers, never }: Callees,
  locate: Locate,
  path: Path,
  problems: Problems,
): string | null {
  const number = numbers.get(text) ?? normaliseNumber(text);
  const what = never.get(number);
  if (number !== "" && what === undefined) return number;
  const expected = "a number, or the id of a contact or station";
  problems.add(locate(path), expected, what === undefined ? shown(text) : `${text}, which is ${what}`);
  return null;
}

export const readCallOutLists = (
  items: readonly Item<CallOutListFields>[],
  callees: Callees,
  problems: Problems,
): CallOutList[] =>
  items.map(({ value, locate }) => {
    const members: string[] = [];
    value.members.forEach((member, i) => {
      const number = readCallee(member, callees, locate, ["members", i], problems);
      if (number === null) return;
      if (members.includes(number)) problems.add(locate(["members", i]), "each member once", `${member} again`);
      members.push(number);
    });
    return { ...value, members };
  });

/** `ids`: of stations and areas that the site has. */
export function readCallFirst(
  rules: readonly CallFirstFields[],
  callees: Callees,
  ids: { stations: ReadonlySet<string>; areas: ReadonlySet<string> },
  locate: Locate,
  problems: Problems,
): CallFirst[] {
  return rules.map(({ stations, areas, classes, call }, i) => {
    const at = (path: Path): Path => ["callFirst", i, ...path];
    if (stations.length + areas.length + classes.length === 0) {
      problems.add(locate(at([])), "stations, areas or classes that it is for", "none");
    }
    for (const [list, given] of [["stations", stations] as const, ["areas", areas] as const]) {
      given.forEach((id, j) => {
        if (!ids[list].has(id)) problems.add(locate(at([list, j])), `one of the ${list} of the site`, shown(id));
      });
    }
    const numbers = call.flatMap((one, j) => readCallee(one, callees, locate, at(["call", j]), problems) ?? []);
    return { stationIds: stations, areaIds: areas, classes, numbers };
  });
}
