/** Whole-console tests in a real Chromium: Debian's, headless, hearing 1000 Hz from a fake microphone. */
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";
import { chromiumArgs } from "./test/e2e/chromiumArgs.ts";
import type { ShellOptions } from "./test/e2e/shell.ts";

const electronIsHere = existsSync(new URL("node_modules/electron/dist/version", import.meta.url));
const results = process.env["PRIORITY_CONSOLE_E2E_RESULTS"];

export default defineConfig<ShellOptions>({
  testDir: "test",
  testMatch: "**/*.spec.ts",
  // Sound is measured: a second Chromium beside would be heard in the figures.
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  // Real sound on two shared cores: a second try is allowed where nobody watches, and scripts/test.mjs prints which needed it.
  retries: process.env["CI"] ? 1 : 0,
  outputDir: ".playwright/output",
  reporter: results ? [["list"], ["json", { outputFile: results }]] : "list",
  use: {
    viewport: { width: 1920, height: 1080 },
    launchOptions: {
      executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
      // Playwright mutes; a muted ring would be confirmed all the same, and then nobody would know.
      ignoreDefaultArgs: ["--mute-audio"],
      args: ["--headless=new", ...chromiumArgs()],
    },
  },
  projects: [
    { name: "browser", use: { kind: "browser" } },
    // The same specs in Electron, as soon as its binary is there.
    ...(electronIsHere ? [{ name: "electron", use: { kind: "electron" as const } }] : []),
  ],
});
