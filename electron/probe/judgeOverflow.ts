/** Does the PBX wait with its overflow until the console's own ladder is done? Pure. */
import { ladderTimesOf } from "../../shared/ladder/rungs.ts";
import { classOfType } from "../../shared/site/defaults.ts";
import { type ClassName, classOrder, type Pbx, type Site } from "../../shared/site/site.ts";
import { type Finding, look, ok } from "./finding.ts";

const what = "Overflow";

export function judgeOverflow(site: Site, pbx: Pbx): Finding {
  const { overflowAfterS: afterS } = pbx;
  const steps = stepsOf(site, pbx);
  const longest = Math.max(0, ...steps.map(({ atS }) => atS));
  if (afterS === undefined) {
    return look(
      what,
      "the site file does not say when the PBX gives up",
      `Write overflowAfterS: the seconds of its recipe. This site's ladder takes ${longest} s. Without an overflow a dead console means that nobody answers.`,
    );
  }
  const late = steps.filter(({ atS }) => atS >= afterS);
  if (late.length === 0) return ok(what, `after ${afterS} s, longer than this site's ladder of ${longest} s`);
  const list = late.map(({ label, step, atS }) => `${label}: ${step} ${atS} s`).join("; ");
  return look(
    what,
    `after ${afterS} s, shorter than this site's ladder`,
    `Too late to happen here: ${list}. The PBX rings another telephone first: raise its time above ${longest} s, or shorten these.`,
  );
}

/** Of the classes that this site's callers can have; routine calls have no ladder (they sound once, and softly). */
function stepsOf(site: Site, { emergencyNumbers }: Pbx): { label: string; step: string; atS: number }[] {
  const used = new Set<ClassName>(site.stations.map((station) => station.class ?? classOfType[station.type]));
  if (emergencyNumbers.length > 0) used.add("urgent");
  return classOrder
    .filter((name) => used.has(name) && name !== "routine")
    .flatMap((name) => {
      const { label, answerTargetS, louderAfterS } = site.classes[name];
      const louder = louderAfterS === null ? [] : [{ label, step: "louder after", atS: louderAfterS }];
      const { supervisor, alternate } = ladderTimesOf(site, name);
      const called = [
        { label, step: "supervisor called after", ms: supervisor },
        { label, step: "alternate number called after", ms: alternate },
      ].flatMap(({ ms, ...rest }) => (ms === undefined ? [] : [{ ...rest, atS: ms / 1000 }]));
      return [{ label, step: "to be answered within", atS: answerTargetS }, ...louder, ...called];
    });
}
