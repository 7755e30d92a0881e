/** Whom the site has called: its supervisor (F12) and its call-out lists. Each is a contact, a station, or a number of its own. */
import { normaliseNumber } from "../../shared/dialing/directory.ts";
import type { CallOutList } from "../../shared/site/site.ts";
import type { Item } from "./items.ts";
import { type Locate, type Path, type Problems, shown } from "./problem.ts";
import type { CallOutListFields } from "./shapes.ts";

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
