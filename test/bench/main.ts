/**
 * `npm run bench`: measures on the built tree and prints figures with their targets and the load of the machine.
 * `--json`: one object on standard output. `--only press,flood`: some of them. Exit code 0 either way: a figure is not a test.
 */
import os from "node:os";
import { answerFigures } from "./answerFigures.ts";
import type { Figure } from "./figure.ts";
import { floodFigures } from "./floodFigures.ts";
import { journalFigures } from "./journalBench.ts";
import { mapFigures } from "./mapBench.ts";
import { memoryFigures } from "./memoryFigures.ts";
import { openFigures } from "./openFigures.ts";
import { pressFigures } from "./pressFigures.ts";
import { startFigures } from "./startFigures.ts";

const benches: Readonly<Record<string, () => Promise<Figure[]>>> = {
  start: startFigures,
  press: pressFigures,
  flood: floodFigures,
  open: openFigures,
  answer: answerFigures,
  map: mapFigures,
  memory: memoryFigures,
  journal: journalFigures,
};

const json = process.argv.includes("--json");
const only = process.argv[process.argv.indexOf("--only") + 1]?.split(",");
const wanted = process.argv.includes("--only") && only ? only : Object.keys(benches);
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(", ")}. There are: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

const load = (): number => Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
const loadBefore = load();
const figures: Figure[] = [];
for (const name of wanted) {
  if (!json) console.log(`\n${name} (load ${load()})`);
  try {
    for (const figure of (await benches[name]?.()) ?? []) {
      figures.push(figure);
      if (!json) print(figure);
    }
  } catch (error) {
    // One bench that cannot run must not hide the others' figures; it is not met.
    console.error(`${name} could not be measured:`, error);
    figures.push({
      name: `${name}: could not be measured`,
      value: Number.NaN,
      unit: "",
      target: "measured",
      met: false,
    });
  }
}
if (json) console.log(JSON.stringify({ load: loadBefore, figures }));
else
  console.log(`\n${figures.filter((figure) => figure.met).length} of ${figures.length} figures within their targets`);
process.exit(0);

function print({ name, value, unit, target, met }: Figure): void {
  const verdict = target === "" ? "" : `  ${met ? "met" : "NOT MET"} (${target})`;
  console.log(`  ${name.padEnd(62)} ${String(value).padStart(9)} ${unit}${verdict}`);
}
