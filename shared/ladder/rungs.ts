/** Which rungs a class has at a site: where it gives the rung a time and names somebody to call. */
import type { ClassName, Site } from "../site/site.ts";
import type { LadderTimes, Rung } from "./ladder.ts";

export const numberOf = (site: Pick<Site, "supervisor" | "alternate">, rung: Rung): string | undefined =>
  rung === "supervisor" ? site.supervisor : site.alternate;

type Rules = Pick<Site, "supervisor" | "alternate" | "classes">;

export function ladderTimesOf(site: Rules, className: ClassName): LadderTimes {
  const { supervisorAfterS, alternateAfterS } = site.classes[className];
  return {
    ...(supervisorAfterS !== null && site.supervisor !== undefined && { supervisor: supervisorAfterS * 1000 }),
    ...(alternateAfterS !== null && site.alternate !== undefined && { alternate: alternateAfterS * 1000 }),
  };
}

/** What an entry that begins a wait says of its ladder; nothing where there is none. */
export function ladderOf(site: Rules, className: ClassName): { ladder?: LadderTimes } {
  const ladder = ladderTimesOf(site, className);
  return Object.keys(ladder).length > 0 ? { ladder } : {};
}
