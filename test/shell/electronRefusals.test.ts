/** Starts of the Electron shell that must not become a console. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startShell } from "../../electron/shell/startShell.ts";
import { app, errorBoxes, processes, windows } from "../doubles/electron.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "electron-refusals-"));
  app.exitCode = undefined;
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(dir, { recursive: true });
  expect([windows.length, processes.length], "nothing was opened").toEqual([0, 0]);
});

test("a second instance leaves without a window, and without touching the journal's lock", async () => {
  app.first = false;
  await startShell(["--data", dir], dir);
  expect([app.exitCode, errorBoxes.length]).toEqual([0, 0]);
  app.first = true;
});

test("a wrong site file is refused in a box with the file, the line and what was expected", async () => {
  const site = path.join(dir, "site.yaml");
  writeFileSync(site, "name: Small site\npbxs: 7\n");
  await startShell(["--site", site, "--data", dir], dir);
  expect(app.exitCode).toBe(2);
  expect(errorBoxes.at(-1)?.content).toMatch(/site\.yaml line 2, pbxs/);
});

test("a folder that another shell holds is refused by its own exit code", async () => {
  writeFileSync(
    path.join(dir, "running.json"),
    JSON.stringify({ pid: process.ppid, bornAt: null, shell: "browser shell" }),
  );
  await startShell(["--data", dir], dir);
  expect(app.exitCode).toBe(3);
  expect(errorBoxes.at(-1)?.content).toContain("already running");
});
