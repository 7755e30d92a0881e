/** The main job, end to end, on real SIP and real sound: a press is seen, heard, answered, held, ended, closed and found again. */
import type { Page } from "@playwright/test";
import {
  allStationsOnline,
  chooseZones,
  closeWith,
  heardInPage,
  seenCard,
  signIn,
  stationOnline,
  strip,
} from "./desk.ts";
import { expect, test } from "./shell.ts";

const soundWithin = { timeout: 10_000 };

test("a press on SOS 214 rings with its card and place, is answered with Space, and sound passes both ways", async ({
  console,
  media,
  plant,
}) => {
  await signIn(console);
  await plant.press("214");
  const card = seenCard(console, "SOS 214");
  await expect(card).toBeVisible();
  await expect(card).toContainText("Tube B km 3.4");
  await expect(card).toContainText("RINGING");
  await expect(card).toHaveAttribute("data-class", "lifeSafety");
  await expect(strip(console)).toContainText("SOS 214");
  await expect(console.locator(".pin").getByText("SOS 214").first()).toBeVisible();
  await expect.poll(() => media.evaluate(() => window.mediaProbe?.ringing()), soundWithin).toBe("threeFast");

  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.keyboard.press("Space");
  await expect(card).toContainText("TALKING");
  await expect.poll(() => heardInPage(media, 440), soundWithin).toBeGreaterThan(0.2);
  await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  await expect.poll(() => media.evaluate(() => window.mediaProbe?.ringing())).toBeNull();
  await expect(console.getByText("SOUND BOTH WAYS")).toBeVisible();

  await test.step("in hold neither voice passes, and the caller hears that he is not forgotten", async () => {
    await console.keyboard.press("h");
    await expect(card).toContainText("HELD");
    await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeLessThan(0.01);
    await expect.poll(() => heardInPage(media, 440, "played"), soundWithin).toBe(0);
    await expect.poll(async () => (await plant.heard("214", 1000)).rms, soundWithin).toBeGreaterThan(0.003);
    await console.keyboard.press("h");
    await expect(card).toContainText("TALKING");
    await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  });

  await test.step("muted, the caller does not hear us, we hear him", async () => {
    await console.keyboard.press("m");
    await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeLessThan(0.01);
    await expect.poll(() => heardInPage(media, 440, "played"), soundWithin).toBeGreaterThan(0.2);
    await console.keyboard.press("m");
    await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  });

  await test.step("the keypad's digits arrive at the station", async () => {
    await console.keyboard.press("k");
    await console.keyboard.press("5");
    await expect.poll(async () => (await plant.station("214")).calls[0]?.digits, soundWithin).toBe("5");
    await console.keyboard.press("Escape");
  });

  await test.step("the operator ends it, closes it with an outcome, and finds it in the history", async () => {
    await endByKeys(console);
    await expect.poll(async () => (await plant.station("214")).calls.length, soundWithin).toBe(0);
    await expect(card).not.toContainText("TALKING");
    await closeWith(console, "SOS 214", "Helped", "Lift freed");
    await console
      .getByRole("button", { name: /history/i })
      .first()
      .click();
    const history = console.getByRole("region", { name: "History" });
    await expect(history).toContainText("SOS 214");
    await expect(history).toContainText(/closed/i);
  });
});

test("a caller who hangs up before the answer leaves the event, and B calls back", async ({
  console,
  plant,
  media,
}) => {
  await signIn(console);
  await plant.press("6031");
  const card = seenCard(console, "Help point 031");
  await expect(card).toContainText("RINGING");
  await plant.hangup("6031");
  await expect(card).toContainText("CALLER HUNG UP");
  await card.click();
  await console.keyboard.press("b");
  await expect(card).toContainText("TALKING", soundWithin);
  await expect.poll(() => heardInPage(media, 440), soundWithin).toBeGreaterThan(0.2);
});

test("the caller ends the call: the event stays until it is closed", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("214");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.keyboard.press("Space");
  const card = seenCard(console, "SOS 214");
  await expect(card).toContainText("TALKING");
  await plant.hangup("214");
  await expect(card).toContainText(/OUTCOME|ENDED|ACKNOWLEDGED|CALLER/);
  await closeWith(console, "SOS 214", "Helped", "walked out");
});

test("two SOS while talking: a card each, and answering the first holds the help point", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("6031");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.keyboard.press("Space");
  await expect(seenCard(console, "Help point 031")).toContainText("TALKING");
  await plant.press("214");
  await plant.press("209");
  await expect(seenCard(console, "SOS 214")).toContainText("RINGING");
  await expect(seenCard(console, "SOS 209")).toContainText("RINGING");
  await expect(strip(console)).toContainText("SOS 214");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.keyboard.press("Space");
  await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
  await expect(seenCard(console, "Help point 031")).toContainText("HELD");
});

test("events are seen and heard with nobody signed in", async ({ console, media, plant }) => {
  await plant.press("214");
  await expect(seenCard(console, "SOS 214")).toBeVisible();
  await expect.poll(() => media.evaluate(() => window.mediaProbe?.ringing()), soundWithin).toBe("threeFast");
});

test("the operator calls a station by the search and sees every stage", async ({ console, media, plant }) => {
  await signIn(console);
  await stationOnline(plant, "214");
  await console.keyboard.press("/");
  await console.keyboard.type("SOS 214");
  await console.keyboard.press("Enter");
  const calls = console.getByRole("status", { name: "Calls from this desk" });
  await expect(calls).toContainText(/DIALLING|RINGS THERE|ALERTING|TALKING/);
  await expect(calls).toContainText("TALKING", soundWithin);
  await expect.poll(() => heardInPage(media, 440), soundWithin).toBeGreaterThan(0.2);
  await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  await console.getByRole("button", { name: "End call with SOS 214" }).last().click();
  await expect(calls).toContainText("ENDED");
});

test("two zones are paged live while P is held, and the receipt says who was reached", async ({ console, plant }) => {
  await signIn(console);
  await allStationsOnline(plant);
  await chooseZones(console, ["Platform 1", "Platform 2"]);
  await console.keyboard.down("p");
  await expect(console.getByText(/ON AIR/).first()).toBeVisible(soundWithin);
  const paged = async () => (await plant.state()).filter((station) => station.calls.some((call) => call.isPage));
  await expect.poll(async () => (await paged()).length, soundWithin).toBe(16);
  for (const station of await paged()) {
    await expect
      .poll(async () => (await plant.heard(station.number, 1000)).amplitude, soundWithin)
      .toBeGreaterThan(0.2);
  }
  await expect(console.getByText(/8 of 8/).first()).toBeVisible(soundWithin);
  await console.keyboard.up("p");
  await expect.poll(async () => (await paged()).length, soundWithin).toBe(0);
  await expect(console.getByText(/8 of 8/).first()).toBeVisible();
});

test("a page is refused to a role that may not, in words, and no byte is sent", async ({ console, plant }) => {
  await signIn(console, "Maintenance");
  await chooseZones(console, ["Platform 1"]);
  await console.keyboard.down("p");
  await expect(console.getByText(/Not allowed/).first()).toBeVisible();
  await console.keyboard.up("p");
  expect((await plant.state()).some((station) => station.calls.length > 0)).toBe(false);
});

async function endByKeys(console: Page): Promise<void> {
  await console.keyboard.down("Control");
  await console.keyboard.down("End");
  await expect(console.getByTestId("event-card").filter({ hasText: "TALKING" })).toHaveCount(0);
  await console.keyboard.up("End");
  await console.keyboard.up("Control");
}
