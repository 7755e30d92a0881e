// A stand-in for the Electron distribution, for checking the package where the binary cannot be fetched: the layout that
// electron-builder expects, and an "executable" holding a fuse wire. It proves the configuration, never that the packaged
// application runs.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** What @electron/fuses looks for in the binary, followed by version, length and one state a fuse. */
const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseCount = 9;
const fuseStates = "101100010";

export function writeElectronStub(at, version) {
  rmSync(at, { recursive: true, force: true });
  for (const folder of ["resources", "locales"]) mkdirSync(path.join(at, folder), { recursive: true });
  const wire = Buffer.concat([Buffer.from(sentinel), Buffer.from([1, fuseCount]), Buffer.from(fuseStates)]);
  const refusal = Buffer.from("#!/bin/sh\necho 'stub: not Electron' >&2; exit 97\n");
  writeFileSync(path.join(at, "electron"), Buffer.concat([refusal, wire]));
  chmodSync(path.join(at, "electron"), 0o755);
  writeFileSync(path.join(at, "version"), version);
  for (const name of [
    "LICENSE",
    "LICENSES.chromium.html",
    "locales/en-US.pak",
    "chrome-sandbox",
    "chrome_crashpad_handler",
  ])
    writeFileSync(path.join(at, name), "stub");
}
