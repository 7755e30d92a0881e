/** A flood at the desk: folded by area, worked with keys alone, and still under the pointer. */
import type { Locator, Page } from "@playwright/test";
import { answerWithSpace, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

const headings = (page: Page): Locator => page.locator("[data-heading]");
const cards = (page: Page): Locator => page.getByTestId("event-card");
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset["heading"] ?? null);
/** Presses ↓ until a heading has the focus. */
async function downToHeading(page: Page): Promise<string> {
  let heading: string | null = null;
  await expect(async () => {
    await page.keyboard.press("ArrowDown");
    heading = await focused(page);
    expect(heading).not.toBeNull();
  }).toPass({ intervals: [50] });
  return heading ?? "";
}

test("a flood folds by area, and is unfolded, gone through and folded with keys alone", async ({ console, plant }) => {
  await signIn(console);
  await plant.burst(45, { everyMs: 5, type: "helpPoint" });
  await expect(headings(console).first()).toContainText(/\d+ urgent/);
  await expect(headings(console).first()).toContainText(/oldest \d/);
  // Headings change places while presses still come in, and one that moves loses the focus that the keys stand on.
  await expect(console.getByTestId("waiting-count")).toHaveAttribute("data-count", "45");

  const id = await downToHeading(console);
  const heading = console.locator(`[data-heading="${id}"]`);
  await console.keyboard.press("Enter");
  await expect(heading).toHaveAttribute("aria-expanded", "true");
  await console.keyboard.press("ArrowDown");
  const selected = console.locator("[data-testid=event-card][aria-current]");
  await expect(selected).toBeInViewport();
  await console.keyboard.press("ArrowUp");
  await expect(heading).toBeFocused();
  await console.keyboard.press("ArrowLeft");
  await expect(heading).toHaveAttribute("aria-expanded", "false");
  // The one that the keys stood on is still the selected one, so it has not gone behind the heading.
  await expect(selected).toBeInViewport();

  // A life at stake is never behind a heading.
  await plant.press("214");
  await expect(cards(console).first()).toContainText("SOS 214");
});

test("a heading that is clicked stays under the pointer, and so does what stands above it", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.burst(45, { everyMs: 5, type: "helpPoint" });
  await expect(headings(console).first()).toBeVisible();
  await expect(console.getByTestId("waiting-count")).toHaveAttribute("data-count", "45");
  const heading = headings(console).first();
  await heading.hover();
  const before = await heading.boundingBox();
  const shown = await cards(console).count();
  // Would stand above it.
  await plant.press("214");
  await expect(console.getByTestId("new-cards")).toContainText("1 new above");
  await heading.click();
  await expect(heading).toHaveAttribute("aria-expanded", "true");
  await expect.poll(() => cards(console).count()).not.toBe(shown);
  expect(await heading.boundingBox()).toEqual(before);
  // The pointer leaves: now it is placed.
  await console.mouse.move(1200, 300);
  await expect(cards(console).first()).toContainText("SOS 214");
});

test("in a flood of 100 the banner says so, the oldest and the newest SOS keep their places, and Space answers the oldest", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.burst(99, { everyMs: 5 });
  await plant.press("6205");
  await expect(console.getByTestId("waiting-count")).toHaveAttribute("data-count", "100", { timeout: 30_000 });
  // A new press of one of them: nobody has waited less.
  await plant.press("404");
  await expect(console.locator(".flood")).toContainText(/Flood: 100 new events in 10 min, 100 open, grouped by area/);
  const newest = console.getByTestId("newest-sos");
  await expect(newest).toContainText("SOS 404");
  const oldest = /SOS \d+/.exec((await strip(console).textContent()) ?? "")?.[0] ?? "";
  expect(oldest).toMatch(/SOS \d+/);
  expect(oldest).not.toBe("SOS 404");

  // However far the list is scrolled, neither leaves the screen.
  const list = console.locator(".cards");
  // Its end moves away while cards are measured.
  await expect(async () => {
    await list.evaluate((box) => box.scrollTo(0, box.scrollHeight));
    await expect(headings(console).first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(newest).toBeInViewport();
  await expect(strip(console)).toBeInViewport();
  await answerWithSpace(console, oldest);
  await expect(console.locator(".livePanel")).toContainText(oldest);
  await expect(strip(console)).not.toContainText(oldest);
  // The newest is a click away: it is selected, and A, B, O and G act on it.
  await newest.click();
  await console.keyboard.press("g");
  await expect(console.locator(".pin[data-selected]")).toContainText("SOS 404");
});
