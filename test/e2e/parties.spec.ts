/** Passing a caller on and calling a party into a call, by keys, on real SIP and with the sound measured. */
import type { Locator, Page } from "@playwright/test";
import { answerWithSpace, heardInPage, seenCard, signIn } from "./desk.ts";
import type { Plant } from "./plantControl.ts";
import { expect, test } from "./shell.ts";

const soundWithin = { timeout: 10_000 };
const amplitude = async (plant: Plant, number: string, hz: number) => (await plant.heard(number, hz)).amplitude;
const live = (console: Page): Locator => console.getByTestId("live-call");

async function talkWith031(console: Page, plant: Plant): Promise<void> {
  await signIn(console);
  await plant.online("7002");
  await plant.press("6031");
  await answerWithSpace(console, "Help point 031");
  await expect(seenCard(console, "Help point 031")).toContainText("TALKING");
}

test("T passes the caller on to a contact: held while it rings there, then with the patrol, the outcome due here", async ({
  console,
  plant,
}) => {
  await talkWith031(console, plant);
  await console.keyboard.press("t");
  await expect(live(console)).toContainText("Transfer Help point 031 to …");
  // Esc leaves the picker and touches nothing.
  await console.keyboard.press("Escape");
  await expect(console.getByTestId("party-picker")).toBeHidden();
  await expect(live(console)).toHaveAttribute("data-call-state", "talking");

  await console.keyboard.press("t");
  await console.keyboard.type("patrol");
  await expect(console.getByTestId("party-picker").getByRole("option").first()).toContainText("To Patrol");
  await console.keyboard.press("Enter");
  await expect(live(console)).toContainText("Transferring to Patrol");
  await expect(live(console)).toHaveAttribute("data-call-state", "held");
  await expect(console.getByTestId("outcome-form")).toBeVisible(soundWithin);
  await expect(console.getByTestId("event-view")).toContainText("Transferred to Patrol");
  await expect.poll(() => amplitude(plant, "7002", 440), soundWithin).toBeGreaterThan(0.2);
  await expect.poll(() => amplitude(plant, "6031", 440), soundWithin).toBeGreaterThan(0.2);
  expect(await amplitude(plant, "6031", 1000)).toBeLessThan(0.01);
});

test("a transfer that fails gives the caller back, in words and with sound", async ({ console, media, plant }) => {
  await talkWith031(console, plant);
  await console.keyboard.press("t");
  await console.keyboard.type("0999");
  await console.keyboard.press("Enter");
  await expect(live(console)).toContainText("Transfer failed: No such number", soundWithin);
  await expect(live(console)).toHaveAttribute("data-call-state", "talking");
  await expect.poll(() => amplitude(plant, "6031", 1000), soundWithin).toBeGreaterThan(0.2);
  await expect.poll(() => heardInPage(media, 440, "played"), soundWithin).toBeGreaterThan(0.2);
});

test("C calls the patrol into the call: all hear one another, each party can be ended alone", async ({
  console,
  media,
  plant,
}) => {
  await talkWith031(console, plant);
  await console.keyboard.press("c");
  await expect(live(console)).toContainText("Add … to the call with Help point 031");
  await console.keyboard.type("7002");
  await console.keyboard.press("Enter");
  const parties = console.getByRole("group", { name: "In the call with Help point 031" });
  await expect(parties).toContainText(/DIALLING|RINGS THERE|TALKING/);
  await expect(live(console)).toHaveAttribute("data-call-state", "talking");
  await expect(parties).toContainText("TALKING", soundWithin);
  // Each station says 440 Hz and is not played to itself: what one hears of it is the other's.
  for (const number of ["6031", "7002"]) {
    await expect.poll(() => amplitude(plant, number, 440), soundWithin).toBeGreaterThan(0.2);
    await expect.poll(() => amplitude(plant, number, 1000), soundWithin).toBeGreaterThan(0.2);
  }
  const played = () =>
    media.evaluate(async () => {
      const probe = window.mediaProbe;
      return probe ? Promise.all(probe.legs().map((callId) => probe.played(callId, 440))) : [];
    });
  await expect.poll(async () => (await played()).filter((one) => one > 0.2).length, soundWithin).toBe(2);

  await test.step("hold holds them all", async () => {
    await console.keyboard.press("h");
    for (const number of ["6031", "7002"]) {
      await expect.poll(() => amplitude(plant, number, 440), soundWithin).toBeLessThan(0.02);
      await expect.poll(() => amplitude(plant, number, 1000), soundWithin).toBeLessThan(0.02);
    }
    await console.keyboard.press("h");
    await expect.poll(() => amplitude(plant, "7002", 440), soundWithin).toBeGreaterThan(0.2);
  });

  await parties.getByRole("button", { name: /^End Patrol/ }).click();
  await expect.poll(async () => (await plant.station("7002")).calls.length, soundWithin).toBe(0);
  await expect.poll(() => amplitude(plant, "6031", 440), soundWithin).toBeLessThan(0.02);
  await expect.poll(() => amplitude(plant, "6031", 1000), soundWithin).toBeGreaterThan(0.2);
});
