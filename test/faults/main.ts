/**
 * `npm run faults`: injects the faults of docs/faults.md into the real host and prints what it cost: presses lost, time to
 * see, time to heal. `--times 5`: how often each (default 3). `--only link,calls`: some groups. `--json`: one object on
 * standard output, as `npm run bench -- --json`. Exit code 0 either way: a figure is not a test.
 */
import os from "node:os";
import type { Figure } from "../bench/figure.ts";
import { callFaults } from "./callFaults.ts";
import { certificateFaults } from "./certificateFaults.ts";
import { type FaultGroup, type FaultRow, injector } from "./fault.ts";
import { healFaults, sleepFaults } from "./healFaults.ts";
import { linkFaults, nameFaults } from "./linkFaults.ts";
import { ownPageFaults } from "./ownPageFaults.ts";
import { pageFaults } from "./pageFaults.ts";
import { pbxFaults } from "./pbxFaults.ts";
import { failoverFaults, registrarFaults } from "./registrarFaults.ts";

const groups: Readonly<Record<string, FaultGroup>> = {
  link: linkFaults,
  name: nameFaults,
  registrar: registrarFaults,
  failover: failoverFaults,
  calls: callFaults,
  certificate: certificateFaults,
  heal: healFaults,
  sleep: sleepFaults,
  pages: pageFaults,
  ownPages: ownPageFaults,
  pbxs: pbxFaults,
};

const { argv } = process;
const given = (option: string): string | undefined =>
  argv.includes(option) ? argv[argv.indexOf(option) + 1] : undefined;
const json = argv.includes("--json");
const times = Number(given("--times") ?? 3);
const wanted = given("--only")?.split(",") ?? Object.keys(groups);
const unknown = wanted.filter((name) => !(name in groups));
if (unknown.length > 0 || !Number.isInteger(times) || times < 1) {
  console.error(`Expected --times N (1 or more) and --only with some of: ${Object.keys(groups).join(", ")}.`);
  process.exit(2);
}

const load = (): number => Math.round((os.loadavg()[0] ?? 0) * 100) / 100;
const loadBefore = load();
const rows: FaultRow[] = [];
if (!json)
  line(["fault", "times", "pressed", "undelivered", "lost", "seen ms: median, max", "healed ms: median, max", ""]);
const inject = injector(times, (row) => {
  rows.push(row);
  if (!json) print(row);
});
for (const name of wanted) {
  await groups[name]?.(inject).catch((error: unknown) => {
    console.error(`${name} could not be injected:`, error);
    rows.push({ id: name, name: "group", injections: [], notRun: `failed: ${String(error)}` });
  });
}
const figures = rows.flatMap(figuresOf);
if (json) console.log(JSON.stringify({ load: loadBefore, figures }));
else
  console.log(
    `\nload ${loadBefore} before, ${load()} after; ${figures.filter(({ met }) => met).length} of ${figures.length} figures within their targets`,
  );
process.exit(0);

function total(row: FaultRow, of: "pressed" | "undelivered" | "lost"): number {
  return row.injections.reduce((sum, one) => sum + (one[of] ?? 0), 0);
}

function timesOf(row: FaultRow, of: "seenMs" | "healedMs"): { median: number; max: number } | null {
  const sorted = row.injections.flatMap((one) => one[of] ?? []).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  return { median: Math.round(sorted[(sorted.length - 1) >> 1] ?? 0), max: Math.round(sorted.at(-1) ?? 0) };
}

function figuresOf(row: FaultRow): Figure[] {
  const name = `${row.id} ${row.name}`;
  const count = row.injections.length;
  if (row.notRun) return [{ name: `${name}: ${row.notRun}`, value: Number.NaN, unit: "", target: "run", met: false }];
  const figures: Figure[] = [
    {
      name: `${name}: alarms lost, ${count} times`,
      value: total(row, "lost"),
      unit: "",
      target: "0",
      met: total(row, "lost") === 0,
    },
  ];
  for (const [what, of, limit] of [
    ["time to see", "seenMs", row.seenWithinMs],
    ["time to heal", "healedMs", row.healedWithinMs],
  ] as const) {
    const found = timesOf(row, of);
    if (!found) continue;
    const target = limit === undefined ? "" : `≤ ${limit} ms`;
    figures.push(
      { name: `${name}: ${what}, median`, value: found.median, unit: "ms", target: "", met: true },
      {
        name: `${name}: ${what}, longest`,
        value: found.max,
        unit: "ms",
        target,
        met: limit === undefined || found.max <= limit,
      },
    );
  }
  return figures;
}

function print(row: FaultRow): void {
  const shown = (of: "seenMs" | "healedMs", limit: number | undefined): string => {
    const found = timesOf(row, of);
    if (!found) return "";
    const verdict = limit === undefined ? "" : found.max <= limit ? " met" : ` NOT MET (≤ ${limit})`;
    return `${found.median}, ${found.max}${verdict}`;
  };
  line([
    `${row.id} ${row.name}`,
    String(row.injections.length),
    ...(["pressed", "undelivered", "lost"] as const).map((of) => String(total(row, of))),
    shown("seenMs", row.seenWithinMs),
    shown("healedMs", row.healedWithinMs),
    row.notRun ?? "",
  ]);
}

function line(cells: readonly string[]): void {
  const widths = [58, 5, 7, 11, 4, 28, 28, 0];
  console.log(
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
