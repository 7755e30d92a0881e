/** Browsers of the browser shell, with a stand-in for Chromium: a program that notes how it was started and what it was told. */
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type BrowserWindows, openBrowserWindows, whyNoBrowser } from "../../electron/serve/browserWindows.ts";
import { findChromium } from "../../electron/serve/chromium.ts";
import { eventually } from "./eventually.ts";

/** Speaks the remote control's pipes; a file PROFILE.end makes it end with the code in it. */
const standIn = `#!${process.execPath}
const fs = require("node:fs");
const profile = process.argv.find((one) => one.startsWith("--user-data-dir=")).slice(16);
const note = (line) => fs.appendFileSync(profile + ".log", line + "\\n");
note("start " + process.argv.slice(2).join(" "));
let heard = "";
const end = profile + ".end";
const crash = profile + ".crash";
const input = new (require("node:net").Socket)({ fd: 3 });
input.on("data", (bytes) => {
  heard += bytes;
  for (let at = heard.indexOf("\\0"); at >= 0; at = heard.indexOf("\\0")) {
    const { id, method, params } = JSON.parse(heard.slice(0, at));
    heard = heard.slice(at + 1);
    note(method + " " + JSON.stringify(params));
    fs.writeSync(4, JSON.stringify({ id, result: {} }) + "\\0");
    if (method === "Browser.close") process.exit(0);
  }
});
input.on("close", () => process.exit(0));
setInterval(() => {
  if (fs.existsSync(crash)) {
    fs.rmSync(crash);
    fs.writeSync(4, JSON.stringify({ method: "Target.targetCrashed", params: { status: "killed" } }) + "\\0");
  }
  if (!fs.existsSync(end)) return;
  const code = Number(fs.readFileSync(end, "utf8"));
  fs.rmSync(end);
  process.exit(code);
}, 20);
`;

let dir: string;
let windows: BrowserWindows | null;
let closedByUser: number;
const said: string[] = [];
const pages = { origin: "http://127.0.0.1:4000", mintAddress: (page: string) => `http://127.0.0.1:4000/open/${page}` };

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "browser-windows-"));
  writeFileSync(path.join(dir, "chromium"), standIn);
  chmodSync(path.join(dir, "chromium"), 0o755);
  closedByUser = 0;
  said.length = 0;
  windows = null;
});
afterEach(async () => {
  await windows?.close();
  rmSync(dir, { recursive: true });
});

function open(loopbackIce = true): void {
  windows = openBrowserWindows({
    binary: path.join(dir, "chromium"),
    profilesDir: dir,
    pages,
    loopbackIce,
    onClosedByUser() {
      closedByUser += 1;
    },
    say: (words) => said.push(words),
  });
}
/** How it was started and what it was told, but for the watch over its pages, which every browser is asked for. */
const log = (profile: string): string[] =>
  wholeLog(profile).filter((line) => !line.startsWith("Target.setDiscoverTargets"));
const wholeLog = (profile: string): string[] => {
  const file = path.join(dir, `${profile}.log`);
  return existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
};
const starts = (profile: string) => log(profile).filter((line) => line.startsWith("start "));
const end = (profile: string, code: number) => writeFileSync(path.join(dir, `${profile}.end`), String(code));

test("the console opens as an app on its own profile, with nothing slowed down and no first run", async () => {
  open();
  await eventually(() => expect(starts("console")).toHaveLength(1));
  const [line = ""] = starts("console");
  for (const wanted of [
    "--app=http://127.0.0.1:4000/open/console",
    `--user-data-dir=${path.join(dir, "console")}`,
    "--remote-debugging-pipe",
    "--no-first-run",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "WebRtcHideLocalIpsWithMdns",
  ])
    expect(line).toContain(wanted);
  expect(line).not.toMatch(/fake-ui|disable-web-security|remote-debugging-port|headless/);
});

test("the sound page opens headless, after the microphone was granted to our origin alone", async () => {
  open();
  await eventually(() => expect(log("sound")).toHaveLength(3));
  const [line, ...told] = log("sound");
  expect(line).toContain("--headless=new");
  expect(told).toEqual([
    'Browser.setPermission {"permission":{"name":"microphone"},"setting":"granted","origin":"http://127.0.0.1:4000"}',
    'Target.createTarget {"url":"http://127.0.0.1:4000/open/media"}',
  ]);
});

test("ICE over loopback is allowed with the embedded plant only", async () => {
  open(false);
  await eventually(() => expect(starts("sound")).toHaveLength(1));
  expect(starts("sound")[0]).not.toContain("--allow-loopback-in-peer-connection");
  await windows?.close();
  open(true);
  await eventually(() => expect(starts("sound")).toHaveLength(2));
  expect(starts("sound")[1]).toContain("--allow-loopback-in-peer-connection");
});

test("a console window that its user closed is told, and not opened again", async () => {
  open();
  await eventually(() => expect(starts("console")).toHaveLength(1));
  end("console", 0);
  await eventually(() => expect(closedByUser).toBe(1));
  await windows?.close();
  expect([starts("console").length, said]).toEqual([1, []]);
});

test("a console window or sound page that was lost is opened again, and said to be", async () => {
  open();
  await eventually(() => expect([starts("console").length, log("sound").length]).toEqual([1, 3]));
  end("console", 139);
  end("sound", 0);
  await eventually(() => expect([starts("console").length, log("sound").length]).toEqual([2, 6]));
  expect(said.sort()).toEqual([
    "The console window is lost, opening it again: ended with code 139",
    "The sound page is lost, opening it again: ended with code 0",
  ]);
  expect(closedByUser).toBe(0);
});

test("a window whose page crashed, while its browser goes on, is opened again too, and nobody closed it", async () => {
  open();
  await eventually(() => expect([starts("console").length, log("sound").length]).toEqual([1, 3]));
  for (const profile of ["console", "sound"]) writeFileSync(path.join(dir, `${profile}.crash`), "");
  await eventually(() => expect([starts("console").length, log("sound").length]).toEqual([2, 6]));
  expect(said.sort()).toEqual([
    "The console window is lost, opening it again: ended with SIGKILL\nits page crashed",
    "The sound page is lost, opening it again: ended with SIGKILL\nits page crashed",
  ]);
  expect(closedByUser).toBe(0);
});

test("a sound page that hangs is ended by force and opened again, each time, and the console window stays", async () => {
  open();
  await eventually(() => expect([starts("console").length, log("sound").length]).toEqual([1, 3]));
  windows?.renewSound();
  await eventually(() => expect(log("sound")).toHaveLength(6));
  windows?.renewSound();
  await eventually(() => expect(log("sound")).toHaveLength(9));
  expect(said).toEqual(Array(2).fill("The sound page is lost, opening it again: ended with SIGKILL\nits page hangs"));
  expect([starts("console").length, closedByUser]).toEqual([1, 0]);
});

test("closing asks both browsers to close, and opens nothing afterwards", async () => {
  open();
  await eventually(() => expect([log("console").length, log("sound").length]).toEqual([1, 3]));
  await windows?.close();
  expect([log("console").at(-1), log("sound").at(-1)]).toEqual(["Browser.close {}", "Browser.close {}"]);
  expect([starts("console").length, starts("sound").length, closedByUser]).toEqual([1, 1, 0]);
});

test("why no browser is opened is said in words", () => {
  const withChromium = { PATH: dir };
  expect(whyNoBrowser(false, { ...withChromium, DISPLAY: ":0" })).toContain("--no-browser");
  expect(whyNoBrowser(true, withChromium)).toBe("there is no display");
  expect(whyNoBrowser(true, { PATH: "/nowhere", WAYLAND_DISPLAY: "wayland-0" })).toContain("npm run setup");
  expect(whyNoBrowser(true, { ...withChromium, WAYLAND_DISPLAY: "wayland-0" })).toBeNull();
  expect(findChromium(`/nowhere:${dir}`)).toBe(path.join(dir, "chromium"));
});
