/**
 * The Electron shell from its start to its end: windows, permissions and the restarting of the host, and nothing of the desk.
 *
 *   options ▸ single instance ▸ site file ▸ switches ▸ ready ▸ answer key ▸ pages and permissions ▸ plant ▸ host process ▸ windows
 *
 * Exit codes as in serve.ts: 0 closed, 1 failed, 2 wrong site file or options, 3 already running.
 */
import path from "node:path";
import { app, BrowserWindow, dialog, globalShortcut, ipcMain, protocol, session } from "electron";
import { loadSite, SiteError } from "../site/loadSite.ts";
import { defaultDataDir, demoSite, readVersion } from "../start/appFiles.ts";
import { DataInUse, lockData } from "../start/dataLock.ts";
import { contentOf, describe, startLine } from "../start/describe.ts";
import { listPageFiles } from "../start/pageFiles.ts";
import { trainingPlant } from "../start/plantAnnouncement.ts";
import { OptionError, readStartOptions } from "../start/startOptions.ts";
import { takeAnswerKey } from "./answerKey.ts";
import { heedAttention } from "./attention.ts";
import { type HostProcess, startHostProcess } from "./hostProcess.ts";
import { mediaUrl, registerPageScheme, servePages } from "./pageScheme.ts";
import { limitPermissions } from "./permissions.ts";
import { startPlant } from "./plantProcess.ts";
import { appendSwitches } from "./switches.ts";
import { handOutLinks } from "./windowLinks.ts";
import { confine, keepMedia, openConsole } from "./windows.ts";

type Stop = () => Promise<void> | void;
const say = (words: string) => console.error(words);

/**
 * For tests: the sound page sends the microphone unprocessed and lets itself be measured. Never in a packaged program,
 * where no command line may reach into a voice.
 */
const measured = (args: readonly string[]): boolean => !app.isPackaged && args.includes("--measure-sound");

/** `started`: what is to be stopped, in the order of starting. */
async function start(args: readonly string[], rendererDir: string, started: Stop[]): Promise<void> {
  let plantPanel: string | null = null;
  registerPageScheme(protocol);
  app.on("web-contents-created", (_event, contents) => confine(contents, () => plantPanel));
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

  await app.whenReady();
  const answerKey = takeAnswerKey(globalShortcut, say);
  started.push(() => answerKey.release());
  const about = { ...describe("Electron", loaded, dataDir, readVersion()), answerKey: answerKey.words };
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
    onSoundPageHung: () => media.renew(),
    onRestarted: () => links.renew(),
    startPlant: (dir, onLost) => startPlant(siteFile, dir, onLost, trainingPlant),
    say,
  });
  const links = handOutLinks(ipcMain, host);
  heedAttention(ipcMain);
  started.push(() => host.stop());

  const media = keepMedia(measured(args) ? `${mediaUrl}?raw=1&probe=1` : mediaUrl, say);
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

/** `args`: the command line without the program. Resolves when the console is open, or when the start has failed in words. */
export async function startShell(args: readonly string[], rendererDir: string): Promise<void> {
  const started: Stop[] = [];
  let stopping = false;

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
    await start(args, rendererDir, started);
  } catch (error) {
    const understood = error instanceof SiteError || error instanceof OptionError || error instanceof DataInUse;
    console.error(understood ? error.message : error);
    dialog.showErrorBox("Priority Console did not start", error instanceof Error ? error.message : String(error));
    await stop(error instanceof DataInUse ? 3 : understood ? 2 : 1);
  }
}
