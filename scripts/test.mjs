// npm test: every check in the order of its cost, each named and timed, ended by the first that fails.
// With --long: 100,000 random histories of the desk, 5,000 sequences of link faults, 60 kills of the journal,
// 10,000 mutated frames, and the planted bugs that the tests of the desk must find.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fail, node24, root, run, say } from "./steps.mjs";

if (!existsSync(node24)) fail("Nothing is installed yet. Run first: npm run setup");
const resultsDir = path.join(root, ".playwright");
const unitResults = path.join(resultsDir, "unit.json");
const e2eResults = path.join(resultsDir, "e2e.json");
mkdirSync(resultsDir, { recursive: true });
rmSync(unitResults, { force: true });
rmSync(e2eResults, { force: true });

const long = process.argv.includes("--long");
const bin = (file, ...args) => [node24, [path.join("node_modules", file), ...args]];
const steps = [
  { name: "types", command: bin("typescript/bin/tsc", "-b") },
  { name: "lint", command: bin("@biomejs/biome/bin/biome", "ci", ".") },
  { name: "dead code", command: bin("knip/bin/knip.js") },
  { name: "build", command: bin("vite/bin/vite.js", "build", "--app", "--logLevel", "warn") },
  {
    name: "unit",
    command: bin(
      "vitest/vitest.mjs",
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${unitResults}`,
    ),
    count: countUnit,
  },
  { name: "e2e", command: bin("@playwright/test/cli.js", "test"), count: countE2e },
  { name: "package", command: [node24, ["scripts/package-check.mjs"]] },
];
if (long) steps.push({ name: "planted bugs", command: [node24, ["test/planted/main.ts"]] });
const env = {
  PRIORITY_CONSOLE_E2E_RESULTS: e2eResults,
  ...(long ? { HISTORIES: "100000", JOURNAL_KILLS: "60", MUTANTS: "10000" } : {}),
};

let passed = 0;
let failed = 0;
for (const { name, command, count } of steps) {
  say(`\n— ${name}`);
  const from = performance.now();
  const code = run(...command, env);
  const counted = count?.() ?? { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  passed += counted.passed;
  failed += counted.failed;
  say(`— ${name}: ${code === 0 ? "passed" : "FAILED"} in ${((performance.now() - from) / 1000).toFixed(1)} s`);
  if (code === 0) continue;
  // A suite that broke before it counted anything still failed.
  if (counted.failed === 0) failed += 1;
  break;
}
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function countUnit() {
  const results = read(unitResults);
  return { passed: results?.numPassedTests ?? 0, failed: results?.numFailedTests ?? 0 };
}

function countE2e() {
  const stats = read(e2eResults)?.stats;
  if (stats?.flaky) say(`— e2e: ${stats.flaky} passed only at the second try (marked flaky above)`);
  return { passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0), failed: stats?.unexpected ?? 0 };
}

function read(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}
