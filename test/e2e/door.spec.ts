/** Doors by the keys: armed, named, opened into the call, and nothing claimed of what cannot be read back. F12, too. */
import type { Page } from "@playwright/test";
import { answerWithSpace, seenCard, signIn, stationOnline } from "./desk.ts";
import type { Plant } from "./plantControl.ts";
import { expect, test } from "./shell.ts";

const door = "Service gate north";

/** Somebody at the door has been answered; `armed`: what stands there while the door may be opened. */
async function talkAtTheDoor(console: Page, plant: Plant) {
  await signIn(console);
  await plant.press("6205");
  await answerWithSpace(console, "Door 5");
  const call = console.getByTestId("live-call");
  await expect(call).toHaveAttribute("data-call-state", "talking");
  return { call, armed: call.getByRole("region", { name: `Open ${door}?` }) };
}

test("E arms the door on the line and names it, Esc leaves it shut, E and Enter open it: the station hears the digits", async ({
  console,
  plant,
}) => {
  const { call, armed } = await talkAtTheDoor(console, plant);

  await console.keyboard.press("e");
  await expect(armed).toContainText(`Open ${door}? On the line: Door 5. Enter opens.`);
  await console.keyboard.press("Escape");
  await expect(armed).toBeHidden();
  await console.keyboard.press("e");
  await expect(armed).toBeVisible();
  await expect(armed, "nobody confirmed it in 5 s").toBeHidden();
  await console.keyboard.press("Enter");
  expect((await plant.station("6205")).calls[0]?.digits).toBe("");

  await console.keyboard.press("e");
  await expect(armed).toBeVisible();
  await console.keyboard.press("Enter");
  await expect(armed).toBeHidden();
  await expect.poll(async () => (await plant.station("6205")).calls[0]?.digits).toBe("9");
  await expect(call).toContainText(new RegExp(`${door}: sent at .*, state unknown`));
  await expect(call).toHaveAttribute("data-call-state", "talking");
});

/** Held down: Chromium marks what follows the first as repeated. */
async function holdEnter(page: Page): Promise<void> {
  for (let times = 0; times < 6; times++) {
    await page.keyboard.down("Enter");
    // What the press before it has changed is drawn, and has the focus.
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  }
}

test("Enter held down on the Door button arms it and does not open it", async ({ console, plant }) => {
  const { call, armed } = await talkAtTheDoor(console, plant);
  await call.getByRole("button", { name: `Door ${door}` }).focus();

  await holdEnter(console);
  await expect(armed).toBeVisible();
  await expect(call).not.toContainText(`${door}: sent`);
  await console.keyboard.up("Enter");
  expect((await plant.station("6205")).calls[0]?.digits).toBe("");

  await console.keyboard.press("Enter");
  await expect(armed).toBeHidden();
  await expect.poll(async () => (await plant.station("6205")).calls[0]?.digits).toBe("9");
});

for (const first of ["before", "after"]) {
  test(`Esc leaves an armed door shut, also with an outcome form that was opened ${first} it`, async ({
    console,
    plant,
  }) => {
    const { call, armed } = await talkAtTheDoor(console, plant);
    const form = console.getByTestId("outcome-form");
    await seenCard(console, "Door 5").click();

    for (const key of first === "before" ? ["o", "e"] : ["e", "o"]) await console.keyboard.press(key);
    await expect(armed).toBeVisible();
    await expect(form).toBeVisible();
    await console.keyboard.press("Escape");
    await console.keyboard.press("Enter");
    await expect(armed).toBeHidden();
    await expect(form, "one Esc does one thing").toBeVisible();
    await expect(call).not.toContainText(`${door}: sent`);
    expect((await plant.station("6205")).calls[0]?.digits).toBe("");
    await console.keyboard.press("Escape");
    await expect(form).toBeHidden();
  });
}

test("a station without a door shows none, and E does nothing", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("6031");
  await answerWithSpace(console, "Help point 031");
  const call = console.getByTestId("live-call");
  await expect(call).toHaveAttribute("data-call-state", "talking");
  await expect(call.getByRole("button", { name: /Door/ })).toHaveCount(0);
  await console.keyboard.press("e");
  await expect(call.getByText(/Enter opens/)).toHaveCount(0);
});

test("F12 calls the supervisor and holds who was on the line", async ({ console, plant }) => {
  await signIn(console);
  await stationOnline(plant, "7001");
  await plant.press("6031");
  await answerWithSpace(console, "Help point 031");
  await expect(console.getByTestId("live-call")).toHaveAttribute("data-call-state", "talking");
  await console.evaluate(() => {
    const note = (event: KeyboardEvent) => {
      document.body.dataset["kept"] = `${event.key} ${event.defaultPrevented}`;
    };
    window.addEventListener("keydown", note);
  });
  await console.keyboard.press("F12");
  await expect(console.locator("body"), "the browser's own F12 is kept off").toHaveAttribute("data-kept", "F12 true");
  const calls = console.getByRole("status", { name: "Calls from this desk" });
  await expect(calls).toContainText("Supervisor");
  await expect(calls).toContainText("TALKING");
  await expect(console.getByTestId("event-card").filter({ hasText: "Help point 031" })).toContainText("HELD");
});
