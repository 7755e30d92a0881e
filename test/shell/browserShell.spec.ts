/** The browser shell as people start it: the built program as a process, its pages in a real Chromium. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test as base, expect } from "@playwright/test";
import { readPlantFile } from "../../electron/plant/plantFile.ts";
import { type BrowserShell, type BrowserShellOptions, startBrowserShell, temporaryDir } from "../e2e/browserShell.ts";
import { collectComplaints } from "../e2e/shell.ts";

const repository = path.join(import.meta.dirname, "../..");

interface Fixtures {
  dataDir: string;
  /** Starts a shell on `dataDir`; all are stopped after the test. */
  start(options?: BrowserShellOptions): Promise<BrowserShell>;
}
const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  dataDir: async ({}, use) => {
    const dir = temporaryDir();
    await use(dir);
    rmSync(dir, { recursive: true, force: true });
  },
  start: async ({ dataDir }, use) => {
    const shells: BrowserShell[] = [];
    await use(async (options = {}) => {
      const shell = await startBrowserShell({ dataDir, ...options });
      shells.push(shell);
      return shell;
    });
    for (const shell of shells) await shell.stop();
  },
});

/** A start that must end by itself. */
function startAndEnd(...args: string[]) {
  const node = path.join(repository, "node_modules/.bin/node");
  const serve = path.join(repository, "out/main/serve.js");
  const { status, stdout, stderr } = spawnSync(node, [serve, "--no-browser", ...args], { encoding: "utf8" });
  return { code: status, said: stdout + stderr };
}

test("the start says in one line which shell, which plant and which journal, and gives one address", async ({
  start,
  dataDir,
}) => {
  const shell = await start();
  const lines = shell.output().trim().split("\n");
  expect(lines[0]).toMatch(
    /^Priority Console \d+\.\d+\.\d+: browser shell; embedded plant \(214 stations\); journal in /,
  );
  expect(lines[0]).toContain(dataDir);
  expect(shell.output().match(/http:/g)).toHaveLength(1);
});

test("the address opens the console once; where it is used again, the terminal gets a new one", async ({
  start,
  page,
  context,
}) => {
  const shell = await start();
  await page.goto(shell.address);
  expect(page.url()).toBe(`${shell.origin}/console.html`);
  await context.clearCookies();
  expect((await page.goto(shell.address))?.status()).toBe(401);
  expect((await page.goto(`${shell.origin}/console.html`))?.status()).toBe(401);
  await expect.poll(() => shell.output().match(/\/open\//g)?.length).toBe(2);
});

test("the console draws, links and maps without one report of the content policy", async ({ start, page, context }) => {
  const complaints: string[] = [];
  const reports: string[] = [];
  const shell = await start();
  await context.exposeFunction("policyReport", (report: string) => reports.push(report));
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      void (window as unknown as { policyReport(report: string): void }).policyReport(
        `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      );
    });
  });
  const media = await context.newPage();
  for (const one of [page, media]) collectComplaints(one, complaints);
  await page.goto(shell.address);
  await media.goto(`${shell.origin}/media.html`);
  await expect(page.getByText(/PBX A proved/)).toBeVisible();
  await expect(page.locator(".leaflet-container")).toBeVisible();
  await media.waitForFunction(() => document.readyState === "complete");
  expect([...reports, ...complaints]).toEqual([]);
});

test("markup made from text is refused by trusted types, and would be reported", async ({ start, page }) => {
  const complaints: string[] = [];
  const shell = await start();
  collectComplaints(page, complaints);
  await page.goto(shell.address);
  await page
    .evaluate(() => {
      const parsed = new DOMParser().parseFromString("<p style='color:red'>x</p>" as never, "text/html");
      document.body.append(document.importNode(parsed.body.firstChild as Node, true));
    })
    .catch((error: Error) => complaints.push(error.message));
  await expect.poll(() => complaints.join()).toMatch(/Content Security Policy|TrustedHTML/);
});

test("without a hidden page the console embeds the sound page, which gets its link", async ({
  start,
  page,
  context,
}) => {
  const complaints: string[] = [];
  const shell = await start({ media: "embedded" });
  await context.grantPermissions(["microphone"], { origin: shell.origin });
  collectComplaints(page, complaints);
  const linked = page.waitForEvent("websocket", (socket) => socket.url().endsWith("/link/media"));
  await page.goto(shell.address);
  const socket = await linked;
  await socket.waitForEvent("framereceived", ({ payload }) => String(payload).includes('"lease"'));
  expect(complaints).toEqual([]);
});

test("a second start on the same folder is refused in words, and leaves the first alone", async ({
  start,
  dataDir,
  page,
}) => {
  const shell = await start();
  const { code, said } = startAndEnd("--data", dataDir);
  expect(code).toBe(3);
  expect(said).toContain(`already running on ${dataDir} (browser shell, process ${shell.pid})`);
  expect((await page.goto(shell.address))?.status()).toBe(200);
});

test("a wrong site file is refused with file, line and field before anything starts", async ({ dataDir }) => {
  mkdirSync(dataDir, { recursive: true });
  const site = path.join(dataDir, "wrong.yaml");
  writeFileSync(site, "name: Small site\npbxs: 7\n");
  const data = path.join(dataDir, "data");
  const { code, said } = startAndEnd("--data", data, "--site", site);
  expect(code).toBe(2);
  expect(said).toMatch(/wrong\.yaml line 2, pbxs/);
  expect(existsSync(data)).toBe(false);
});

test("an unknown option is refused with those there are", () => {
  const { code, said } = startAndEnd("--sight", "x");
  expect([code, said]).toEqual([2, expect.stringMatching(/--sight.*--site FILE/s)]);
});

test("a stopped shell ends with code 0, and its plant and its lock are gone", async ({ start, dataDir }) => {
  const shell = await start();
  expect(readPlantFile(dataDir)).not.toBeNull();
  expect(await shell.stop()).toBe(0);
  expect(readPlantFile(dataDir)).toBeNull();
  expect(existsSync(path.join(dataDir, "running.json"))).toBe(false);
});

test("a killed shell takes its plant with it, and the next start goes on with the journal", async ({
  start,
  dataDir,
  page,
}) => {
  const first = await start();
  await first.kill();
  await expect.poll(() => readPlantFile(dataDir)).toBeNull();
  const second = await start();
  await page.goto(second.address);
  await expect(page.getByText(/PBX A proved/)).toBeVisible();
});
