/** Scenario files for tests: those that come with the console, and one from text. */
import path from "node:path";
import { Problems, problemWords } from "../../electron/site/problem.ts";
import { loadScenarios, readScenario } from "../../electron/site/readScenario.ts";
import type { Scenario } from "../../shared/training/scenario.ts";

export const shippedDir = path.join(import.meta.dirname, "../../assets/training");

export async function shipped(id: string): Promise<Scenario> {
  const found = (await loadScenarios(shippedDir)).find((one) => one.id === id);
  if (!found) throw new Error(`No scenario ${id} comes with the console.`);
  return found;
}

/** The scenario, or what is wrong with it, one line each. */
export function scenarioOf(text: string): { scenario: Scenario | null; wrong: string[] } {
  const problems = new Problems();
  const scenario = readScenario("own.yaml", text, problems);
  return { scenario, wrong: problems.sorted(["own.yaml"]).map(problemWords) };
}

/** One driver at an SOS terminal, and nothing that happens, unless `more` says otherwise. */
export const aScenario = (more: Partial<Scenario> = {}): Scenario => ({
  id: "own",
  name: "Own",
  words: "",
  limitS: 300,
  callers: [{ id: "driver", type: "sosTerminal" }],
  steps: [],
  expected: [],
  ...more,
});

/** The driver presses at once. */
export const pressAtOnce: Scenario["steps"] = [
  { when: { atS: 0 }, does: { act: "press", caller: "driver", headers: [] } },
];
