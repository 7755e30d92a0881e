/**
 * Plants each bug of bugs.ts in the desk, one at a time, and has its tests find it: prints the bug and the test that was first
 * to go red; first with none planted, when all must be green. Ends with 1 when one is not found. Arguments: words of the bugs wanted; all when absent.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bugs } from "./bugs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const wanted = process.argv.slice(2).join(" ");
const dir = mkdtempSync(path.join(tmpdir(), "planted-"));
const results = path.join(dir, "results.json");

interface Results {
  testResults: { name: string; message: string; assertionResults: { status: string; fullName: string }[] }[];
}

/** The first test that went red; null: all are green. */
function foundBy(index: number): string | null {
  rmSync(results, { force: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [
      path.join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config=test/planted/vitest.config.ts",
      "--reporter=json",
      `--outputFile=${results}`,
    ],
    { cwd: root, encoding: "utf8", env: { ...process.env, PLANTED: String(index), HISTORIES: "200" } },
  );
  if (status === 0) return null;
  let found: Results;
  try {
    found = JSON.parse(readFileSync(results, "utf8")) as Results;
  } catch (error) {
    throw new Error(`The tests did not run: ${stderr}`, { cause: error });
  }
  for (const file of found.testResults) {
    const red = file.assertionResults.find((one) => one.status === "failed");
    if (red) return `${path.relative(root, file.name)}: ${red.fullName.trim()}`;
  }
  // A file that cannot even be read is no test that found anything.
  throw new Error(found.testResults.map((file) => file.message).join("\n") || stderr);
}

let planted = 0;
let missed = 0;
try {
  const red = foundBy(-1);
  if (red !== null) throw new Error(`With no bug planted this is red already: ${red}`);
  for (const [index, bug] of bugs.entries()) {
    if (!bug.name.includes(wanted)) continue;
    const by = foundBy(index);
    planted += 1;
    if (by === null) missed += 1;
    console.log(
      `${by === null ? "NOT FOUND" : "found"}: ${bug.name}\n    ${bug.file}\n    ${by ?? "every test is green"}`,
    );
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log(`${planted} planted bugs, ${planted - missed} found, ${missed} not found`);
process.exitCode = missed === 0 && planted > 0 ? 0 : 1;
