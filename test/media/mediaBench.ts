/**
 * The media page in Chromium, against a host played by the test: two legs of one page are joined to each other, so that
 * what one sends is what the other receives. The microphone is a file of 1000 Hz.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import type { LegSound } from "../../shared/call/soundPlan.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { buildMediaPage, PageHost, removeDirectory, systemDevices, toneWav } from "./pageHost.ts";

export const microphoneHz = 1000;
const microphoneGain = 0.4;
/** The hold clip and the message of these tests are tones; the shipped clips have a test of their own. */
export const clipHz = 600;
/** First and last word of the message, longer than it takes to measure one. */
export const messageHz = [700, 1500] as const;
const wordSeconds = 3;
export const holdClips = ["./test-clip.wav"];
export const shippedClips = ["./clips/hold-en.wav", "./clips/hold-de.wav"];
/** Amplitudes over this are sound, under the other silence: 0.4 against 0.002. */
export const loud = 0.2;
export const silent = 0.002;

export const talking: LegSound = { microphone: true, speaker: true, clip: null, hears: [] };
export const muted: LegSound = { microphone: false, speaker: true, clip: null, hears: [] };
export const held: LegSound = { microphone: false, speaker: false, clip: "hold", hears: [] };
export const playing: LegSound = { microphone: false, speaker: false, clip: { message: "clear" }, hears: [] };

let directory: string;
export let browser: Browser;
export let page: Page;
export let host: PageHost;
let address: string;
const complaints: string[] = [];
/** What the page may say, where a file is missing on purpose. */
let missing = /favicon/;

/** What the page may complain of besides: a file that is missing on purpose. */
export function mayMiss(words: RegExp): void {
  missing = words;
}

const alwaysArgs = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--use-fake-ui-for-media-stream",
  "--allow-loopback-in-peer-connection",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
];

export function launch(args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--mute-audio"],
    args: [...alwaysArgs, ...args],
  });
}

export const isHello = (said: FromMedia) => said.t === "hello";
export const isRinging = (said: FromMedia): said is Extract<FromMedia, { t: "ringing" }> => said.t === "ringing";
export const isStatus = (said: FromMedia): said is Extract<FromMedia, { t: "status" }> => said.t === "status";
export const isSound = (said: FromMedia): said is Extract<FromMedia, { t: "sound" }> => said.t === "sound";
export const isMessageOver = (said: FromMedia): said is Extract<FromMedia, { t: "messageOver" }> =>
  said.t === "messageOver";
export const isLevels = (said: FromMedia): said is Extract<FromMedia, { t: "levels" }> => said.t === "levels";

type Measure = "heard" | "played" | "sent";
/** Amplitude of a frequency in half a second of one leg's sound. */
export function amplitude(what: Measure, callId: string, hz: number): Promise<number> {
  return page.evaluate(
    ([measure, leg, frequency]) => window.mediaProbe?.[measure](leg, frequency) ?? Promise.resolve(-1),
    [what, callId, hz] as const,
  );
}
/** Energy of what a leg receives, in half a second: below 1 kHz and above, and how many of 40 frequencies have a part in it. */
export async function spectrum(callId: string): Promise<{ low: number; high: number; spread: number }> {
  const frequencies = Array.from({ length: 40 }, (_, i) => 120 + i * 80);
  const all = await page.evaluate(
    ([leg, hz]) => Promise.all(hz.map((one) => window.mediaProbe?.heard(leg, one) ?? 0)),
    [callId, frequencies] as const,
  );
  const energy = (from: number, to: number) =>
    all.reduce(
      (sum, one, i) => ((frequencies[i] ?? 0) >= from && (frequencies[i] ?? 0) < to ? sum + one * one : sum),
      0,
    );
  const whole = energy(0, 4_000);
  return {
    low: energy(0, 1_000),
    high: energy(1_000, 4_000),
    spread: all.filter((one) => one * one > whole / 200).length,
  };
}

/** The message: two words, each a tone. */
function twoWords(): Uint8Array {
  const rate = 16_000;
  const samples = Float32Array.from({ length: 2 * wordSeconds * rate }, (_, i) => {
    return microphoneGain * Math.sin((2 * Math.PI * messageHz[i < wordSeconds * rate ? 0 : 1] * i) / rate);
  });
  return writeWav({ rate, samples });
}

export const becomes = (what: Measure, callId: string, hz: number): ReturnType<typeof expect.poll<number>> =>
  expect.poll(() => amplitude(what, callId, hz));

/** Opens the page in a browser and waits until it asks for its lease. */
export async function open(inBrowser: Browser, query: string, before?: () => void): Promise<Page> {
  const opened = await inBrowser.newPage();
  if (before) await opened.addInitScript(before);
  opened.on("pageerror", (error) => complaints.push(error.message));
  opened.on("console", (line) => {
    if (line.type() === "error" && !missing.test(line.text())) complaints.push(line.text());
  });
  const from = host.said.length;
  await opened.goto(`${address}${query}`);
  await host.next(isHello, from);
  return opened;
}

/** Runs in the page, before it. */
export function withoutMicrophone(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no device", "NotFoundError"));
}

/** Joins two legs of the page to each other. */
export async function join2(a: string, b: string): Promise<void> {
  const from = host.said.length;
  const offer = await host.ask({ op: "offer", callId: a, purpose: "call" });
  expect(offer.failed).toBe("");
  const answer = await host.ask({ op: "answer", callId: b, sdp: offer.sdp });
  expect(answer.failed).toBe("");
  expect((await host.ask({ op: "accept", callId: a, sdp: answer.sdp })).failed).toBe("");
  for (const leg of [a, b])
    await host.next((said) => isSound(said) && said.callId === leg && said.in && said.out, from);
}

/** Each test of the file that calls this has a page under lease of its own. */
export function mediaPageForEach(): void {
  test.beforeAll(async () => {
    directory = await buildMediaPage();
    await writeFile(join(directory, "microphone.wav"), toneWav(microphoneHz, microphoneGain));
    await writeFile(join(directory, "test-clip.wav"), toneWav(clipHz, microphoneGain, 8));
    await mkdir(join(directory, "site/message"), { recursive: true });
    await writeFile(join(directory, "site/message/clear"), twoWords());
    browser = await launch([
      "--use-fake-device-for-media-stream",
      `--use-file-for-fake-audio-capture=${join(directory, "microphone.wav")}`,
      "--autoplay-policy=no-user-gesture-required",
    ]);
  });

  test.beforeEach(async () => {
    host = new PageHost(directory);
    address = await host.start();
    complaints.length = 0;
    missing = /favicon/;
    page = await open(browser, "?probe=1&raw=1");
    const from = host.said.length;
    host.lease(systemDevices, holdClips);
    await host.next((said) => isStatus(said) && said.status.microphone !== null, from);
  });

  test.afterEach(async () => {
    await page.close();
    await host.stop();
    expect(complaints).toEqual([]);
  });

  test.afterAll(async () => {
    await browser.close();
    await removeDirectory(directory);
  });
}
