/** What a person does at the desk, for the specs: by the words and keys that an operator uses. */
import type { Locator, Page } from "@playwright/test";
import type { Plant } from "./plantControl.ts";
import { expect } from "./shell.ts";

/** One click, as the demo allows. `role`: "Dispatcher", "Supervisor", "Maintenance", "Auditor". */
export async function signIn(page: Page, role = "Dispatcher"): Promise<void> {
  const form = page.getByTestId("sign-in");
  await expect(form).toBeVisible();
  await form.getByRole("button", { name: role }).first().click();
  await expect(form).toBeHidden();
  await expect(page.getByText(/PBX A proved/)).toBeVisible({ timeout: 10_000 });
}

export const strip = (page: Page): Locator => page.getByTestId("strip");

export const seenCard = (page: Page, name: string): Locator =>
  page
    .getByTestId("event-card")
    .filter({ hasText: `${name} ·` })
    .first();

/** Answers what the strip names, once it may be answered. */
export async function answerWithSpace(page: Page, name: string): Promise<void> {
  await expect(strip(page)).toContainText(name);
  await expect(strip(page)).toHaveAttribute("data-ready", "true");
  await page.keyboard.press("Space");
}

/** Amplitude of a frequency at the media page, of the loudest leg there. `where`: received, played to the operator, or sent. */
export const heardInPage = (media: Page, hz: number, where: "heard" | "played" | "sent" = "heard"): Promise<number> =>
  media.evaluate(
    async ({ hz, where }) => {
      const probe = window.mediaProbe;
      if (!probe) throw new Error("The media page has no probe.");
      const levels = await Promise.all(probe.legs().map((callId) => probe[where](callId, hz)));
      return Math.max(0, ...levels);
    },
    { hz, where },
  );

export async function closeWith(page: Page, name: string, outcome: string, note: string): Promise<void> {
  const card = seenCard(page, name);
  await card.click();
  await page.keyboard.press("o");
  const form = page.getByRole("form", { name: /outcome/i });
  await form.getByRole("radio", { name: outcome }).check();
  await form.getByRole("textbox").fill(note);
  await form.getByRole("button", { name: /^Close/ }).click();
  await expect(card).toContainText("CLOSED");
}

export async function chooseZones(page: Page, names: readonly string[]): Promise<void> {
  await page.getByRole("tab", { name: "Zones" }).click();
  for (const name of names)
    await page.getByRole("group", { name: "Zones" }).getByRole("button", { name }).first().click();
}

/** The stations attach at their own pace after the console: one that is to be called has to be there first. */
export async function stationOnline(plant: Plant, number: string): Promise<void> {
  await expect.poll(async () => (await plant.station(number)).isOnline, { timeout: 20_000 }).toBe(true);
}

export async function allStationsOnline(plant: Plant): Promise<void> {
  const offline = async () => (await plant.state()).filter(({ isOnline }) => !isOnline).length;
  await expect.poll(offline, { timeout: 20_000 }).toBe(0);
}
