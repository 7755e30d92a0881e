/**
 * The browser shell: the host in this process, its pages on 127.0.0.1, and Debian's Chromium as window and as sound page.
 *
 *   site file ▸ lock ▸ page server ▸ plant and browsers side by side ▸ host
 *
 * Exit codes: 0 closed, 1 failed, 2 wrong site file or options, 3 already running.
 */
import path from "node:path";
import { type BrowserWindows, openBrowserWindows, whyNoBrowser } from "./serve/browserWindows.ts";
import { findChromium, runsAsRoot } from "./serve/chromium.ts";
import { startPageServer } from "./serve/pageServer.ts";
import { startPlant } from "./serve/plantProcess.ts";
import { rememberedPort, rememberPort } from "./serve/rememberedPort.ts";
import { loadSite, SiteError } from "./site/loadSite.ts";
import { defaultDataDir, demoSite, readVersion, rendererDir } from "./start/appFiles.ts";
import { DataInUse, lockData } from "./start/dataLock.ts";
import { contentOf, describe, startLine } from "./start/describe.ts";
import { listPageFiles } from "./start/pageFiles.ts";
import { trainingPlant } from "./start/plantAnnouncement.ts";
import { runHost } from "./start/runHost.ts";
import { OptionError, readStartOptions } from "./start/startOptions.ts";
import type { Position } from "./training/position.ts";

/** What has been started, in the order of starting: stopped in the opposite order. */
const started: (() => Promise<void> | void)[] = [];
let stopping = false;

/** The longest that an orderly stop may take; the journal has then long been closed or never will be. */
const stopLimitMs = 8_000;
/** A stranger's knocking prints at most one new address in this time. */
const addressPauseMs = 5_000;

async function start(): Promise<void> {
  const options = readStartOptions(process.argv.slice(2), { siteFile: demoSite, dataDir: defaultDataDir() }, "strict");
  const { siteFile, dataDir } = options;
  const loaded = await loadSite(siteFile);
  const noBrowser = whyNoBrowser(options.browser);
  const embedMedia = noBrowser !== null && options.media === "embedded";

  const lock = lockData(dataDir, "browser shell");
  started.push(() => lock.release());
  const files = listPageFiles(rendererDir, path.dirname(siteFile), contentOf(loaded));
  const about = describe(`browser shell${noBrowser ? "" : " in Chromium"}`, loaded, dataDir, readVersion());

  let hostIs: (host: Position) => void = () => undefined;
  const hostReady = new Promise<Position>((resolve) => {
    hostIs = resolve;
  });
  let strangerAt = Number.NEGATIVE_INFINITY;
  const pages = await startPageServer({
    files,
    port: options.port || (await rememberedPort(dataDir)),
    embedMedia,
    onLink: (page, link) =>
      void hostReady.then((host) => (page === "console" ? host.attachConsole(link) : host.attachMedia(link))),
    onStranger() {
      if (performance.now() - strangerAt < addressPauseMs) return;
      strangerAt = performance.now();
      printAddress();
    },
  });
  started.push(() => pages.close());
  rememberPort(dataDir, Number(new URL(pages.origin).port));
  const printAddress = () => console.log(`Open once, in a browser on this machine: ${pages.mintAddress("console")}`);

  // The plant and the browsers take their time side by side; pages that are there first wait for the host.
  const plant = loaded.embeddedPlant ? startPlant(siteFile, dataDir, (words) => console.error(words)) : null;
  if (plant) started.push(() => plant.stop());
  const binary = findChromium();
  let windows: BrowserWindows | null = null;
  if (noBrowser === null && binary) {
    if (runsAsRoot()) console.log("Running as root: Chromium is started without its sandbox (--no-sandbox).");
    const opened = openBrowserWindows({
      binary,
      profilesDir: path.join(dataDir, "browser"),
      pages,
      loopbackIce: loaded.embeddedPlant,
      onClosedByUser: () => void stop(0),
      say: (words) => console.error(words),
    });
    started.push(() => opened.close());
    windows = opened;
  }
  const announced = (await plant?.announced) ?? null;
  const host = await runHost(
    { siteFile, dataDir, position: options.position, embedMedia, about, plant: announced },
    loaded,
    {
      onSite: (content) => files.setSite(content),
      onSoundPageHung: () => windows?.renewSound(),
      startPlant: (dir, onLost) => startPlant(siteFile, dir, onLost, trainingPlant),
    },
  );
  started.push(() => host.stop());
  lock.tell({ address: pages.origin, ...(announced ? { plant: announced } : {}) });
  hostIs(host);

  console.log(startLine(about));
  if (noBrowser) {
    console.log(`No window is opened: ${noBrowser}.`);
    printAddress();
  }
}

/** Ends what was started, last first; a second signal ends at once. */
async function stop(code: number): Promise<void> {
  if (stopping) process.exit(code);
  stopping = true;
  setTimeout(() => {
    console.error("The stop takes too long; ended without waiting.");
    process.exit(1);
  }, stopLimitMs).unref();
  for (const end of started.reverse()) {
    try {
      await end();
    } catch (error) {
      console.error("While stopping:", error);
    }
  }
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop(0));
// A bug in one call must not silence all others: it is told, and the work goes on (DESIGN.md, errors).
process.on("uncaughtException", (error) => console.error("Internal error:", error));
process.on("unhandledRejection", (error) => console.error("Internal error:", error));

start().catch((error: unknown) => {
  if (error instanceof SiteError || error instanceof OptionError) {
    console.error(error.message);
    return stop(2);
  }
  if (error instanceof DataInUse) {
    console.error(error.message);
    return stop(3);
  }
  console.error("Not started:", error);
  return stop(1);
});
