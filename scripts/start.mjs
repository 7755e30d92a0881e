// npm start: builds when something changed since, then runs Electron where its binary is, else the browser shell.
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { become, electronIsHere, fail, node24, root, run, say } from "./steps.mjs";

if (!existsSync(node24)) fail("Nothing is installed yet. Run first: npm run setup");
const why = buildIsDue();
if (why) {
  say(`Building: ${why}.`);
  if (run(node24, ["node_modules/vite/bin/vite.js", "build", "--app", "--logLevel", "error"]) !== 0)
    fail("The build failed.");
}
const args = process.argv.slice(2);
if (electronIsHere()) become(path.join(root, "node_modules/.bin/electron"), [root, ...args]);
else become(node24, [path.join(root, "out/main/serve.js"), ...args]);

/** Every bundle is written by every build, so the oldest one tells when the last complete build was. */
function buildIsDue() {
  const outputs = [
    "main/main.js",
    "main/preload.cjs",
    "main/serve.js",
    "main/hostMain.js",
    "main/plant.js",
    "renderer/console.html",
  ];
  let builtAt = Number.POSITIVE_INFINITY;
  for (const output of outputs) {
    const stat = statSync(path.join(root, "out", output), { throwIfNoEntry: false });
    if (!stat) return `out/${output} is missing`;
    builtAt = Math.min(builtAt, stat.mtimeMs);
  }
  for (const source of ["electron", "renderer", "shared", "assets/public", "vite.config.ts", "package-lock.json"]) {
    const changed = newerThan(path.join(root, source), builtAt);
    if (changed) return `${path.relative(root, changed)} is newer than the last build`;
  }
  return null;
}

function newerThan(file, time) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return null;
  if (!stat.isDirectory()) return stat.mtimeMs > time ? file : null;
  for (const name of readdirSync(file)) {
    const found = newerThan(path.join(file, name), time);
    if (found) return found;
  }
  return null;
}
