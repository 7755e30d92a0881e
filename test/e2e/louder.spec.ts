/** Nobody answers: the first rung is louder in every window, in sight and, where the sound page is gone, in sound; and what faults sound like. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { temporaryDir } from "./browserShell.ts";
import { seenCard, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

const folder = path.join(temporaryDir(), "site");
cpSync(path.join(import.meta.dirname, "../../assets/demo"), folder, { recursive: true });
const siteFile = path.join(folder, "site.yaml");
const soon = "classes:\n  lifeSafety:\n    louderAfterS: 5\n";
writeFileSync(siteFile, `${readFileSync(siteFile, "utf8")}\n${soon}`);
test.use({ siteFile });

const pictures = process.env["PICTURES"];

/** Peaks of the sounds that this window begins to play by itself. */
async function listen(page: Page): Promise<() => Promise<number[]>> {
  await page.evaluate(() => {
    const peaks: number[] = [];
    Object.assign(window, { peaks });
    const started = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function start(...args) {
      const pcm = this.buffer?.getChannelData(0) ?? new Float32Array();
      peaks.push(pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0));
      return started.apply(this, args);
    };
  });
  return () => page.evaluate(() => (window as unknown as { peaks: number[] }).peaks);
}

test("an SOS that nobody answers is louder in every window: strip, card and title", async ({
  console,
  plant,
  context,
}) => {
  await signIn(console);
  const alone = await context.newPage();
  await alone.goto(new URL("console.html?panel=map", console.url()).href);
  await expect(strip(alone)).toBeVisible();
  await plant.press("214");
  const card = seenCard(console, "SOS 214");
  await expect(card).toHaveAttribute("data-louder", "false");
  for (const window of [console, alone]) {
    await expect(strip(window)).toHaveAttribute("data-louder", "true");
    await expect(strip(window)).toContainText("LOUDER");
    await expect(window).toHaveTitle(/^LOUDER: SOS 214 · .*nobody has answered for 5 s$/);
  }
  await expect(card).toHaveAttribute("data-louder", "true");
  await expect(card).toContainText("nobody has answered for 5 s");
  await console.bringToFront();
  for (const [width, height] of [
    [1920, 1080],
    [1366, 768],
  ] as const) {
    await console.setViewportSize({ width, height });
    // What Space does stays in sight beside the word.
    await expect(strip(console).locator(".stripKey")).toBeInViewport({ ratio: 1 });
    if (pictures) await console.screenshot({ path: `${pictures}/louder-${width}.png` });
  }
  const moves = () => card.evaluate((element) => getComputedStyle(element, "::after").animationName);
  expect(await moves()).toBe("louderPulse");
  await console.emulateMedia({ reducedMotion: "reduce" });
  expect(await moves()).toBe("none");
  await console.keyboard.press("Space");
  await expect(card).toContainText("TALKING");
  await expect(card).toHaveAttribute("data-louder", "false");
  for (const window of [console, alone]) await expect(window).toHaveTitle("Priority Console");
});

test("without its sound page each window sounds the fault, then the ring, then the ring louder; F2 silences the fault", async ({
  console,
  media,
  plant,
  context,
}) => {
  await signIn(console);
  const alone = await context.newPage();
  await alone.goto(new URL("console.html?panel=queue", console.url()).href);
  await expect(strip(alone)).toBeVisible();
  const heard = await Promise.all([listen(console), listen(alone)]);
  await media.close();
  const bar = console.getByTestId("alarm-mediaPageLost");
  await expect(bar).toBeVisible();
  // The sound test of the sign-in may go before it; the fault is quieter than any ring.
  for (const peaks of heard) await expect.poll(async () => (await peaks()).at(-1) ?? 1).toBeLessThan(0.25);
  await plant.press("214");
  for (const peaks of heard) {
    const sinceFault = async () => {
      const all = await peaks();
      return all.slice(all.findIndex((peak) => peak < 0.25));
    };
    await expect.poll(async () => (await sinceFault()).length).toBe(3);
    const [fault = 1, ring = 0, louder = 0] = await sinceFault();
    expect(ring).toBeGreaterThan(2 * fault);
    expect(louder).toBeGreaterThan(1.4 * ring);
  }
  await console.keyboard.press("F2");
  await expect(bar).toContainText("Sounds again every 5 min");
});
