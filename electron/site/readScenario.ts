/** A scenario file: YAML to data, with everything that is wrong in it told as for a site file. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Act, CallerRule, Expected, Happened, Scenario, When } from "../../shared/training/scenario.ts";
import { type Item, rawItems, readItems, readOne } from "./items.ts";
import { type Locate, type Path, Problems, SiteError, shown } from "./problem.ts";
import { readYaml } from "./readYaml.ts";
import type { CallerFields, ExpectFields, ScenarioStepFields } from "./scenarioShape.ts";
import * as shapes from "./scenarioShape.ts";
import { insideSite, readBytes, type SiteFiles, shortName, utf8 } from "./siteFiles.ts";

const mostBytes = 200_000;

/** Scenarios that a site names, in its order; the bytes are for its hash. */
export async function readScenarios(
  names: readonly string[],
  locate: Locate,
  files: SiteFiles,
): Promise<{ scenarios: Scenario[]; contents: { name: string; bytes: Buffer }[] }> {
  const read = { scenarios: [] as Scenario[], contents: [] as { name: string; bytes: Buffer }[] };
  for (const [i, name] of names.entries()) {
    const where = locate(["scenarios", i]);
    const file = insideSite(files, name, where);
    const bytes = file && (await readBytes(files, file, where, mostBytes));
    if (!file || !bytes) continue;
    read.contents.push({ name, bytes });
    const short = shortName(files, file);
    const text = utf8(bytes, { file: short, line: 0, field: "" }, files.problems);
    const scenario = text === null ? null : readScenario(short, text, files.problems);
    if (scenario && read.scenarios.some(({ id }) => id === scenario.id))
      files.problems.add(where, "scenarios with ids of their own", `${JSON.stringify(scenario.id)} twice`);
    else if (scenario) read.scenarios.push(scenario);
  }
  return read;
}

/** Those that come with the console. Throws SiteError. */
export async function loadScenarios(dir: string): Promise<Scenario[]> {
  const files: SiteFiles = { dir, seen: new Map(), problems: new Problems() };
  const names = (await readdir(dir)).filter((name) => name.endsWith(".yaml")).sort();
  const locate: Locate = () => ({ file: dir, line: 0, field: "" });
  const { scenarios } = await readScenarios(names, locate, files);
  const { problems } = files;
  if (!problems.none)
    throw new SiteError(dir, problems.sorted(names), { files: names.map((n) => join(dir, n)), looks: "" });
  return scenarios;
}

/** Null with what is wrong in `problems`. */
export function readScenario(file: string, text: string, problems: Problems): Scenario | null {
  const own = new Problems();
  const scenario = read(file, text, own);
  for (const { expected, found, ...where } of own.sorted([file])) problems.add(where, expected, found);
  return own.none ? scenario : null;
}

function read(file: string, text: string, problems: Problems): Scenario | null {
  const yaml = readYaml(file, text, problems);
  if (!yaml) return null;
  const { root, locate } = yaml;
  const head = readOne(root, shapes.scenarioShape, locate, problems);
  if (!head) return null;
  const callers = readItems(rawItems(head.callers, "callers", locate), shapes.callerShape, problems);
  const steps = readItems(rawItems(head.steps, "steps", locate), shapes.stepShape, problems);
  const expected = readItems(rawItems(head.expect, "expect", locate), shapes.expectShape, problems);
  if (head.callers.length === 0) problems.add(locate(["callers"]), "at least one caller", "none");
  if (head.steps.length === 0) problems.add(locate(["steps"]), "at least one step", "none");

  const known: string[] = [];
  for (const { value, locate: at } of callers) {
    if (known.includes(value.id)) problems.add(at(["id"]), "callers with ids of their own", shown(value.id));
    if (value.near !== undefined) named(value.near, known, at, ["near"], problems);
    known.push(value.id);
  }
  const ids = head.callers.flatMap((one) => idOf(one));
  const asked = { ids, problems };
  const scenario: Scenario = {
    id: head.id,
    name: head.name,
    words: head.words,
    limitS: head.limit,
    callers: callers.flatMap((item) => callerOf(item, problems)),
    steps: steps.flatMap((item) => {
      const [when, does] = [whenOf(item, asked), actOf(item, asked)];
      return when && does ? [{ when, does }] : [];
    }),
    expected: expected.flatMap((item) => expectedOf(item, asked)),
  };
  return problems.none ? scenario : null;
}

interface Asked {
  /** Every caller that the file writes, also one that is wrong elsewhere. */
  ids: readonly string[];
  problems: Problems;
}

const idOf = (raw: unknown): string[] =>
  typeof raw === "object" && raw !== null && "id" in raw && typeof raw.id === "string" ? [raw.id.trim()] : [];

function named(id: string, ids: readonly string[], locate: Locate, path: Path, problems: Problems): boolean {
  if (ids.includes(id)) return true;
  problems.add(locate(path), `one of the callers ${ids.join(", ") || "(none above)"}`, shown(id));
  return false;
}

function callerOf({ value, locate }: Item<CallerFields>, problems: Problems): CallerRule[] {
  const { id, station, type, near } = value;
  if ((station === undefined) === (type === undefined)) {
    problems.add(locate([]), "either the id of a station or a type", station === undefined ? "neither" : "both");
    return [];
  }
  if (station !== undefined) return [{ id, stationId: station }];
  return type === undefined ? [] : [{ id, type, ...(near !== undefined && { near }) }];
}

/** The one field of these that is given; null, with the problem noted, when none or several are. */
function only<K extends string>(
  fields: Readonly<Partial<Record<K, unknown>>>,
  names: readonly K[],
  locate: Locate,
  problems: Problems,
): K | null {
  const given = names.filter((name) => fields[name] !== undefined);
  const [first] = given;
  if (first !== undefined && given.length === 1) return first;
  problems.add(locate([]), `one of ${names.join(", ")}`, first === undefined ? "none of them" : given.join(" and "));
  return null;
}

function whenOf({ value, locate }: Item<ScenarioStepFields>, { ids, problems }: Asked): When | null {
  const which = only(value, ["at", "after"], locate, problems);
  if (which === "at") return { atS: value.at ?? 0 };
  if (which === null || value.after === undefined) return null;
  const { after } = value;
  const inside: Locate = (path) => locate(["after", ...path]);
  const is = only(after, ["answered", "acknowledged", "called", "paged", "ended", "closed"], inside, problems);
  const caller = is === null ? undefined : after[is];
  if (is === null || caller === undefined || !named(caller, ids, inside, [is], problems)) return null;
  return { after: { is, caller } as Happened, waitS: value.wait ?? 0 };
}

const acts = ["press", "hangUp", "silent", "speak", "contacts", "losePbx", "pbxBack", "flood"] as const;

function actOf({ value, locate }: Item<ScenarioStepFields>, { ids, problems }: Asked): Act | null {
  const act = only(value, acts, locate, problems);
  if (act === null) return null;
  switch (act) {
    case "press":
    case "hangUp":
    case "silent":
    case "speak": {
      const caller = value[act];
      if (caller === undefined || !named(caller, ids, locate, [act], problems)) return null;
      return act === "press" ? { act, caller, headers: value.headers ?? [] } : { act, caller };
    }
    case "contacts":
      return { act, how: value.contacts ?? "answer" };
    case "losePbx":
    case "pbxBack":
      return { act };
    case "flood": {
      const { flood } = value;
      if (!flood || !named(flood.near, ids, locate, ["flood", "near"], problems)) return null;
      return { act, count: flood.count, everyS: flood.every, near: flood.near, type: flood.type ?? null };
    }
  }
}

function expectedOf({ value, locate }: Item<ExpectFields>, { ids, problems }: Asked): Expected[] {
  const names = ["answered", "steps", "called", "paged", "closed", "outcome", "floodAcknowledgedWithin"] as const;
  const what = only(value, names, locate, problems);
  if (what === null) return [];
  if (what === "floodAcknowledgedWithin") {
    return [{ what: "floodAcknowledged", withinS: value.floodAcknowledgedWithin ?? 0 }];
  }
  const caller = what === "outcome" ? value.outcome?.of : value[what];
  const path = what === "outcome" ? ["outcome", "of"] : [what];
  if (caller === undefined || !named(caller, ids, locate, path, problems)) return [];
  return [what === "outcome" ? { what, caller, outcome: value.outcome?.is ?? "" } : { what, caller }];
}
