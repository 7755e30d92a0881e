/** Response procedures: a step is one verb (say, ask, do, call, page, door) with its words. */

import { normaliseNumber } from "../../shared/dialing/directory.ts";
import type { Procedure, ProcedureStep } from "../../shared/site/site.ts";
import type { Item } from "./items.ts";
import { type Locate, type Problems, shown } from "./problem.ts";
import type { ProcedureFields, StepFields } from "./shapes.ts";

const verbs = ["say", "ask", "do", "call", "page", "door"] as const;
/** A door step that names no station: the door at the event's own. */
const here = "here";

/** What steps may name. */
export interface StepTargets {
  /** Directory number by id of a contact or station. */
  numbers: ReadonlyMap<string, string>;
  zoneNames: ReadonlyMap<string, string>;
  /** Words for the doors of stations, by station. */
  doors: ReadonlyMap<string, string>;
}

export function readProcedures(
  items: readonly Item<ProcedureFields>[],
  targets: StepTargets,
  problems: Problems,
): Procedure[] {
  return items.map(({ value, locate }) => ({
    id: value.id,
    name: value.name,
    classes: value.classes,
    steps: value.steps.flatMap((step, i) => {
      const read = readStep(step, (path) => locate(["steps", i, ...path]), targets, problems);
      return read ? [read] : [];
    }),
  }));
}

function readStep(
  step: StepFields,
  locate: Locate,
  { numbers, zoneNames, doors }: StepTargets,
  problems: Problems,
): ProcedureStep | null {
  const given = verbs.filter((verb) => step[verb] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    problems.add(locate([]), `one of ${verbs.join(", ")}`, given.join(" and ") || "none");
    return null;
  }
  if ((step.answers !== undefined) !== (kind === "ask")) {
    const asks = kind === "ask";
    problems.add(
      locate(asks ? [] : ["answers"]),
      asks ? "answers to choose from" : `no answers to a step that is ${kind}`,
      asks ? "none" : "a list",
    );
    return null;
  }
  const spoken = kind === "say" || kind === "ask" || kind === "do";
  if (spoken && step.words !== undefined) {
    problems.add(locate(["words"]), `the words in ${kind}`, shown(step.words));
    return null;
  }
  const { mandatory } = step;
  if (kind === "ask") return { kind, words: step.ask ?? "", mandatory, answers: step.answers ?? [] };
  if (spoken) return { kind, words: step[kind] ?? "", mandatory };
  if (kind === "page") {
    const zoneId = step.page ?? "";
    return { kind, words: step.words ?? `Page ${zoneNames.get(zoneId) ?? zoneId}`, mandatory, zoneId };
  }
  if (kind === "door") {
    const stationId = step.door ?? "";
    if (stationId === here) return { kind, words: step.words ?? "Open the door", mandatory };
    const door = doors.get(stationId);
    if (door === undefined) {
      problems.add(locate(["door"]), "here, or a station that has a door", shown(stationId));
      return null;
    }
    return { kind, words: step.words ?? `Open ${door}`, mandatory, stationId };
  }
  const target = step.call ?? "";
  const number = numbers.get(target) ?? normaliseNumber(target);
  if (number === "") {
    problems.add(locate(["call"]), "a number, or the id of a contact or station", shown(target));
    return null;
  }
  return { kind, words: step.words ?? `Call ${target}`, mandatory, number };
}
