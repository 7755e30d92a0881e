/**
 * A rung of the ladder needs somebody to call. One that the file asks for and names nobody for is refused: whoever wrote it
 * relies on it. Without either, the table's own rung is off; `npm run probe` says so.
 */
import { type ClassName, type ClassRules, classOrder } from "../../shared/site/site.ts";
import { isGroup } from "./items.ts";
import type { Locate, Problems } from "./problem.ts";

interface Named {
  supervisor?: string | undefined;
  alternate?: string | undefined;
}

/** `raw`: the classes as the file has them; `classes`: with the table's defaults. */
export function checkLadder(
  raw: unknown,
  classes: Readonly<Record<ClassName, ClassRules>>,
  named: Named,
  locate: Locate,
  problems: Problems,
): void {
  const written = (name: ClassName, field: string): boolean =>
    isGroup(raw) && isGroup(raw[name]) && raw[name][field] !== undefined;
  for (const name of classOrder) {
    const { supervisorAfterS, alternateAfterS } = classes[name];
    const at = (field: string) => locate(["classes", name, field]);
    for (const [field, value, who] of [
      ["supervisorAfterS", supervisorAfterS, "supervisor"],
      ["alternateAfterS", alternateAfterS, "alternate"],
    ] as const) {
      if (value === null || named[who] !== undefined || !written(name, field)) continue;
      problems.add(at(field), `a number to call: name it at the top as ${who}, or write never here`, "none");
    }
    const both = supervisorAfterS !== null && alternateAfterS !== null;
    const isAsked = written(name, "alternateAfterS") || written(name, "supervisorAfterS");
    if (both && isAsked && named.alternate !== undefined && alternateAfterS <= supervisorAfterS) {
      const found = `${alternateAfterS}, and the supervisor after ${supervisorAfterS}`;
      problems.add(at("alternateAfterS"), "a longer time than until the supervisor is called", found);
    }
  }
}
