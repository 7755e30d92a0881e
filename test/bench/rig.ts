/** What every measurement stands on: the raw PBX, the console under test, a Chromium, and the bench's own hand at the desk. */
import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { WebSocket } from "ws";
import type { Command } from "../../shared/desk/inputs.ts";
import type { ToConsole } from "../../shared/link/consoleLink.ts";
import { type BrowserShell, startBrowserShell } from "../e2e/browserShell.ts";
import { chromiumArgs } from "../e2e/chromiumArgs.ts";
import { benchNumber, benchPin, writeBenchSite } from "./benchSite.ts";

export const wallNow = (): number => performance.timeOrigin + performance.now();

/** A child process that speaks in messages {at, …}: `ask` sends and waits for the answer of that name. */
export interface Spoken {
  process: ChildProcess;
  tell(order: object): void;
  heard<T>(at: string, wanted?: (message: T) => boolean): Promise<T>;
}

export function speakWith(child: ChildProcess): Spoken {
  const waiting: { at: string; wanted(message: never): boolean; resolve(message: unknown): void }[] = [];
  child.on("message", (message: { at: string }) => {
    const i = waiting.findIndex((one) => one.at === message.at && one.wanted(message as never));
    if (i >= 0) waiting.splice(i, 1)[0]?.resolve(message);
  });
  return {
    process: child,
    tell: (order) => void child.send(order),
    heard: <T>(at: string, wanted: (message: T) => boolean = () => true) =>
      new Promise<T>((resolve) => waiting.push({ at, wanted, resolve: resolve as (message: unknown) => void })),
  };
}

export interface RawPbx extends Spoken {
  port: number;
}

export async function startRawPbx(): Promise<RawPbx> {
  const child = speakWith(fork(path.join(import.meta.dirname, "rawPbx.ts"), { execPath: process.execPath }));
  const { port } = await child.heard<{ port: number }>("listening");
  return { ...child, port };
}

/** Builds the frames of `count` calls, so that nothing is built while the clock runs. */
export async function prepare(pbx: RawPbx, count: number): Promise<void> {
  const prepared = pbx.heard("prepared");
  const numbers = Array.from({ length: count }, (_, i) => benchNumber(i));
  pbx.tell({ do: "prepare", numbers, run: `r${Math.round(performance.now())}` });
  await prepared;
}

export async function openChromium(args = chromiumArgs()): Promise<{ browser: Browser; context: BrowserContext }> {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--mute-audio"],
    args: ["--headless=new", ...args],
  });
  return { browser, context: await browser.newContext({ viewport: { width: 1920, height: 1080 } }) };
}

/** The bench's own hand at the desk: a console link without a window. */
export interface Hand {
  /** Entries as they come, for waiting on one. */
  entry(wanted: (kind: string, data: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  command(command: Command): Promise<ToConsole>;
  signIn(): Promise<ToConsole>;
  close(): void;
}

export async function takeHand(origin: string, context: BrowserContext): Promise<Hand> {
  const cookie = (await context.cookies(origin)).map(({ name, value }) => `${name}=${value}`).join("; ");
  const socket = new WebSocket(`${origin.replace("http", "ws")}/link/console`, {
    headers: { Cookie: cookie, Origin: origin },
  });
  const waiting = new Set<(message: ToConsole) => boolean>();
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as ToConsole;
    for (const one of waiting) if (one(message)) waiting.delete(one);
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  let lastId = 0;
  const answered = (id: number) =>
    new Promise<ToConsole>((resolve) => {
      waiting.add((message) => {
        if (!("id" in message) || message.id !== id) return false;
        resolve(message);
        return true;
      });
    });
  const say = (message: object) => {
    const id = ++lastId;
    const answer = answered(id);
    socket.send(JSON.stringify({ ...message, id }));
    return answer;
  };
  return {
    entry: (wanted) =>
      new Promise((resolve) => {
        waiting.add((message) => {
          if (message.t !== "entries") return false;
          const found = message.entries.find((entry) => wanted(entry.kind, entry.data as Record<string, unknown>));
          if (found) resolve(found.data as Record<string, unknown>);
          return found !== undefined;
        });
      }),
    command: (command) => say({ t: "command", command }),
    signIn: () => say({ t: "signIn", operatorId: "anna", pin: benchPin }),
    close: () => socket.close(),
  };
}

export interface Rig {
  pbx: RawPbx;
  shell: BrowserShell;
  host: Spoken;
  context: BrowserContext;
  console: Page;
  hand: Hand;
  stop(): Promise<void>;
}

/** The console under test with its media page, registered at the raw PBX, an operator signed in. */
export async function startRig(stations: number, sos: number, prepare?: (page: Page) => Promise<void>): Promise<Rig> {
  const dir = mkdtempSync(path.join(os.tmpdir(), "priority-console-bench-"));
  const pbx = await startRawPbx();
  const registered = pbx.heard("registered");
  const probe = path.join(import.meta.dirname, "hostProbe.ts");
  const shell = await startBrowserShell({
    siteFile: writeBenchSite(dir, pbx.port, stations, sos),
    nodeArgs: ["--expose-gc", "--import", probe],
  });
  await registered;
  const { browser, context } = await openChromium();
  await context.grantPermissions(["microphone"], { origin: shell.origin });
  const page = await context.newPage();
  await prepare?.(page);
  await page.goto(shell.address);
  const media = await context.newPage();
  await media.goto(`${shell.origin}/media.html?raw=1&probe=1`);
  await page.bringToFront();
  await page.getByTestId("strip").waitFor();
  const hand = await takeHand(shell.origin, context);
  await hand.signIn();
  await page.getByTestId("sign-in").waitFor({ state: "hidden" });
  return {
    pbx,
    shell,
    host: speakWith(shell.process),
    context,
    console: page,
    hand,
    async stop() {
      hand.close();
      await browser.close();
      await shell.stop();
      pbx.tell({ do: "stop" });
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** Between two calls, so that the one is not measured with the other's aftermath: the console and the bare page alike. */
export const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

export const percentile = (values: readonly number[], part: number): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
};
export const rounded = (value: number): number => Math.round(value * 10) / 10;
