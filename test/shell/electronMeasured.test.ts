/** The flag with which tests measure the sound page in Electron, through the double: honoured from source, never packaged. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { mediaUrl } from "../../electron/shell/pageScheme.ts";
import { eventually } from "./eventually.ts";

const demo = path.join(import.meta.dirname, "../../assets/demo/site.yaml");

async function soundPageOf(isPackaged: boolean, args: readonly string[]): Promise<string | undefined> {
  vi.resetModules();
  vi.spyOn(console, "log").mockReturnValue();
  const { app, processes, windows } = await import("../doubles/electron.ts");
  const { startShell } = await import("../../electron/shell/startShell.ts");
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "electron-measured-"));
  app.isPackaged = isPackaged;
  for (const page of ["console.html", "media.html"]) writeFileSync(path.join(dataDir, page), "<!doctype html>");
  try {
    const started = startShell(["--site", demo, "--data", dataDir, ...args], dataDir);
    await eventually(() => expect(processes).toHaveLength(1));
    processes[0]?.stdout?.write('{"sip":"ws://127.0.0.1:4001","control":"http://127.0.0.1:4002","panel":"http://x"}\n');
    await started;
    return windows.find((window) => window.options.title === "Priority Console sound")?.loaded;
  } finally {
    app.quit();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

test("--measure-sound opens the sound page unprocessed and with its probe", async () => {
  expect(await soundPageOf(false, ["--measure-sound"])).toBe(`${mediaUrl}?raw=1&probe=1`);
});

test("without it the sound page is as in production", async () => {
  expect(await soundPageOf(false, [])).toBe(mediaUrl);
});

test("a packaged program does not know it: no command line reaches into a voice", async () => {
  expect(await soundPageOf(true, ["--measure-sound"])).toBe(mediaUrl);
});
