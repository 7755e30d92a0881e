/**
 * The media page in Chromium, against a host played by the test: two legs of one page are joined to each other, so that
 * what one sends is what the other receives. The microphone is a file of 1000 Hz.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import type { LegSound } from "../../shared/call/soundPlan.ts";
import { silentPlan } from "../../shared/call/soundPlan.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import { writeWav } from "../../shared/sound/wav.ts";
import { buildMediaPage, PageHost, removeDirectory, systemDevices, toneWav } from "./pageHost.ts";

const microphoneHz = 1000;
const microphoneGain = 0.4;
/** The hold clip and the message of these tests are tones; the shipped clips have a test of their own. */
const clipHz = 600;
/** First and last word of the message, longer than it takes to measure one. */
const messageHz = [700, 1500] as const;
const wordSeconds = 3;
const holdClips = ["./test-clip.wav"];
const shippedClips = ["./clips/hold-en.wav", "./clips/hold-de.wav"];
/** Amplitudes over this are sound, under the other silence: 0.4 against 0.002. */
const loud = 0.2;
const silent = 0.002;

const talking: LegSound = { microphone: true, speaker: true, clip: null, hears: [] };
const muted: LegSound = { microphone: false, speaker: true, clip: null, hears: [] };
const held: LegSound = { microphone: false, speaker: false, clip: "hold", hears: [] };
const playing: LegSound = { microphone: false, speaker: false, clip: { message: "clear" }, hears: [] };

let directory: string;
let browser: Browser;
let page: Page;
let host: PageHost;
let address: string;
const complaints: string[] = [];
/** What the page may say, where a file is missing on purpose. */
let missing = /favicon/;

const alwaysArgs = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--use-fake-ui-for-media-stream",
  "--allow-loopback-in-peer-connection",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
];

function launch(args: readonly string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--mute-audio"],
    args: [...alwaysArgs, ...args],
  });
}

const isHello = (said: FromMedia) => said.t === "hello";
const isRinging = (said: FromMedia): said is Extract<FromMedia, { t: "ringing" }> => said.t === "ringing";
const isStatus = (said: FromMedia): said is Extract<FromMedia, { t: "status" }> => said.t === "status";
const isSound = (said: FromMedia): said is Extract<FromMedia, { t: "sound" }> => said.t === "sound";
const isMessageOver = (said: FromMedia): said is Extract<FromMedia, { t: "messageOver" }> => said.t === "messageOver";
const isLevels = (said: FromMedia): said is Extract<FromMedia, { t: "levels" }> => said.t === "levels";

type Measure = "heard" | "played" | "sent";
/** Amplitude of a frequency in half a second of one leg's sound. */
function amplitude(what: Measure, callId: string, hz: number): Promise<number> {
  return page.evaluate(
    ([measure, leg, frequency]) => window.mediaProbe?.[measure](leg, frequency) ?? Promise.resolve(-1),
    [what, callId, hz] as const,
  );
}
/** Energy of what a leg receives, in half a second: below 1 kHz and above, and how many of 40 frequencies have a part in it. */
async function spectrum(callId: string): Promise<{ low: number; high: number; spread: number }> {
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

const becomes = (what: Measure, callId: string, hz: number) => expect.poll(() => amplitude(what, callId, hz));

/** Opens the page in a browser and waits until it asks for its lease. */
async function open(inBrowser: Browser, query: string, before?: () => void): Promise<Page> {
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
function withoutMicrophone(): void {
  navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("no device", "NotFoundError"));
}

/** Joins two legs of the page to each other. */
async function join2(a: string, b: string): Promise<void> {
  const from = host.said.length;
  const offer = await host.ask({ op: "offer", callId: a, purpose: "call" });
  expect(offer.failed).toBe("");
  const answer = await host.ask({ op: "answer", callId: b, sdp: offer.sdp });
  expect(answer.failed).toBe("");
  expect((await host.ask({ op: "accept", callId: a, sdp: answer.sdp })).failed).toBe("");
  for (const leg of [a, b])
    await host.next((said) => isSound(said) && said.callId === leg && said.in && said.out, from);
}

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

test("a page under lease says which devices it uses", () => {
  const told = host.said.filter(isStatus).at(-1);
  expect(told?.status.up).toBe(true);
  expect(told?.status.microphone).toContain("Fake");
  expect(told?.status.talk).toBe("System default");
  expect(told?.devices.some(({ kind }) => kind === "output")).toBe(true);
});

test("a description is complete, prefers G.711, offers digits, and is audio alone", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  expect(sdp).toMatch(/^m=audio \d+ UDP\/TLS\/RTP\/SAVPF 0 8 /m);
  expect(sdp).toMatch(/^a=rtpmap:\d+ telephone-event\/8000/m);
  expect(sdp).toMatch(/^a=candidate:.* typ host/m);
  expect(sdp).toMatch(/^a=sendrecv/m);
  expect(sdp.match(/^m=/gm)).toHaveLength(1);
  const forPage = await host.ask({ op: "offer", callId: "p", purpose: "page" });
  expect(forPage.sdp).toMatch(/^a=sendonly/m);
});

test("no voice passes before the plan says so; then the microphone reaches the far leg, and only that one", async () => {
  await join2("a", "b");
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  await becomes("played", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("heard", "a", microphoneHz)).toBeLessThan(silent);
});

test("mute silences the far leg, and un-mute brings the voice back", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("on hold the caller hears the clip and nothing of the microphone, and his voice is not played", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: talking } });
  await becomes("played", "a", microphoneHz).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: held, b: talking } });
  await becomes("heard", "b", clipHz).toBeGreaterThan(loud);
  expect(await amplitude("sent", "a", microphoneHz)).toBeLessThan(silent);
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  // Leg b still speaks to us: received, not played.
  expect(await amplitude("heard", "a", microphoneHz)).toBeGreaterThan(loud);
  expect(await amplitude("played", "a", microphoneHz)).toBe(0);
  host.plan({ ...silentPlan, legs: { a: talking, b: talking } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("heard", "b", clipHz)).toBeLessThan(silent * 2);
});

test("who is held hears the spoken clips of both languages: energy in the bands of speech, over many frequencies", async () => {
  host.send({ t: "holdClips", epoch: host.epoch, holdClips: shippedClips });
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  // Half a second of speech: voiced sounds below 1 kHz, more above, over many frequencies. The tone has two.
  let speech = 0;
  await expect
    .poll(
      async () => {
        const { low, high, spread } = await spectrum("b");
        if (low > 0.00005 && high > 0.000005 && spread >= 6) speech += 1;
        return speech;
      },
      { timeout: 45_000, intervals: [100] },
    )
    .toBeGreaterThanOrEqual(3);
});

test("hold clips that are not there leave the calm tone", async () => {
  missing = /404/;
  host.send({ t: "holdClips", epoch: host.epoch, holdClips: ["./clips/none.wav"] });
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  await expect.poll(() => amplitude("heard", "b", 523), { timeout: 15_000 }).toBeGreaterThan(0.03);
});

test("a message is heard from its first word to its last, once, and is told to be over", async () => {
  await join2("a", "b");
  const from = host.said.length;
  const [first, last] = messageHz;
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", first).toBeGreaterThan(loud);
  // The same plan again does not begin it again.
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", last).toBeGreaterThan(loud);
  expect(await amplitude("sent", "a", microphoneHz)).toBeLessThan(silent);
  expect(await host.next(isMessageOver, from)).toMatchObject({ callId: "a", failed: null });
  expect(await amplitude("heard", "b", first)).toBeLessThan(silent * 2);
  expect(host.said.filter(isMessageOver)).toHaveLength(1);
});

test("a message waits for its leg's path, so that its first word is heard", async () => {
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  // Without a path nothing is said to anybody.
  await page.waitForFunction(
    (until) => performance.now() > until,
    await page.evaluate(() => performance.now() + 2_000),
  );
  expect(host.said.filter(isMessageOver)).toEqual([]);
  const answer = await host.ask({ op: "answer", callId: "b", sdp });
  await host.ask({ op: "accept", callId: "a", sdp: answer.sdp });
  await becomes("heard", "b", messageHz[0]).toBeGreaterThan(loud);
});

test("a message that is stopped is silent at once and is not told to be over; a missing one is said to be", async () => {
  missing = /404/;
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: playing, b: muted } });
  await becomes("heard", "b", messageHz[0]).toBeGreaterThan(loud);
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  await becomes("heard", "b", messageHz[1]).toBeLessThan(silent);
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { a: { ...playing, clip: { message: "none" } }, b: muted } });
  const told = await host.next(isMessageOver, from);
  expect(told.failed).toContain("404");
  expect(host.said.filter(isMessageOver)).toHaveLength(1);
});

test("in a conference each hears the microphone and the other, and nobody hears himself", async () => {
  // The other halves of the two calls play the far ends: one sends the microphone, the other its clip.
  await join2("a", "a-far");
  await join2("b", "b-far");
  const far = { "a-far": talking, "b-far": held };
  const alone = { ...silentPlan, legs: { ...far, a: muted, b: muted } };
  host.plan(alone);
  await becomes("heard", "a", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "b", clipHz).toBeGreaterThan(0.02);
  await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);

  const together = { ...far, a: { ...muted, hears: ["b"] }, b: { ...muted, hears: ["a"] } };
  host.plan({ ...silentPlan, legs: together });
  await becomes("heard", "b-far", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);
  // Muted: what reaches a is b's voice and not the microphone, which a itself sends from its far end.
  expect(await amplitude("heard", "a-far", microphoneHz)).toBeLessThan(silent * 5);
  host.plan({ ...silentPlan, legs: { ...together, a: { ...together.a, microphone: true } } });
  await becomes("heard", "a-far", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);

  host.beating = false;
  await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);
  await becomes("heard", "a-far", clipHz).toBeLessThan(silent * 2);
  host.beating = true;
  await becomes("heard", "b-far", microphoneHz).toBeGreaterThan(loud);

  await test.step("held, each hears the clip alone", async () => {
    host.plan({ ...silentPlan, legs: { ...far, a: held, b: held } });
    await becomes("heard", "b-far", microphoneHz).toBeLessThan(silent);
    await becomes("heard", "b-far", clipHz).toBeGreaterThan(0.02);
  });

  await test.step("one that has gone is heard no more, and the other goes on", async () => {
    host.plan({ ...silentPlan, legs: { ...far, a: { ...talking, hears: ["b"] }, b: { ...talking, hears: ["a"] } } });
    await becomes("heard", "a-far", clipHz).toBeGreaterThan(0.02);
    host.close("b");
    await becomes("heard", "a-far", clipHz).toBeLessThan(silent * 2);
    await becomes("heard", "a-far", microphoneHz).toBeGreaterThan(loud);
  });
});

test("a leg that the plan does not name has neither voice; a plan that comes before its leg is kept for it", async () => {
  host.plan({ ...silentPlan, legs: { a: talking } });
  await join2("a", "b");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(await amplitude("played", "b", microphoneHz)).toBe(0);
  host.plan(silentPlan);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
});

test("a host that is not heard for 2 s closes the microphone, receiving goes on, and beats open it again", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.beating = false;
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.beating = true;
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("orders of another epoch are ignored; a page that loses its lease closes the microphone", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  host.send({ t: "plan", epoch: host.epoch - 1, plan: silentPlan });
  host.send({ t: "close", epoch: host.epoch - 1, callId: "b" });
  expect(await amplitude("heard", "b", microphoneHz)).toBeGreaterThan(loud);
  const from = host.said.length;
  host.send({ t: "revoked" });
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  // It asks for its turn once, with what it carries; a page that has no lease is told the same and asks for nothing.
  expect(host.said.slice(from).filter(isHello)).toEqual([{ t: "hello", has: ["a", "b"] }]);
  host.send({ t: "revoked" });
  host.lease();
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  expect(host.said.slice(from).filter(isHello)).toHaveLength(1);
});

test("a new lease is told of every leg whether sound flows, changed or not", async () => {
  await join2("a", "b");
  const from = host.said.length;
  host.lease();
  for (const callId of ["a", "b"])
    expect(await host.next((said) => isSound(said) && said.callId === callId, from)).toMatchObject({
      epoch: 2,
      in: true,
      out: true,
    });
});

test("an offer that names no group of streams is answered, as rtpengine makes it", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  expect(sdp).toMatch(/^a=group:BUNDLE 0\r\n/m);
  const answer = await host.ask({ op: "answer", callId: "b", sdp: sdp.replace(/^a=group:BUNDLE.*\r\n/m, "") });
  expect(answer.failed).toBe("");
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a cut link closes the microphone; the page comes back and keeps the legs that the new plan names", async () => {
  await join2("a", "b");
  const plan = { ...silentPlan, legs: { a: talking, b: muted } };
  host.plan(plan);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const from = host.said.length;
  host.cut();
  await host.next(isHello, from);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
  host.lease();
  host.plan(plan);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("legs and their levels: sound is told once per change, levels while a call is up", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  const levels = await host.next<Extract<FromMedia, { t: "levels" }>>(
    (said) => isLevels(said) && (said.calls["b"] ?? 0) > 0.5,
  );
  expect(levels.microphone).toBeGreaterThan(0.5);
  expect(levels.calls["a"]).toBeLessThan(0.1);
  const from = host.said.length;
  host.close("b");
  await host.next((said) => isSound(said) && said.callId === "a" && !said.in, from);
  expect(host.said.filter((said) => isSound(said) && said.callId === "b" && said.in)).toHaveLength(1);
});

test("digits go to a far end that takes them, and are refused in words where none does", async () => {
  await join2("a", "b");
  expect(await host.ask({ op: "sendDigits", callId: "a", digits: "12#" })).toMatchObject({ failed: "" });
  expect((await host.ask({ op: "sendDigits", callId: "a", digits: "12x" })).failed).toContain("Digits are");
  expect((await host.ask({ op: "sendDigits", callId: "nobody", digits: "1" })).failed).toBe(
    "This call has no sound here.",
  );
  const { sdp } = await host.ask({ op: "offer", callId: "c", purpose: "call" });
  expect(sdp).not.toBe("");
  expect((await host.ask({ op: "sendDigits", callId: "c", digits: "1" })).failed).toBe(
    "The far end does not take digits.",
  );
});

test("an unusable offer fails in words, and the next one is answered", async () => {
  const junk = await host.ask({ op: "answer", callId: "a", sdp: "v=0\r\nthis is no SDP\r\n" });
  expect(junk.failed).toBe("The far end offers no sound.");
  const plainRtp =
    "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
  expect((await host.ask({ op: "answer", callId: "a", sdp: plainRtp })).failed).toContain("cannot be used");
  await join2("b", "a");
});

test("a repeated offer renews the same peer, and sound goes on", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const again = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  const answer = await host.ask({ op: "answer", callId: "b", sdp: again.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a restart of ICE goes over new names on the same peer, and sound goes on both ways", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const nameIn = (sdp: string) => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1];
  const same = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "same" });
  const renewed = await host.ask({ op: "answer", callId: "b", sdp: same.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: renewed.sdp })).failed).toBe("");
  const restart = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "restartIce" });
  expect(nameIn(restart.sdp)).not.toBe(nameIn(same.sdp));
  const answer = await host.ask({ op: "answer", callId: "b", sdp: restart.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  // One that the far end refuses leaves the path as it was.
  expect((await host.ask({ op: "offer", callId: "a", purpose: "call", path: "restartIce" })).failed).toBe("");
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("a fresh path is another peer, which has the voice at once; the old far end hears nothing more", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted, c: muted } });
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const fresh = await host.ask({ op: "offer", callId: "a", purpose: "call", path: "fresh" });
  const answer = await host.ask({ op: "answer", callId: "c", sdp: fresh.sdp });
  expect((await host.ask({ op: "accept", callId: "a", sdp: answer.sdp })).failed).toBe("");
  await becomes("heard", "c", microphoneHz).toBeGreaterThan(loud);
  await becomes("heard", "b", microphoneHz).toBeLessThan(silent);
});

test("packets that carry silence for five seconds are told, and a voice after them", async () => {
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: muted, b: muted } });
  const isSilent = (said: FromMedia): boolean => said.t === "silent" && said.callId === "b" && said.silent;
  await expect.poll(() => host.said.some(isSilent), { timeout: 15_000 }).toBe(true);
  const from = host.said.length;
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  await host.next((said) => said.t === "silent" && said.callId === "b" && !said.silent, from);
});

test("a video stream in an offer is refused and the voice is answered", async () => {
  const { sdp } = await host.ask({ op: "offer", callId: "a", purpose: "call" });
  const video =
    "m=video 9 UDP/TLS/RTP/SAVPF 96\r\nc=IN IP4 0.0.0.0\r\na=rtpmap:96 VP8/90000\r\na=mid:1\r\na=sendrecv\r\na=rtcp-mux\r\n" +
    `${/^a=ice-ufrag:.*\r\n/m.exec(sdp)?.[0]}${/^a=ice-pwd:.*\r\n/m.exec(sdp)?.[0]}` +
    `${/^a=fingerprint:.*\r\n/m.exec(sdp)?.[0]}a=setup:actpass\r\n`;
  const answer = await host.ask({ op: "answer", callId: "b", sdp: sdp + video });
  expect(answer.failed).toBe("");
  expect(answer.sdp).toMatch(/^m=audio [1-9]/m);
  expect(answer.sdp).toMatch(/^m=video 0 /m);
});

test("a ring is confirmed, and confirmed again while it lasts", async () => {
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
  const first = await host.next(isRinging);
  expect(first).toMatchObject({ confirmed: true, why: "" });
  const second = await host.next(isRinging);
  expect(second.confirmed).toBe(true);
});

test("the ring follows its volume, but life safety never below the floor of the site", async () => {
  const volume = () => page.evaluate(() => window.mediaProbe?.ringVolume());
  host.send({ t: "devices", epoch: host.epoch, choice: { ...systemDevices, ringVolume: 10 } });
  host.plan({ ...silentPlan, ring: { sound: "twoPulses", level: "normal" } });
  await expect.poll(volume).toBe(10);
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal", atLeast: 60 } });
  await expect.poll(volume).toBe(60);
  expect(await host.next((said) => isRinging(said) && said.confirmed)).toBeTruthy();
  host.send({ t: "devices", epoch: host.epoch, choice: { ...systemDevices, ringVolume: 90 } });
  await expect.poll(volume).toBe(90);
});

test("a chosen device that does not exist falls back to the default, and the status says so", async () => {
  const from = host.said.length;
  host.send({
    t: "devices",
    epoch: host.epoch,
    choice: { ...systemDevices, ring: [{ id: "gone", label: "" }], microphone: "gone" },
  });
  const told = await host.next<Extract<FromMedia, { t: "status" }>>(
    (said) => isStatus(said) && (said.status.microphone ?? "").includes("gone"),
    from,
  );
  expect(told.status.ring).toBe("System default (no chosen device rings)");
  host.plan({ ...silentPlan, ring: { sound: "oneSoft", level: "normal" } });
  expect((await host.next(isRinging)).confirmed).toBe(true);
});

test("a browser that wants a click first is said to be silent, with the reason", async () => {
  const strict = await launch(["--use-fake-device-for-media-stream"]);
  try {
    // A page that captures may also play: the click is wanted where the microphone is refused too.
    const mute = await open(strict, "", withoutMicrophone);
    host.lease();
    host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
    const told = await host.next(isRinging);
    expect(told).toMatchObject({ confirmed: false, why: "The browser does not allow sound before a click." });
    await mute.mouse.click(5, 5);
    await host.next((said) => isRinging(said) && said.confirmed);
  } finally {
    await strict.close();
  }
});

test("a microphone that comes late, or vanishes and is back, reaches the legs that are up", async () => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    const given = new Promise((give) => addEventListener("give", give));
    devices.getUserMedia = async (wanted) => {
      await given;
      const stream = await real(wanted);
      addEventListener(
        "unplug",
        () => {
          const [track] = stream.getTracks();
          track?.stop();
          track?.dispatchEvent(new Event("ended"));
        },
        { once: true },
      );
      return stream;
    };
  });
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease();
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  await page.evaluate(() => dispatchEvent(new Event("give")));
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const unplugged = host.said.length;
  await page.evaluate(() => dispatchEvent(new Event("unplug")));
  await host.next((said) => isStatus(said) && said.status.microphone === null, unplugged);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("when the last output device goes, the ring is no longer confirmed, and is again when one is back", async () => {
  host.plan({ ...silentPlan, ring: { sound: "deaf", level: "normal" } });
  await host.next((said) => isRinging(said) && said.confirmed);
  const from = host.said.length;
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const real = devices.enumerateDevices.bind(devices);
    devices.enumerateDevices = async () => (await real()).filter(({ kind }) => kind !== "audiooutput");
    addEventListener("plug", () => {
      devices.enumerateDevices = real;
      devices.dispatchEvent(new Event("devicechange"));
    });
    devices.dispatchEvent(new Event("devicechange"));
  });
  const lost = await host.next((said) => isRinging(said) && !said.confirmed, from);
  expect(lost).toMatchObject({ why: "There is no sound output device." });
  await host.next((said) => isStatus(said) && said.status.talk === null && said.status.ring === null, from);
  await page.evaluate(() => dispatchEvent(new Event("plug")));
  await host.next((said) => isRinging(said) && said.confirmed);
});

test("where the microphone is refused outputs have no names, and the ring is heard all the same", async () => {
  await page.addInitScript(withoutMicrophone);
  // As Chromium lists them to a page without the permission.
  await page.addInitScript(() => {
    const nameless = (kind: string) => ({ kind, deviceId: "", label: "", groupId: "" }) as MediaDeviceInfo;
    navigator.mediaDevices.enumerateDevices = async () => ["audioinput", "audiooutput"].map(nameless);
  });
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease();
  const told = await host.next(isStatus, from);
  expect(told.status).toMatchObject({ talk: "System default", ring: "System default" });
  expect(told.devices).toEqual([]);
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
  expect(await host.next(isRinging, from)).toMatchObject({ confirmed: true });
});

test("without a microphone the call is answered, sends silence, and hears the caller", async () => {
  await page.addInitScript(withoutMicrophone);
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease(systemDevices, holdClips);
  await join2("a", "b");
  expect(host.said.filter(isStatus).at(-1)?.status).toMatchObject({
    microphone: null,
    microphoneWhy: "No microphone is connected: plug one in, it is taken by itself.",
  });
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  await becomes("played", "b", clipHz).toBeGreaterThan(loud);
});
