/** Scenario files: those that come with the console can be played on the demo site; a wrong one is told in words, at its line. */
import path from "node:path";
import { expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { loadScenarios } from "../../electron/site/readScenario.ts";
import { castOf } from "../../shared/training/cast.ts";
import { scenarioOf, shippedDir } from "./scenarios.ts";

const head = "id: own\nname: Own\nwords: What happens\n";
const callers = "callers:\n  - { id: a, type: SOS terminal }\n";

test("three scenarios come with the console, and the demo site can play each", async () => {
  const scenarios = await loadScenarios(shippedDir);
  const { site } = await loadSite(path.join(import.meta.dirname, "../../assets/demo/site.yaml"));
  expect(scenarios.map(({ id }) => id)).toEqual(["one-sos", "pbx-loss", "tunnel-fire"]);
  for (const scenario of scenarios) expect(castOf(scenario, site)).toBeInstanceOf(Map);
});

test("every act and condition is read", () => {
  const { scenario, wrong } = scenarioOf(`${head}limit: 60
callers:
  - { id: a, type: SOS terminal }
  - { id: b, station: sos-214 }
  - { id: c, type: helpPoint, near: a }
steps:
  - { at: 0, contacts: noAnswer }
  - { at: 1, press: a, headers: ["Priority: emergency"] }
  - { after: { answered: a }, wait: 2, silent: a }
  - { after: { acknowledged: a }, speak: a }
  - { after: { called: a }, hangUp: a }
  - { after: { paged: a }, losePbx: yes }
  - { after: { ended: a }, pbxBack: yes }
  - { after: { closed: a }, flood: { count: 3, near: a, every: 1, type: helpPoint } }
expect:
  - answered: a
  - outcome: { of: b, is: helped }
  - floodAcknowledgedWithin: 60
`);
  expect(wrong).toEqual([]);
  expect(scenario?.callers).toEqual([
    { id: "a", type: "sosTerminal" },
    { id: "b", stationId: "sos-214" },
    { id: "c", type: "helpPoint", near: "a" },
  ]);
  expect(scenario?.steps.map(({ does }) => does.act)).toEqual([
    "contacts",
    "press",
    "silent",
    "speak",
    "hangUp",
    "losePbx",
    "pbxBack",
    "flood",
  ]);
  expect(scenario?.steps[2]?.when).toEqual({ after: { is: "answered", caller: "a" }, waitS: 2 });
});

test.each([
  ["a step with two acts", `${head}${callers}steps:\n  - { at: 1, press: a, hangUp: a }\n`, "press and hangUp"],
  ["a step without an act", `${head}${callers}steps:\n  - { at: 1 }\n`, "none of them"],
  ["a step without a time", `${head}${callers}steps:\n  - { press: a }\n`, "one of at, after"],
  ["a caller that nobody plays", `${head}${callers}steps:\n  - { at: 1, press: b }\n`, "one of the callers a"],
  [
    "a caller of two kinds",
    `${head}callers:\n  - { id: a, type: helpPoint, station: x }\nsteps:\n  - { at: 1, press: a }\n`,
    "both",
  ],
  [
    "a caller twice",
    `${head}callers:\n  - { id: a, type: helpPoint }\n  - { id: a, type: helpPoint }\nsteps:\n  - { at: 1, press: a }\n`,
    "ids of their own",
  ],
  ["a misspelt field", `${head}${callers}steps:\n  - { at: 1, pres: a }\n`, "one of the fields at, after"],
  ["a header that is none", `${head}${callers}steps:\n  - { at: 1, press: a, headers: [x] }\n`, "a header such as"],
  ["no callers", `${head}steps:\n  - { at: 1, losePbx: yes }\n`, "at least one caller"],
  ["a time that is none", `${head}${callers}steps:\n  - { at: soon, press: a }\n`, "a whole number from 0 to 3600"],
  ["a flood without end", `${head}${callers}steps:\n  - { at: 1, flood: { count: 5000, near: a } }\n`, "from 1 to 40"],
])("%s is refused in words, with its line", (_what, text, words) => {
  const { scenario, wrong } = scenarioOf(text);
  expect(scenario).toBeNull();
  expect(wrong.join("\n")).toContain(words);
  expect(wrong[0]).toMatch(/^own\.yaml line \d+/);
});
