/** The shell's own sound page hangs in a call: nobody hears the microphone any more, and another page has the call. */
import { test as base, expect } from "@playwright/test";
import { microphoneHz } from "./chromiumArgs.ts";
import { answerWithSpace, seenCard, signIn } from "./desk.ts";
import { type OwnBrowsers, startWithOwnBrowsers } from "./ownBrowsers.ts";

const soundWithin = { timeout: 15_000 };

const test = base.extend<{ own: OwnBrowsers }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  own: async ({}, use) => {
    const own = await startWithOwnBrowsers();
    await use(own);
    await own.stop();
  },
});

/** Of the pulsing tone, over half a second. */
const heard = async ({ plant }: OwnBrowsers) => (await plant.heard("214", microphoneHz)).amplitude;

test("who is put on hold while the sound page hangs hears no microphone, and is back in sound with the next page", async ({
  own,
}) => {
  const { console, plant } = own;
  await signIn(console);
  await plant.press("214");
  await answerWithSpace(console, "SOS 214");
  const card = seenCard(console, "SOS 214");
  await expect(card).toContainText("TALKING");
  await expect.poll(() => heard(own), soundWithin).toBeGreaterThan(0.03);
  const page = await own.sound();
  // For ever: only its end helps.
  page.evaluate(() => {
    for (;;);
  }).catch(() => undefined);
  await console.keyboard.press("h");
  await expect(card).toContainText("HELD");
  await expect.poll(async () => (await plant.heard("214")).packets, { ...soundWithin, intervals: [50] }).toBe(0);
  // The next page plays what the held hear.
  await expect.poll(async () => (await plant.heard("214")).rms, soundWithin).toBeGreaterThan(0.003);
  expect(await heard(own)).toBeLessThan(0.01);
  expect(own.output()).toContain("its page hangs");
  await console.keyboard.press("h");
  await expect(card).toContainText("TALKING");
  await expect.poll(() => heard(own), soundWithin).toBeGreaterThan(0.03);
  expect((await plant.station("214")).calls).toHaveLength(1);
});
