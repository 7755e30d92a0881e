/** More than one window, a sound page that is not there, and a page that the browser may not run anything foreign in. */
import { closeWith, seenCard, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("any panel opens in a window of its own, with the strip, and acts on the same desk", async ({
  console,
  plant,
  context,
}) => {
  await signIn(console);
  for (const panel of ["queue", "map", "live", "reach", "history"]) {
    const own = await context.newPage();
    await own.goto(new URL(`console.html?panel=${panel}`, console.url()).href);
    await expect(strip(own)).toBeVisible();
    if (panel !== "queue") {
      await own.close();
      continue;
    }
    await plant.press("214");
    await expect(seenCard(own, "SOS 214")).toBeVisible();
    await expect(strip(own)).toHaveAttribute("data-ready", "true");
    await own.keyboard.press("Space");
    await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
    await own.close();
  }
});

test("the plant's panel is one click away, and its button is a press at the desk", async ({ console, context }) => {
  await signIn(console);
  const opening = context.waitForEvent("page");
  await console.getByRole("link", { name: "Plant" }).click();
  const panel = await opening;
  await panel.getByLabel("Search").fill("SOS 214");
  await panel.getByRole("listitem").filter({ hasText: "SOS 214" }).getByRole("button", { name: "Press" }).click();
  await expect(seenCard(console, "SOS 214")).toBeVisible();
});

test("without its sound page the console says so and the window rings by itself", async ({ console, media, plant }) => {
  await media.close();
  await expect(console.getByTestId("alarm-mediaPageLost")).toBeVisible();
  await console.evaluate(() => {
    const started = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function start(...args) {
      document.documentElement.dataset["rings"] = "yes";
      return started.apply(this, args);
    };
  });
  await plant.press("214");
  await expect(seenCard(console, "SOS 214")).toBeVisible();
  await expect(console.locator("html[data-rings=yes]")).toBeAttached();
});

test("hostile words are only ever text, on the card and in the history", async ({ console, plant }) => {
  const hostile = "<img src=x onerror=alert(1)><svg/onload=alert(2)>";
  await signIn(console);
  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toContainText("RINGING");
  await plant.hangup("6031");
  await expect(seenCard(console, "Help point 031")).toContainText("CALLER HUNG UP");
  await closeWith(console, "Help point 031", "False press", hostile);
  await console
    .getByRole("button", { name: /history/i })
    .first()
    .click();
  await expect(console.getByRole("region", { name: "History" })).toContainText(hostile);
  expect(await console.locator("img[src=x], svg[onload]").count()).toBe(0);
});
