/** The answer key pressed in another program: the page, told by the shell as here, decides as for its own key. */
import type { Page } from "@playwright/test";
import { answerWithSpace, seenCard, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

/** As the preload tells the page. */
const pressElsewhere = (page: Page) =>
  page.evaluate(() => window.postMessage("priority-console:answer", location.origin));

test("answers what the strip names and has shown, also while a note is typed", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("214");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.getByPlaceholder(/^Note/).fill("half a sen");
  await pressElsewhere(console);
  await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
  await expect(console.getByPlaceholder(/^Note/)).toHaveValue("half a sen");
});

test("held down it is one press, and holds no call of equal class", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("214");
  await answerWithSpace(console, "SOS 214");
  await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
  await plant.press("215");
  await expect(strip(console)).toContainText("SOS 215");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  for (let times = 0; times < 3; times++) await pressElsewhere(console);
  await expect(strip(console)).toContainText(/again/);
  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toContainText("RINGING");
  await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
});

test("from a foreign window it is nobody's press", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("214");
  await expect(strip(console)).toHaveAttribute("data-ready", "true");
  await console.evaluate(() => {
    const frame = document.createElement("iframe");
    document.body.append(frame);
    const event = new MessageEvent("message", { data: "priority-console:answer", source: frame.contentWindow });
    window.dispatchEvent(event);
  });
  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toContainText("RINGING");
  await expect(seenCard(console, "SOS 214")).toContainText("RINGING");
});
