/**
 * Electron's entry: owns windows, permissions and the restarting of the host, and nothing of the desk.
 *
 *   options ▸ single instance ▸ site file ▸ switches ▸ ready ▸ pages and permissions ▸ plant ▸ host process ▸ windows
 *
 * Exit codes as in serve.ts: 0 closed, 1 failed, 2 wrong site file or options, 3 already running.
 */
import path from "node:path";
import { app, BrowserWindow, dialog, ipcMain, protocol, session } from "electron";
import { type HostProcess, startHostProcess } from "./shell/hostProcess.ts";
import { registerPageScheme, servePages } from "./shell/pageScheme.ts";
import { limitPermissions } from "./shell/permissions.ts";
import { startPlant } from "./shell/plantProcess.ts";
import { appendSwitches } from "./shell/switches.ts";
import { handOutLinks } from "./shell/windowLinks.ts";
import { confine, keepMedia, openConsole } from "./shell/windows.ts";
import { loadSite, SiteError } from "./site/loadSite.ts";
import { defaultDataDir, demoSite, readVersion, rendererDir } from "./start/appFiles.ts";
import { DataInUse, lockData } from "./start/dataLock.ts";
import { contentOf, describe, startLine } from "./start/describe.ts";
import { listPageFiles } from "./start/pageFiles.ts";
import { OptionError, readStartOptions } from "./start/startOptions.ts";

/** What has been started, in the order of starting: stopped in the opposite order. */
const started: (() => Promise<void> | void)[] = [];
let stopping = false;
let plantPanel: string | null = null;
const say = (words: string) => console.error(words);

async function start(): Promise<void> {
  // Electron becomes ready only after this module's top-level await, so all before whenReady comes in time.
  registerPageScheme(protocol);
  app.on("web-contents-created", (_event, contents) => confine(contents, () => plantPanel));
  const args = process.argv.slice(app.isPackaged ? 1 : 2);
  const options = readStartOptions(args, { siteFile: demoSite, dataDir: defaultDataDir() }, "lenient");
  const { siteFile, dataDir, position } = options;
  app.setPath("userData", path.join(dataDir, "electron"));
  // The first instance is told (second-instance) and shows its window.
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  const loaded = await loadSite(siteFile);
  appendSwitches(app, loaded.embeddedPlant);
  const lock = lockData(dataDir, "Electron");
  started.push(() => lock.release());
  const files = listPageFiles(rendererDir, path.dirname(siteFile), contentOf(loaded));
  const about = describe("Electron", loaded, dataDir, readVersion());

  await app.whenReady();
  limitPermissions(session.defaultSession);
  servePages(protocol, files);
  const plant = loaded.embeddedPlant ? startPlant(siteFile, dataDir, say) : null;
  if (plant) started.push(() => plant.stop());
  const announced = (await plant?.announced) ?? null;
  if (announced) lock.tell({ plant: announced });
  plantPanel = announced?.panel ?? null;

  const host: HostProcess = startHostProcess({
    settings: { siteFile, dataDir, position, embedMedia: false, about, plant: announced },
    onSite: (content) => files.setSite(content),
    onRestarted: () => links.renew(),
    say,
  });
  const links = handOutLinks(ipcMain, host);
  started.push(() => host.stop());

  const media = keepMedia(say);
  started.push(() => media.close());
  app.on("browser-window-created", (_event, window) => window.once("closed", quitAfterLast));
  const window = await openConsole();
  app.on("second-instance", () => (window.isDestroyed() ? BrowserWindow.getFocusedWindow() : window)?.show());
  console.log(startLine(about));

  // The hidden window alone is no console.
  function quitAfterLast(): void {
    if (!BrowserWindow.getAllWindows().some((one) => !media.is(one))) app.quit();
  }
}

async function stop(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const end of started.reverse()) {
    try {
      await end();
    } catch (error) {
      console.error("While stopping:", error);
    }
  }
  app.exit(code);
}

app.on("before-quit", (event) => {
  event.preventDefault();
  void stop(0);
});
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void stop(0));

try {
  await start();
} catch (error) {
  const understood = error instanceof SiteError || error instanceof OptionError || error instanceof DataInUse;
  console.error(understood ? error.message : error);
  dialog.showErrorBox("Priority Console did not start", error instanceof Error ? error.message : String(error));
  await stop(error instanceof DataInUse ? 3 : understood ? 2 : 1);
}
