/** Answer key → 200 OK at the PBX, and → the first sound of the caller in the media page. */
import type { Page } from "@playwright/test";
import { startBrowserShell } from "../e2e/browserShell.ts";
import { signIn } from "../e2e/desk.ts";
import { plantAt } from "../e2e/plantControl.ts";
import type { Figure } from "./figure.ts";
import { openChromium, percentile, prepare, rounded, startRig, takeHand } from "./rig.ts";

const answers = 40;
const sounds = 30;

declare global {
  interface Window {
    /** Wall time (ms) of the last Space. */
    benchKeyAt: number;
    /** Wall times at which a received track was first heard. */
    benchHeardAt: number[];
  }
}

export async function answerFigures(): Promise<Figure[]> {
  const toOk = await keyToOk();
  const toSound = await keyToSound();
  const p95 = percentile(toOk, 0.95);
  const sound95 = percentile(toSound, 0.95);
  return [
    {
      name: `answer key to 200 OK, p50 of ${answers}`,
      value: rounded(percentile(toOk, 0.5)),
      unit: "ms",
      target: "",
      met: true,
    },
    {
      name: `answer key to 200 OK, p95 of ${answers}`,
      value: rounded(p95),
      unit: "ms",
      target: "≤ 150 ms",
      met: p95 <= 150,
    },
    {
      name: `answer key to first sound, p50 of ${sounds}`,
      value: rounded(percentile(toSound, 0.5)),
      unit: "ms",
      target: "",
      met: true,
    },
    {
      name: `answer key to first sound, p95 of ${sounds}`,
      value: rounded(sound95),
      unit: "ms",
      target: "≤ 400 ms",
      met: sound95 <= 400,
    },
  ];
}

async function watchKey(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchKeyAt = 0;
    const mark = (event: KeyboardEvent) => {
      if (event.code === "Space") window.benchKeyAt = performance.timeOrigin + performance.now();
    };
    addEventListener("keydown", mark, { capture: true });
  });
}

const stripReady = (page: Page) => page.locator("[data-testid=strip][data-ready=true]").waitFor();

async function keyToOk(): Promise<number[]> {
  const rig = await startRig(answers, answers, watchKey);
  const times: number[] = [];
  try {
    const { pbx, console, hand } = rig;
    await prepare(pbx, answers);
    for (let i = 0; i < answers; i++) {
      const opened = hand.entry((kind) => kind === "eventOpened");
      const offered = hand.entry((kind) => kind === "callOffered");
      const taken = hand.entry((kind) => kind === "callTaken");
      pbx.tell({ do: "send", from: i, to: i + 1 });
      const eventId = String((await opened)["eventId"]);
      const callId = String((await offered)["callId"]);
      await taken;
      await stripReady(console);
      const answered = pbx.heard<{ time: number }>("answered");
      await console.keyboard.press("Space");
      const { time } = await answered;
      times.push(time - (await console.evaluate(() => window.benchKeyAt)));
      const ended = hand.entry((kind) => kind === "callEnded");
      await hand.command({ type: "end", callId });
      await ended;
      await hand.command({ type: "close", eventId, outcome: "test", note: "bench" });
    }
  } finally {
    await rig.stop();
  }
  return times;
}

/** The embedded plant's stations speak as soon as they are answered. */
async function keyToSound(): Promise<number[]> {
  const shell = await startBrowserShell();
  const { browser, context } = await openChromium();
  const times: number[] = [];
  try {
    if (!shell.plant) throw new Error("the demo site has no plant");
    const plant = plantAt(shell.plant);
    await context.grantPermissions(["microphone"], { origin: shell.origin });
    const console = await context.newPage();
    await watchKey(console);
    await console.goto(shell.address);
    const media = await context.newPage();
    await watchSound(media);
    await media.goto(`${shell.origin}/media.html?raw=1&probe=1`);
    await console.bringToFront();
    await signIn(console);
    const hand = await takeHand(shell.origin, context);
    for (let i = 0; i < sounds; i++) {
      const opened = hand.entry((kind) => kind === "eventOpened");
      const offered = hand.entry((kind) => kind === "callOffered");
      await plant.press("214");
      const eventId = String((await opened)["eventId"]);
      const callId = String((await offered)["callId"]);
      await stripReady(console);
      await console.keyboard.press("Space");
      await media.waitForFunction((wanted) => window.benchHeardAt.length > wanted, i, { polling: 20 });
      const heardAt = await media.evaluate((at) => window.benchHeardAt[at] ?? Number.NaN, i);
      times.push(heardAt - (await console.evaluate(() => window.benchKeyAt)));
      const ended = hand.entry((kind) => kind === "callEnded");
      await hand.command({ type: "end", callId });
      await ended;
      await hand.command({ type: "close", eventId, outcome: "test", note: "bench" });
    }
    hand.close();
  } finally {
    await browser.close();
    await shell.stop();
  }
  return times;
}

/** Listens to every received track, looking every 5 ms for a level above noise. */
async function watchSound(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.benchHeardAt = [];
    const Peer = window.RTCPeerConnection;
    window.RTCPeerConnection = class extends Peer {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener("track", ({ track }) => {
          const context = new AudioContext();
          const analyser = context.createAnalyser();
          analyser.fftSize = 256;
          context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
          const samples = new Float32Array(analyser.fftSize);
          const timer = setInterval(() => {
            analyser.getFloatTimeDomainData(samples);
            if (!samples.some((sample) => Math.abs(sample) > 0.05)) return;
            clearInterval(timer);
            window.benchHeardAt.push(performance.timeOrigin + performance.now());
          }, 5);
        });
      }
    };
  });
}
