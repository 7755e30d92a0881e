// npm run setup: makes a fresh machine ready, with Node 20 and npm and nothing else. Does only what is missing, and says it.
import { execFileSync, spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { electronIsHere, fail, node24, root, run, say } from "./steps.mjs";

const problems = [];
packages();
checkNode();
chromium();
pbxs();
if (problems.length > 0) fail(`\nSetup is not complete:\n${problems.map((one) => `- ${one}`).join("\n")}`);
say(`Setup is complete. ${electronIsHere() ? "Electron" : "The browser shell"} will be used: npm start`);

function packages() {
  const why = packagesDiffer();
  if (!why) return say("npm packages: as in package-lock.json.");
  say(`npm packages: ${why}; running npm ci.`);
  if (run("npm", ["ci", "--no-audit", "--no-fund"]) !== 0)
    fail("npm ci failed; its own words stand above. It needs a package registry that answers.");
}

/** Why node_modules is not what the lock file says; null when it is. */
function packagesDiffer() {
  const installedFile = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedFile)) return "none are installed";
  const wanted = readLock(path.join(root, "package-lock.json"));
  const installed = readLock(installedFile);
  for (const [name, one] of Object.entries(wanted)) {
    if (name === "") continue;
    const there = installed[name];
    // Optional packages are for other systems, and left out by npm.
    if (!there && !one.optional) return `${name} is missing`;
    if (there && there.version !== one.version) return `${name} is ${there.version}, not ${one.version}`;
    if (there && !existsSync(path.join(root, name))) return `${name} is missing`;
  }
  const extra = Object.keys(installed).find((name) => !(name in wanted));
  return extra ? `${extra} is too many` : null;
}

function readLock(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}

/** For the tests alone, so that the console is ready without them. */
function pbxs() {
  if (run(process.execPath, [path.join(root, "scripts/setup-pbx.mjs")]) !== 0)
    say(
      "The console does without them. The tests in test/pbx/ will say that they did not run: npm run setup:pbx tries again.",
    );
}

function checkNode() {
  const version = existsSync(node24) ? execFileSync(node24, ["--version"], { encoding: "utf8" }).trim() : "missing";
  if (version.startsWith("v24.")) say(`Node: ${version}, from node_modules.`);
  else problems.push(`Node 24 from node_modules is ${version}. Remove node_modules and run npm run setup again.`);
}

function chromium() {
  const found = findChromium();
  if (found) return say(`Chromium: ${found}.`);
  const install = "apt-get update && apt-get install -y --no-install-recommends chromium chromium-sandbox";
  if (!isProgram("apt-get"))
    return say(
      "Chromium: none found, and there is no apt-get. Install Chromium by hand; until then npm start prints an address, and the browser tests cannot run.",
    );
  const sudo = process.getuid() === 0 ? [] : mayWithoutAsking() ? ["sudo", "-n"] : null;
  if (!sudo)
    return say(
      `Chromium: none found, and installing it needs rights that you do not have here. Run: sudo sh -c '${install}'\nUntil then npm start prints an address, and the browser tests cannot run.`,
    );
  say(`Chromium: none found; running ${install}`);
  const [command, ...args] = [...sudo, "sh", "-c", install];
  if (run(command, args, { DEBIAN_FRONTEND: "noninteractive" }) !== 0 || !findChromium())
    problems.push(`Chromium could not be installed by apt-get; its own words stand above. To try again: ${install}`);
}

/** The names under which electron/serve/chromium.ts looks for it. */
function findChromium() {
  return ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"].map(isProgram).find(Boolean);
}

/** Path of a program on PATH; null when there is none. */
function isProgram(name) {
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (folder) return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

function mayWithoutAsking() {
  return isProgram("sudo") !== null && spawnSync("sudo", ["-n", "true"], { stdio: "ignore" }).status === 0;
}
