/**
 * The whole console for a test: `test("…", async ({ console, media, plant }) => …)`.
 *
 * `console` is the console's page and `media` the page with WebRTC and sound (its microphone hears 1000 Hz), whichever shell
 * carries them; `plant` is the field. Both pages are open before the test begins, and any CSP report or uncaught error in
 * them fails it. `test.use({ siteFile })` runs another site; `shell` is the process itself.
 */

import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { _electron, test as base, expect, type Page } from "@playwright/test";
import { type BrowserShell, startBrowserShell, temporaryDir } from "./browserShell.ts";
import { chromiumArgs } from "./chromiumArgs.ts";
import { type Plant, plantAt } from "./plantControl.ts";

export interface ShellOptions {
  kind: "browser" | "electron";
  /** null: the demo site. */
  siteFile: string | null;
}

/** What the two shells have in common for a test. */
interface Opened {
  console: Page;
  media: Page;
  plantAddress: Plant["address"] | null;
  /** The browser shell's process; null in Electron. */
  shell: BrowserShell | null;
}

interface Fixtures {
  opened: Opened;
  console: Page;
  media: Page;
  plant: Plant;
  shell: BrowserShell;
  /** Errors and CSP reports of the pages; a test that expects one empties it. */
  complaints: string[];
}

const repository = path.join(import.meta.dirname, "../..");

export const test = base.extend<ShellOptions & Fixtures>({
  kind: ["browser", { option: true }],
  siteFile: [null, { option: true }],
  complaints: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
    async ({}, use) => {
      const complaints: string[] = [];
      await use(complaints);
      expect(complaints, "errors and CSP reports of the pages").toEqual([]);
    },
    { auto: true },
  ],
  opened: async ({ kind, siteFile, complaints, context }, use) => {
    if (kind === "electron") return inElectron(siteFile, complaints, use);
    const shell = await startBrowserShell({ siteFile });
    try {
      await context.grantPermissions(["microphone"], { origin: shell.origin });
      const console = await context.newPage();
      const media = await context.newPage();
      collectComplaints(console, complaints);
      collectComplaints(media, complaints);
      await console.goto(shell.address);
      // raw: the fake microphone's tone passes unprocessed; probe: the spec may measure what the page hears.
      await media.goto(`${shell.origin}/media.html?raw=1&probe=1`);
      await console.bringToFront();
      await use({ console, media, plantAddress: shell.plant, shell });
      await context.close();
    } finally {
      await shell.stop();
    }
  },
  console: async ({ opened }, use) => use(opened.console),
  media: async ({ opened }, use) => use(opened.media),
  shell: async ({ opened }, use) => {
    if (!opened.shell) throw new Error("Only the browser shell is a process of its own.");
    await use(opened.shell);
  },
  plant: async ({ opened }, use) => {
    if (!opened.plantAddress) throw new Error("This site has no embedded plant.");
    await use(plantAt(opened.plantAddress));
  },
});
export { expect } from "@playwright/test";

/** Not run yet where the Electron binary is absent; the specs are the same. */
async function inElectron(
  siteFile: string | null,
  complaints: string[],
  use: (opened: Opened) => Promise<void>,
): Promise<void> {
  const dataDir = temporaryDir();
  const site = siteFile ? ["--site", siteFile] : [];
  const electron = await _electron.launch({
    args: [repository, "--data", dataDir, "--measure-sound", ...site, ...chromiumArgs()],
  });
  const pageOf = async (name: string): Promise<Page> => {
    const isIt = (page: Page) => page.url().includes(`/${name}.html`);
    return electron.windows().find(isIt) ?? electron.waitForEvent("window", isIt);
  };
  const [console, media] = await Promise.all([pageOf("console"), pageOf("media")]);
  collectComplaints(console, complaints);
  collectComplaints(media, complaints);
  const { plant } = JSON.parse(readFileSync(path.join(dataDir, "running.json"), "utf8")) as {
    plant?: Plant["address"];
  };
  await use({ console, media, plantAddress: plant ?? null, shell: null });
  await electron.close();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Uncaught errors, and CSP reports, which Chromium only tells the page and its log. */
export function collectComplaints(page: Page, complaints: string[]): void {
  const name = () => path.basename(new URL(page.url()).pathname) || page.url();
  page.on("pageerror", (error) => complaints.push(`${name()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (/Content Security Policy|TrustedHTML|TrustedScript/.test(text)) complaints.push(`${name()}: ${text}`);
  });
}
