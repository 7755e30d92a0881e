/** The shell's own sound page hangs in a call: nobody hears the microphone any more, and another page has the call. */
import { test as base, expect, type Page } from "@playwright/test";
import { microphoneHz } from "./chromiumArgs.ts";
import { allStationsOnline, answerWithSpace, chooseZones, seenCard, signIn } from "./desk.ts";
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
  hang(await own.sound());
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

test("a page to a zone whose sound page hangs is silent when it is let go, and the next page to it is heard", async ({
  own,
}) => {
  const { console, plant } = own;
  await signIn(console);
  await allStationsOnline(plant);
  await chooseZones(console, ["Platform 1"]);
  const paged = async () => (await plant.state()).filter(({ calls }) => calls.some(({ isPage }) => isPage));
  const heardBy = async (number: string) => (await plant.heard(number, microphoneHz)).amplitude;
  const pageIsHeard = async (): Promise<string> => {
    await console.keyboard.down("p");
    await expect.poll(async () => (await paged()).length, soundWithin).toBe(8);
    const { number = "" } = (await paged())[0] ?? {};
    await expect.poll(() => heardBy(number), soundWithin).toBeGreaterThan(0.03);
    return number;
  };
  const number = await pageIsHeard();
  hang(await own.sound());
  await console.keyboard.up("p");
  await expect.poll(async () => (await plant.heard(number)).packets, { ...soundWithin, intervals: [50] }).toBe(0);
  await expect.poll(async () => (await paged()).length, soundWithin).toBe(0);
  await expect.poll(() => own.output(), soundWithin).toContain("its page hangs");
  await expect(console.getByText("Sound is not available")).toHaveCount(0, soundWithin);
  await pageIsHeard();
  await console.keyboard.up("p");
});

/** For ever: only its end helps. */
function hang(page: Page): void {
  page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => undefined);
}
