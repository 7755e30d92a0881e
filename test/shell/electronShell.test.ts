/**
 * Electron's main and preload, wired through the in-memory double: real windows code, real permissions, real pages, no real
 * Electron. It proves what we ask of Electron, not that Electron does it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { consoleUrl, mediaUrl } from "../../electron/shell/pageScheme.ts";
import { startShell } from "../../electron/shell/startShell.ts";
import {
  app,
  BrowserWindow,
  exposed,
  globalShortcut,
  ipcMain,
  ipcRenderer,
  openedOutside,
  processes,
  protocol,
  session,
  type WebContents,
  windows,
} from "../doubles/electron.ts";
import { eventually } from "./eventually.ts";

const demo = path.join(import.meta.dirname, "../../assets/demo/site.yaml");
const panel = "http://127.0.0.1:4002/panel";
let dataDir: string;
const postedToPage: unknown[][] = [];

const byTitle = (title: string) => {
  const found = windows.filter((window) => window.options.title === title && !window.isDestroyed()).at(-1);
  if (!found) throw new Error(`no window "${title}"`);
  return found;
};
const consoleWindow = () => byTitle("Priority Console");
const mediaWindow = () => byTitle("Priority Console sound");
const hosts = () => processes.filter((one) => one.entry.endsWith("hostMain.js"));
const plants = () => processes.filter((one) => one.entry.endsWith("plant.js"));
const lastHost = () => {
  const last = hosts().at(-1);
  if (!last) throw new Error("no host");
  return last;
};
/** As if the preload of that window called connect(role) from this address. */
function connectFrom(sender: WebContents, url: string, role: unknown, parent: object | null = null): void {
  ipcRenderer.frame = { sender, senderFrame: { url, parent } };
  ipcRenderer.send("priority-console:connect", role);
}

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "electron-shell-"));
  for (const page of ["console.html", "media.html"]) writeFileSync(path.join(dataDir, page), "<!doctype html>");
  vi.spyOn(console, "log").mockReturnValue();
  const started = startShell(["--site", demo, "--data", dataDir, "--position", "3", "--no-sandbox"], dataDir);
  await eventually(() => expect(plants()).toHaveLength(1));
  plants()[0]?.stdout?.write(`{"sip":"ws://127.0.0.1:4001","control":"http://127.0.0.1:4002","panel":"${panel}"}\n`);
  await started;
  vi.stubGlobal("window", {
    location: { origin: "console://app" },
    postMessage: (...posted: unknown[]) => postedToPage.push(posted),
  });
  await import("../../electron/preload.ts");
});
afterAll(() => {
  app.quit();
  rmSync(dataDir, { recursive: true, force: true });
});

describe("windows", () => {
  test("the console is shown, the sound page is hidden, each on its own page", () => {
    expect([consoleWindow().loaded, consoleWindow().options.show]).toEqual([consoleUrl, undefined]);
    expect([mediaWindow().loaded, mediaWindow().options.show]).toEqual([mediaUrl, false]);
  });

  test("every window is isolated, sandboxed, without Node, and never slowed down", () => {
    for (const window of [consoleWindow(), mediaWindow()])
      expect(window.options.webPreferences).toMatchObject({
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        backgroundThrottling: false,
        preload: expect.stringMatching(/preload\.cjs$/),
      });
  });

  test("no page leaves its address, in whatever way, and none embeds a webview", () => {
    for (const window of [consoleWindow(), mediaWindow()])
      for (const way of ["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"])
        expect(window.webContents.mayLeave(way), way).toBe(false);
  });

  test("a page opens our own panels, in windows as confined as itself, and nothing else", () => {
    const { webContents } = consoleWindow();
    const opened = webContents.open(`${consoleUrl}?panel=map`);
    expect(opened).toMatchObject({
      action: "allow",
      overrideBrowserWindowOptions: { webPreferences: consoleWindow().options.webPreferences },
    });
    for (const url of [
      "https://example.invalid/",
      "file:///etc/passwd",
      "javascript:alert(1)",
      consoleUrl,
      mediaUrl,
      `${consoleUrl}?panel=<img>`,
      `${consoleUrl}?panel=map&more=1`,
      "console://other/console.html?panel=map",
    ])
      expect(webContents.open(url), url).toEqual({ action: "deny" });
    expect(openedOutside).toEqual([]);
  });

  test("the embedded plant's panel, and no other address, opens in the system's browser", () => {
    expect(consoleWindow().webContents.open(panel)).toEqual({ action: "deny" });
    consoleWindow().webContents.open(`${panel}/../other`);
    expect(openedOutside).toEqual([panel]);
  });

  test("a console page that crashed is loaded again, a sound page that crashed is opened anew", async () => {
    vi.spyOn(console, "error").mockReturnValueOnce();
    const lost = mediaWindow();
    lost.webContents.emit("render-process-gone", {}, { reason: "crashed" });
    consoleWindow().webContents.emit("render-process-gone", {}, { reason: "crashed" });
    await eventually(() => {
      expect(consoleWindow().webContents.reloads).toBe(1);
      expect([mediaWindow() === lost, mediaWindow().loaded]).toEqual([false, mediaUrl]);
    });
  });
});

describe("a sound page that hangs", () => {
  test("is ended by force when the host says so, and another is opened", async () => {
    const hung = mediaWindow();
    lastHost().emit("message", { t: "soundPageHung" });
    await eventually(() => expect([mediaWindow() === hung, mediaWindow().loaded]).toEqual([false, mediaUrl]));
    expect(hung.isDestroyed()).toBe(true);
  });
});

describe("before ready", () => {
  test("the pages' scheme is standard and secure, so that CSP and the microphone work on it", () => {
    expect(protocol.schemes).toEqual([
      { scheme: "console", privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
    ]);
  });

  test("sound may start by itself, nothing is throttled, and ICE runs over loopback with the embedded plant", () => {
    expect(Object.keys(app.switches).sort()).toEqual([
      "allow-loopback-in-peer-connection",
      "autoplay-policy",
      "disable-background-timer-throttling",
      "disable-backgrounding-occluded-windows",
      "disable-features",
      "disable-renderer-backgrounding",
    ]);
    expect(app.switches["autoplay-policy"]).toBe("no-user-gesture-required");
    expect(app.switches["disable-features"]).toBe("WebRtcHideLocalIpsWithMdns");
  });

  test("the profile lies in the data folder", () => {
    expect(app.paths["userData"]).toBe(path.join(dataDir, "electron"));
  });
});

describe("permissions", () => {
  const asked = (permission: string, details: Record<string, unknown>) => {
    let answer: boolean | undefined;
    session.defaultSession.request?.({}, permission, (allowed) => (answer = allowed), details);
    return answer;
  };
  const ours = "console://app/media.html";

  test("the microphone is granted to our own pages", () => {
    expect(asked("media", { mediaTypes: ["audio"], requestingUrl: ours })).toBe(true);
    expect(session.defaultSession.check?.({}, "media", "console://app/", { mediaType: "audio" })).toBe(true);
  });

  test.each([
    ["the camera", "media", { mediaTypes: ["video"], requestingUrl: ours }],
    ["microphone with camera", "media", { mediaTypes: ["audio", "video"], requestingUrl: ours }],
    ["media of no kind", "media", { mediaTypes: [], requestingUrl: ours }],
    ["the microphone for another origin", "media", { mediaTypes: ["audio"], requestingUrl: "https://example.invalid" }],
    ["the microphone for a look-alike", "media", { mediaTypes: ["audio"], requestingUrl: "console://app.evil/" }],
    ["the microphone for nobody", "media", { mediaTypes: ["audio"] }],
    ["the place", "geolocation", { requestingUrl: ours }],
    ["notifications", "notifications", { requestingUrl: ours }],
    ["opening other programs", "openExternal", { requestingUrl: ours }],
  ])("%s is refused", (_what, permission, details) => {
    expect(asked(permission, details)).toBe(false);
  });

  test("checks refuse as requests do", () => {
    const check = (permission: string, origin: string, mediaType: string) =>
      session.defaultSession.check?.(null, permission, origin, { mediaType });
    expect(check("media", "console://app/", "video")).toBe(false);
    expect(check("media", "https://example.invalid/", "audio")).toBe(false);
    expect(check("usb", "console://app/", "")).toBe(false);
  });
});

describe("pages", () => {
  const get = async (url: string, method = "GET") => {
    const handler = protocol.handlers.get("console");
    if (!handler) throw new Error("no handler");
    return handler(new Request(url, { method }));
  };

  test("come with the strict policy of the browser shell", async () => {
    const page = await get(`${consoleUrl}?panel=map`);
    expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'; script-src 'self'");
    expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("files of the site that its maps name can be read", async () => {
    expect((await get("console://app/site/tunnel.svg")).headers.get("content-type")).toBe("image/svg+xml");
  });

  test.each([
    "console://app/site/site.yaml",
    "console://app/../../package.json",
    "console://app/%2e%2e/package.json",
    "console://app/..%2fpackage.json",
    "console://other/console.html",
    "console://app/nothing",
  ])("%s does not exist", async (url) => {
    expect((await get(url)).status).toBe(404);
  });

  test("are read and not written", async () => {
    expect((await get(consoleUrl, "POST")).status).toBe(404);
  });
});

describe("the host", () => {
  test("runs in a process of its own, with its settings, on the announced plant", () => {
    expect(hosts()).toHaveLength(1);
    expect(lastHost().received[0]?.message).toMatchObject({
      t: "start",
      settings: { siteFile: demo, dataDir, position: "3", embedMedia: false, plant: { sip: "ws://127.0.0.1:4001" } },
    });
  });

  test("gets one end of a channel when a page asks for its link, and the page gets the other", () => {
    const { webContents } = consoleWindow();
    ipcRenderer.frame = { sender: webContents, senderFrame: { url: `${consoleUrl}?panel=map`, parent: null } };
    (exposed["priorityConsole"] as { connect(role: string): void }).connect("console");
    const given = lastHost().received.at(-1);
    expect(given?.message).toEqual({ t: "link", role: "console" });
    const [message, origin, ports] = postedToPage.at(-1) as [string, string, { postMessage(data: unknown): void }[]];
    expect([message, origin, ports.length]).toEqual(["priority-console:port", "console://app", 1]);
    const heard: unknown[] = [];
    given?.ports[0]?.on("message", ({ data }) => heard.push(data));
    ports[0]?.postMessage({ t: "signIn", at: new Date(0) });
    given?.ports[0]?.start();
    expect(heard).toEqual([{ t: "signIn", at: new Date(0) }]);
  });

  test("the bridge offers connect and the wish for attention, and nothing else", () => {
    expect(Object.keys(exposed)).toEqual(["priorityConsole"]);
    expect(Object.keys(exposed["priorityConsole"] as object)).toEqual(["connect", "wantAttention"]);
  });

  test("is told where the answer key answers; the key reaches the page through its preload, and attention its window", () => {
    const given = lastHost().received[0]?.message as { settings: { about: { answerKey: string } } };
    expect(given.settings.about.answerKey).toBe("Ctrl+Alt+Space answers from any program");
    globalShortcut.keys.get("Control+Alt+Space")?.();
    expect(postedToPage.at(-1)).toEqual(["priority-console:answer", "console://app", []]);
    ipcRenderer.frame = {
      sender: consoleWindow().webContents,
      senderFrame: { url: consoleUrl, parent: null },
    };
    BrowserWindow.inUse = null;
    (exposed["priorityConsole"] as { wantAttention(wanted: boolean): void }).wantAttention(true);
    expect(consoleWindow().flashing).toBe(true);
  });

  test("gets no link for a foreign page, a frame, or a page in another's role", () => {
    const before = lastHost().received.length;
    const { webContents } = consoleWindow();
    connectFrom(webContents, "https://example.invalid/console.html", "console");
    connectFrom(webContents, "console://app.evil/console.html", "console");
    connectFrom(webContents, consoleUrl, "console", {});
    connectFrom(webContents, consoleUrl, "media");
    connectFrom(webContents, mediaUrl, "console");
    connectFrom(webContents, consoleUrl, ["console"]);
    ipcMain.emit("priority-console:connect", { sender: webContents, senderFrame: null }, "console");
    expect(lastHost().received).toHaveLength(before);
  });

  test("that died is started again, and every linked window gets a new port", async () => {
    vi.spyOn(console, "error").mockReturnValueOnce();
    connectFrom(consoleWindow().webContents, consoleUrl, "console");
    connectFrom(mediaWindow().webContents, mediaUrl, "media");
    const portsBefore = mediaWindow().webContents.posted.length;
    lastHost().die(139);
    await eventually(() => expect(hosts()).toHaveLength(2));
    const told = lastHost().received.map(({ message }) => message);
    expect(told).toEqual([
      expect.objectContaining({ t: "start" }),
      { t: "link", role: "console" },
      { t: "link", role: "media" },
    ]);
    expect(mediaWindow().webContents.posted).toHaveLength(portsBefore + 1);
  });

  test("tells which files of a changed site the pages may read", async () => {
    const read = async () =>
      (await protocol.handlers.get("console")?.(new Request("console://app/site/tunnel.svg")))?.status;
    expect(await read()).toBe(200);
    lastHost().emit("message", { t: "site", content: { maps: [], holdClip: null, messageFiles: {} } });
    expect(await read()).toBe(404);
  });
});

describe("one instance", () => {
  test("a second start shows the first one's window", () => {
    const before = consoleWindow().shown;
    app.emit("second-instance", {}, [], "");
    expect(consoleWindow().shown).toBe(before + 1);
  });
});

describe("the end", () => {
  test("closing the last console stops host and plant in order, and then the program", async () => {
    const host = lastHost();
    consoleWindow().destroy();
    await eventually(() => expect(host.received.at(-1)?.message).toEqual({ t: "stop" }));
    // The journal is being closed: nothing ends before the host says so.
    expect([app.exitCode, plants()[0]?.alive, host.alive]).toEqual([undefined, true, true]);
    host.emit("message", { t: "stopped" });
    await eventually(() => expect(app.exitCode).toBe(0));
    expect([plants()[0]?.alive, host.alive, hosts().length]).toEqual([false, false, 2]);
    expect(windows.every((window) => window.isDestroyed())).toBe(true);
    expect(globalShortcut.keys.size).toBe(0);
  });
});
