/** Doors by the keys: armed, named, opened into the call, and nothing claimed of what cannot be read back. F12, too. */
import { answerWithSpace, signIn, stationOnline } from "./desk.ts";
import { expect, test } from "./shell.ts";

const door = "Service gate north";

test("E arms the door on the line and names it, Esc leaves it shut, E and Enter open it: the station hears the digits", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.press("6205");
  await answerWithSpace(console, "Door 5");
  const call = console.getByTestId("live-call");
  await expect(call).toHaveAttribute("data-call-state", "talking");
  const armed = call.getByRole("region", { name: `Open ${door}?` });

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
