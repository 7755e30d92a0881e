/**
 * The browser shell's two browsers. The console is an app-mode window. The media page runs in a second, headless Chromium:
 * a target that Chromium itself hides (Target.createTarget hidden) is refused the microphone, and a minimised window could be
 * closed by hand or lie above the console. Headless it is never hidden, never throttled, and outlives a crash of the window.
 */
import path from "node:path";
import { type Chromium, findChromium, launchChromium } from "./chromium.ts";
import type { PageServer } from "./pageServer.ts";

export interface BrowserWindows {
  /** The sound page hangs: its browser is ended by force, and another opened. */
  renewSound(): void;
  close(): Promise<void>;
}

export interface BrowserWindowsOptions {
  binary: string;
  profilesDir: string;
  pages: Pick<PageServer, "origin" | "mintAddress">;
  /** The embedded plant is reached over 127.0.0.1, where Chromium gathers no candidates unless told. */
  loopbackIce: boolean;
  onClosedByUser(): void;
  /** Something for the people at the terminal. */
  say(words: string): void;
}

/** What stands against opening windows of our own, in words; null: nothing. */
export function whyNoBrowser(wanted: boolean, env = process.env): string | null {
  if (!wanted) return "none was wanted (--no-browser)";
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return "there is no display";
  if (!findChromium(env["PATH"])) return "there is no Chromium (npm run setup installs it)";
  return null;
}

/** A browser that is lost is started again at once; then after 0.5, 1, 2 … 10 s while none lives for 10 s. */
const firstPauseMs = 500;
const longestPauseMs = 10_000;
const settledMs = 10_000;

export function openBrowserWindows(options: BrowserWindowsOptions): BrowserWindows {
  const { binary, profilesDir, pages } = options;
  const console = keepOpen(
    "The console window",
    () =>
      launchChromium(binary, path.join(profilesDir, "console"), [
        "--start-maximized",
        `--app=${pages.mintAddress("console")}`,
      ]),
    options,
    options.onClosedByUser,
  );
  const sound = keepOpen(
    "The sound page",
    () => {
      const chromium = launchChromium(binary, path.join(profilesDir, "sound"), [
        "--headless=new",
        ...(options.loopbackIce ? ["--allow-loopback-in-peer-connection"] : []),
        "about:blank",
      ]);
      openSound(chromium, pages).catch((error: Error) => {
        options.say(`The sound page was not opened: ${error.message}`);
        void chromium.close();
      });
      return chromium;
    },
    options,
  );
  return {
    renewSound: () => sound.renew("its page hangs"),
    async close() {
      await Promise.all([console.close(), sound.close()]);
    },
  };
}

/** The microphone for our own origin and no other, before the page asks for it. */
async function openSound({ devtools }: Chromium, pages: BrowserWindowsOptions["pages"]): Promise<void> {
  const { origin } = pages;
  await devtools.send("Browser.setPermission", { permission: { name: "microphone" }, setting: "granted", origin });
  await devtools.send("Target.createTarget", { url: pages.mintAddress("media") });
}

interface KeptOpen {
  /** Ends it by force, and so opens it again. */
  renew(why: string): void;
  close(): Promise<void>;
}

function keepOpen(
  name: string,
  launch: () => Chromium,
  { say }: BrowserWindowsOptions,
  onClosedByUser?: () => void,
): KeptOpen {
  let closing = false;
  let current: Chromium;
  let pauseMs = 0;
  let retry: NodeJS.Timeout | undefined;
  const open = () => {
    const openedAt = performance.now();
    current = launch();
    void current.ended.then(({ byUser, words }) => {
      if (closing) return;
      if (byUser && onClosedByUser) return onClosedByUser();
      if (performance.now() - openedAt > settledMs) pauseMs = 0;
      say(`${name} is lost, opening it again: ${words}`);
      retry = setTimeout(open, pauseMs);
      pauseMs = Math.min(Math.max(firstPauseMs, pauseMs * 2), longestPauseMs);
    });
  };
  open();
  return {
    renew: (why) => current.kill(why),
    async close() {
      closing = true;
      clearTimeout(retry);
      await current.close();
    },
  };
}
