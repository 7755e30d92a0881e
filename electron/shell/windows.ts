/** The windows: consoles (the first, and one for each panel that is opened alone) and the hidden media page. */
import path from "node:path";
import { BrowserWindow, shell, type WebContents, type WebPreferences } from "electron";
import { consoleUrl } from "./pageScheme.ts";

/** Every window: isolated, sandboxed, and reaching us by the preload's connect() alone. */
export const webPreferences = {
  preload: path.join(import.meta.dirname, "preload.cjs"),
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // An alarm is drawn in a covered window as fast as in an open one.
  backgroundThrottling: false,
} as const satisfies WebPreferences;

const background = "#11151a";
const reopenAfterMs = 500;

export async function openConsole(): Promise<BrowserWindow> {
  const window = new BrowserWindow({
    width: 1600,
    height: 1000,
    minWidth: 480,
    minHeight: 360,
    title: "Priority Console",
    backgroundColor: background,
    autoHideMenuBar: true,
    webPreferences,
  });
  // Crashed or killed: the desk is in the host, so the page comes back as it was.
  window.webContents.on("render-process-gone", () => setTimeout(() => reload(window), reopenAfterMs));
  await window.loadURL(consoleUrl);
  return window;
}

function reload(window: BrowserWindow): void {
  if (!window.isDestroyed()) window.webContents.reload();
}

export interface MediaWindow {
  is(window: BrowserWindow): boolean;
  /** It hangs: ended by force, and opened again at once. */
  renew(): void;
  close(): void;
}

/**
 * The hidden window in which WebRTC, microphone and ring tones live: never shown, and opened again whenever it is lost.
 * `url`: the media page.
 */
export function keepMedia(url: string, say: (words: string) => void): MediaWindow {
  let closing = false;
  let pauseMs = reopenAfterMs;
  let current = open();

  function open(): BrowserWindow {
    const window = new BrowserWindow({ show: false, title: "Priority Console sound", webPreferences });
    window.webContents.on("render-process-gone", (_event, { reason }) => {
      say(`The sound page is lost (${reason}), opening it again.`);
      window.destroy();
    });
    window.once("closed", () => {
      if (!closing) setTimeout(() => (current = open()), pauseMs);
      pauseMs = reopenAfterMs;
    });
    window.loadURL(url).catch((error: Error) => {
      say(`The sound page was not opened: ${error.message}`);
      if (!window.isDestroyed()) window.destroy();
    });
    return window;
  }

  return {
    is: (window) => window === current,
    renew() {
      if (closing || current.isDestroyed()) return;
      pauseMs = 0;
      current.webContents.forcefullyCrashRenderer();
    },
    close() {
      closing = true;
      if (!current.isDestroyed()) current.destroy();
    },
  };
}

/**
 * For every web contents there will ever be: it stays on its page, and opens nothing but our own panels. The embedded plant's
 * panel is outside the console, so the system's browser shows it: that one address, which we made ourselves.
 */
export function confine(contents: WebContents, plantPanel: () => string | null): void {
  for (const leaving of ["will-navigate", "will-redirect", "will-frame-navigate"] as const)
    contents.on(leaving as "will-navigate", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isPanel(url)) return { action: "allow", overrideBrowserWindowOptions: panelWindow };
    if (url === plantPanel()) shell.openExternal(url).catch((error) => console.error(`The plant panel: ${error}`));
    return { action: "deny" };
  });
}

const panelWindow = {
  minWidth: 480,
  minHeight: 360,
  backgroundColor: background,
  autoHideMenuBar: true,
  webPreferences,
};

/** A panel in a window of its own: our console page with ?panel=NAME and nothing more. */
function isPanel(address: string): boolean {
  const query = address.startsWith(`${consoleUrl}?`) ? new URLSearchParams(address.slice(consoleUrl.length + 1)) : null;
  return query !== null && [...query.keys()].join() === "panel" && /^[A-Za-z]{1,20}$/.test(query.get("panel") ?? "");
}
