/**
 * The call of the ladder in the media page: clips are said in order and again, and the far end's keys are heard, as telephone
 * events (RFC 4733), which Chromium plays as tones, and as tones in the sound; a voice presses nothing.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import type { Clip, LegSound } from "../../shared/call/soundPlan.ts";
import { silentPlan } from "../../shared/call/soundPlan.ts";
import { spokenTexts } from "../../shared/ladder/spokenWords.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { buildMediaPage, PageHost, removeDirectory, systemDevices, toneWav } from "./pageHost.ts";

const loud = 0.1;
const [firstHz, secondHz] = [500, 1500];
const said: LegSound = { microphone: false, speaker: false, clip: null, hears: [] };
const saying = (clip: Clip): LegSound => ({ ...said, clip });

let directory: string;
let browser: Browser;
let page: Page;
let host: PageHost;

const isDigit = (one: FromMedia): one is Extract<FromMedia, { t: "digit" }> => one.t === "digit";
const isOver = (one: FromMedia): one is Extract<FromMedia, { t: "messageOver" }> => one.t === "messageOver";
const digits = (): string =>
  host.said
    .filter(isDigit)
    .map(({ callId, digit }) => `${callId}:${digit}`)
    .join(" ");
const hears = (callId: string, hz: number) =>
  expect.poll(() => page.evaluate(([id, at]) => window.mediaProbe?.heard(id, at) ?? 0, [callId, hz] as const), {
    timeout: 15_000,
    intervals: [50],
  });

/** 150 ms of the two tones of key 1, between silences, at 8 kHz. */
function keyWav(): Uint8Array {
  const rate = 8_000;
  const [from, to] = [0.3 * rate, 0.45 * rate];
  const step = (2 * Math.PI) / rate;
  const samples = Float32Array.from({ length: 0.8 * rate }, (_, i) =>
    i < from || i > to ? 0 : 0.3 * (Math.sin(step * 697 * i) + Math.sin(step * 1209 * i)),
  );
  return writeWav({ rate, samples });
}

test.beforeAll(async () => {
  directory = await buildMediaPage();
  await mkdir(join(directory, "site/announcement"), { recursive: true });
  await writeFile(join(directory, "key.wav"), keyWav());
  await writeFile(join(directory, "first.wav"), toneWav(firstHz, 0.4, 2, 8_000));
  await writeFile(join(directory, "site/announcement/s214"), toneWav(secondHz, 0.4, 2, 16_000));
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--mute-audio"],
    args: [
      "--headless=new",
      "--no-sandbox",
      "--disable-gpu",
      "--use-fake-ui-for-media-stream",
      "--use-fake-device-for-media-stream",
      "--allow-loopback-in-peer-connection",
      "--disable-features=WebRtcHideLocalIpsWithMdns",
      "--autoplay-policy=no-user-gesture-required",
    ],
  });
});

/** The ladder's leg "l" and its far end, in one page. */
test.beforeEach(async () => {
  host = new PageHost(directory);
  const address = await host.start();
  page = await browser.newPage();
  const from = host.said.length;
  await page.goto(`${address}?probe=1&raw=1`);
  await host.next(({ t }) => t === "hello", from);
  host.lease(systemDevices, []);
  await host.next((one) => one.t === "status" && one.status.microphone !== null, from);
  const { sdp } = await host.ask({ op: "offer", callId: "l", purpose: "ladder" });
  expect(sdp).toMatch(/^a=sendrecv/m);
  const answer = await host.ask({ op: "answer", callId: "far", sdp });
  expect(answer.failed).toBe("");
  expect((await host.ask({ op: "accept", callId: "l", sdp: answer.sdp })).failed).toBe("");
  await host.next((one) => one.t === "sound" && one.callId === "l" && one.in && one.out, from);
});

test.afterEach(async () => {
  await page.close();
  await host.stop();
});

test.afterAll(async () => {
  await browser.close();
  await removeDirectory(directory);
});

test("a key sent as telephone events is heard once, and told of the ladder's leg alone", async () => {
  host.plan({ ...silentPlan, legs: { l: said, far: said } });
  const from = host.said.length;
  // The other way too: what an ordinary call is sent is nobody's key.
  await host.ask({ op: "sendDigits", callId: "l", digits: "7" });
  await host.ask({ op: "sendDigits", callId: "far", digits: "1" });
  await host.next(isDigit, from);
  await host.ask({ op: "sendDigits", callId: "far", digits: "15#" });
  await expect.poll(digits).toBe("l:1 l:1 l:5 l:#");
});

test("a key that comes as tones in the sound is heard, also while we speak", async () => {
  const announcement = saying({ say: ["./clips/words/en/pressOne.wav"], again: true });
  host.plan({ ...silentPlan, legs: { l: announcement, far: saying({ say: ["./key.wav"], again: false }) } });
  await expect.poll(digits).toBe("l:1");
});

test("a voice presses no key; after it the listener still hears one", async () => {
  test.setTimeout(120_000);
  const sentences = ["callFromDesk", "lifeSafety", "notAnswered", "flood", "pressOne", "notNeeded", "acknowledged"];
  const say = (["en", "de"] as const).flatMap((language) =>
    [...sentences, ...Object.keys(spokenTexts(language)).filter((word) => /^(d\d|[a-h])$/.test(word))].map(
      (word) => `./clips/words/${language}/${word}.wav`,
    ),
  );
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { l: said, far: saying({ say, again: false }) } });
  expect(await host.next(isOver, from)).toMatchObject({ callId: "far", failed: null });
  expect(digits()).toBe("");
  // A clip that has ended sends nothing at all, no events either: the far end is quiet, as a telephone is.
  host.plan({ ...silentPlan, legs: { l: said, far: said } });
  await host.ask({ op: "sendDigits", callId: "far", digits: "1" });
  await expect.poll(digits).toBe("l:1");
});

test("what is said is said in order, from the site's own clip too, and again; said once, it is told to be over", async () => {
  test.setTimeout(60_000);
  const say = ["./first.wav", "./site/announcement/s214"];
  host.plan({ ...silentPlan, legs: { l: saying({ say, again: true }), far: said } });
  await hears("far", firstHz).toBeGreaterThan(loud);
  await hears("far", secondHz).toBeGreaterThan(loud);
  await hears("far", firstHz).toBeGreaterThan(loud);
  expect(host.said.filter(isOver)).toEqual([]);
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { l: saying({ say: ["./first.wav"], again: false }), far: said } });
  expect(await host.next(isOver, from)).toMatchObject({ callId: "l", failed: null });
});

test("what is said leaves out a clip that is not there, and says the others, in order and again", async () => {
  const say = ["./first.wav", "./none.wav", "./site/announcement/s214"];
  host.plan({ ...silentPlan, legs: { l: saying({ say, again: true }), far: said } });
  await hears("far", firstHz).toBeGreaterThan(loud);
  await hears("far", secondHz).toBeGreaterThan(loud);
  await hears("far", firstHz).toBeGreaterThan(loud);
  expect(host.said.filter(isOver)).toEqual([]);
});

test("where no clip is there it is said so, in words", async () => {
  const from = host.said.length;
  const say = ["./none.wav", "./noneEither.wav"];
  host.plan({ ...silentPlan, legs: { l: saying({ say, again: true }), far: said } });
  const { failed } = await host.next(isOver, from);
  expect(failed).toContain("none.wav: 404");
});
