// Packs the application around the stub, and looks at what came out: contents of the asar, fuses, size.
// Runs with Node 24. Needs a build (npm run build).
import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { listPackage } from "@electron/asar";
import { FuseState, FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { writeElectronStub } from "./electron-stub.mjs";
import { fail, node24, root, run, say } from "./steps.mjs";

const { version } = JSON.parse(readFileSync(path.join(root, "node_modules/electron/package.json"), "utf8"));
const stub = path.join(root, "build-stub/linux");
writeElectronStub(stub, version);
const builder = "node_modules/electron-builder/cli.js";
const packed = run(node24, [
  builder,
  "--linux",
  "dir",
  `-c.electronDist=${stub}`,
  `-c.electronVersion=${version}`,
  "--publish",
  "never",
]);
if (packed !== 0) fail("electron-builder failed.");

const unpacked = path.join(root, "dist/linux-unpacked");
const asar = path.join(unpacked, "resources/app.asar");
const files = listPackage(asar, { isPack: false }).map((file) => file.replaceAll("\\", "/"));
for (const needed of [
  "/package.json",
  "/out/main/main.js",
  "/out/main/preload.cjs",
  "/out/main/hostMain.js",
  "/out/main/journalWriter.js",
  "/out/main/journalReader.js",
  "/out/main/plant.js",
  "/out/renderer/console.html",
  "/out/renderer/media.html",
  "/assets/demo/site.yaml",
  "/assets/demo/messages/evacuate.wav",
  "/assets/training/one-sos.yaml",
  "/out/renderer/clips/hold-en.wav",
  "/out/renderer/clips/hold-de.wav",
])
  assert(files.includes(needed), `The package lacks ${needed}`);
// The renderer's bundle is the application; sources, tests and the other shell stay outside.
const stray = files.filter((file) =>
  /node_modules|\.map$|\.tsx?$|\/serve\.|^\/(test|scripts|electron|shared|docs)\b/.test(file),
);
assert.deepEqual(stray, [], "The package holds what it should not");

const fuses = await getCurrentFuseWire(path.join(unpacked, "priority-console"));
const wanted = {
  RunAsNode: FuseState.DISABLE,
  EnableCookieEncryption: FuseState.ENABLE,
  EnableNodeOptionsEnvironmentVariable: FuseState.DISABLE,
  EnableNodeCliInspectArguments: FuseState.DISABLE,
  EnableEmbeddedAsarIntegrityValidation: FuseState.ENABLE,
  OnlyLoadAppFromAsar: FuseState.ENABLE,
  GrantFileProtocolExtraPrivileges: FuseState.DISABLE,
};
for (const [name, state] of Object.entries(wanted))
  assert.equal(fuses[FuseV1Options[name]], state, `Fuse ${name} is not as configured`);
say(
  `The package holds ${files.length} entries, ${(statSync(asar).size / 1e6).toFixed(1)} MB; fuses are as configured.`,
);
