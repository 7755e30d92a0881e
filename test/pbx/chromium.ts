/**
 * A position at a real PBX with the console's own sound page, as built, in Chromium. The page comes from the real page server,
 * is opened by the test, and can be killed, reloaded and hung. The microphone hears 1000 Hz.
 */
import { existsSync } from "node:fs";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { onTestFinished } from "vitest";
import type { Link } from "../../electron/host/ports.ts";
import { startPageServer } from "../../electron/serve/pageServer.ts";
import { rendererDir } from "../../electron/start/appFiles.ts";
import { listPageFiles } from "../../electron/start/pageFiles.ts";
import type {} from "../../renderer/media/probe.ts";
import { chromiumArgs, microphoneHz } from "../e2e/chromiumArgs.ts";
import type { HostLife } from "../journeys/hostLife.ts";
import type { Station } from "./baresip.ts";
import type { Pbx } from "./pbx.ts";
import { type Position, type PositionOptions, startPosition, until } from "./position.ts";
import { pbxTest } from "./programs.ts";

export interface ChromiumDesk extends Position {
  /** The sound page that was opened last. */
  readonly page: Page;
  /** Another sound page; the one before, if it is still there, keeps the lease. */
  openPage(): Promise<void>;
  /** Its process is gone; the host is told by the closed link alone. */
  crashPage(): Promise<void>;
  /** Its own thread does nothing else for so long; resolves when it goes on. */
  hangPage(forMs: number, of?: Page): Promise<void>;
  /** Amplitude of a tone of this number's newest call, over half a second: what the operator hears, or what a page sends. */
  amplitude(what: "played" | "sent", number: string, hz: number, of?: Page): Promise<number>;
  /** Waits until the operator hears this tone of it: whose voice it is. Takes 0.8 s at least. */
  untilPlayed(number: string, hz: number, by?: Page): Promise<void>;
  /** Waits until a voice comes to the page from this number, from now on. Known within 0.1 s; whose it is `untilPlayed` says. */
  untilHeard(number: string): Promise<void>;
  /** Waits until sound comes to both ends, from now on. Known within 0.3 s. */
  untilSound(station: Station): Promise<void>;
}

export interface ChromiumDeskOptions extends PositionOptions {
  /** Takes what ends it, outside of a test; absent: it ends with the test. */
  atEnd?: (close: () => Promise<void>) => void;
}

/** Amplitude of a tone that is heard; stations and microphone have 0.4 and more. */
const loud = 0.3;
/** Of 0…1, as the bars show it: a station's tone has 0.85. */
const voiceLevel = 0.5;
const binary = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** A test that needs this PBX and the sound page. Where it cannot run it says why. */
export const chromiumTest = (pbx: Pbx["name"], name: string, body: () => Promise<void>): void =>
  pbxTest(pbx, name, body, undefined, whyNoSoundPage());

/** Why the sound page cannot run here, in words; null when it can. */
export function whyNoSoundPage(): string | null {
  if (!existsSync(binary)) return `${binary} is not there; run: npm run setup`;
  return existsSync(`${rendererDir}/media.html`) ? null : "the renderer is not built; run: npm run build";
}

export async function startChromiumDesk(pbx: Pbx, options: ChromiumDeskOptions = {}): Promise<ChromiumDesk> {
  const closing: (() => unknown)[] = [];
  (options.atEnd ?? onTestFinished)(async () => {
    for (const close of closing.reverse()) await close();
  });
  const door = openDoor();
  const pages = await startPageServer({
    files: listPageFiles(rendererDir, rendererDir, { maps: [], holdClip: null, messageFiles: {} }),
    port: 0,
    embedMedia: false,
    onLink: (_, link) => door.knock(link),
    onStranger: () => undefined,
  });
  closing.push(() => pages.close());
  const browser = await launch();
  closing.push(() => browser.close());
  const context = await browser.newContext();
  await context.grantPermissions(["microphone"], { origin: pages.origin });
  // Swaps the one-time address for the session that the pages need.
  await context.request.get(pages.mintAddress("media"));
  let page = await open(context, pages.origin);

  const position = await startPosition(pbx, options, door.openTo, (close) => closing.push(close));
  const callIdOf = (number: string): string | undefined =>
    Object.values(position.console.desk.calls).findLast((one) => one.number === number)?.id;

  async function amplitude(what: "played" | "sent", number: string, hz: number, of = page): Promise<number> {
    const asked = [what, callIdOf(number) ?? "", hz] as const;
    return of.evaluate(([tap, callId, tone]) => window.mediaProbe?.[tap](callId, tone) ?? 0, asked);
  }

  async function untilHeard(number: string): Promise<void> {
    const { console } = position;
    let looked = console.notices.length;
    await console.until(
      `sound comes from ${number}`,
      () => {
        const since = console.notices.slice(looked);
        looked = console.notices.length;
        const callId = callIdOf(number) ?? "";
        return since.some((notice) => notice.kind === "levels" && (notice.calls[callId] ?? 0) > voiceLevel);
      },
      30_000,
    );
    await page.waitForFunction((callId) => window.mediaProbe?.plays(callId), callIdOf(number) ?? "");
  }

  return {
    ...position,
    get page() {
      return page;
    },
    async openPage() {
      page = await open(context, pages.origin);
    },
    crashPage: () => crash(page),
    hangPage: (forMs, of = page) => of.evaluate(hang, forMs),
    amplitude,
    async untilPlayed(number, hz, by = page) {
      const last = performance.now() + 30_000;
      while ((await amplitude("played", number, hz, by)) < loud)
        if (performance.now() > last) throw new Error(`This never came: the operator hears ${hz} Hz of ${number}`);
    },
    untilHeard,
    async untilSound(station) {
      const heard = station.listen();
      await Promise.all([
        untilHeard(station.number),
        until(`${station.number} hears the operator`, () => (heard(microphoneHz) ?? 0) > 0.2),
      ]);
    },
  };
}

function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: binary,
    ignoreDefaultArgs: ["--mute-audio"],
    args: ["--headless=new", ...chromiumArgs()],
  });
}

async function open(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  // raw: the fake microphone's tone passes unprocessed; probe: the test may measure what the page hears.
  await page.goto(`${origin}/media.html?raw=1&probe=1`);
  return page;
}

/** The way from the pages' sockets to the host that lives now. Between two lives pages wait, as they do while a shell starts. */
function openDoor(): { openTo(host: HostLife): void; knock(link: Link): void } {
  let host: HostLife | null = null;
  const waiting: Link[] = [];

  function letIn(life: HostLife, link: Link): void {
    const side = life.attach("media", {
      take: (message) => link.send(message),
      lost() {
        if (host === life) host = null;
        link.close();
      },
    });
    link.onMessage((message) => side.say(message));
    link.onClose(() => side.leave());
  }

  return {
    openTo(life) {
      host = life;
      for (const link of waiting.splice(0)) letIn(life, link);
    },
    knock(link) {
      if (host) letIn(host, link);
      else waiting.push(link);
    },
  };
}

/** By the developer tools; the answer never comes. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent("crash");
  const devtools = await page.context().newCDPSession(page);
  devtools.send("Page.crash").catch(() => undefined);
  await crashed;
  await page.close();
}

/** Runs in the page. */
function hang(forMs: number): void {
  const end = Date.now() + forMs;
  while (Date.now() < end);
}
