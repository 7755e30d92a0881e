/** Whom does the console call by itself when nobody answers? Pure. */
import { ladderTimesOf, numberOf } from "../../shared/ladder/rungs.ts";
import { classOrder, type Site } from "../../shared/site/site.ts";
import { type Finding, look, ok } from "./finding.ts";

const what = "Ladder";

export function judgeLadder(site: Site): Finding {
  const rungs = classOrder.flatMap((name) => {
    const { label } = site.classes[name];
    const { supervisor, alternate } = ladderTimesOf(site, name);
    return [
      ...(supervisor === undefined
        ? []
        : [`${label}: supervisor (${numberOf(site, "supervisor")}) ${supervisor / 1000} s`]),
      ...(alternate === undefined
        ? []
        : [`${label}: alternate (${numberOf(site, "alternate")}) ${alternate / 1000} s`]),
    ];
  });
  const missing = (["supervisor", "alternate"] as const).filter((rung) => {
    const after = `${rung}AfterS` as const;
    return numberOf(site, rung) === undefined && classOrder.some((name) => site.classes[name][after] !== null);
  });
  if (missing.length === 0) return ok(what, rungs.join("; ") || "nobody is called, as the site file says");
  const found = rungs.length === 0 ? "nobody is called when no one answers" : `only ${rungs.join("; ")}`;
  const names = missing.join(" and ");
  return look(what, found, `Name ${names} at the top of the site file, or write never at the classes.`);
}
