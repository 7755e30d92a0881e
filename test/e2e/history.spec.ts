/** The history follows by itself, and keeps its rows still under the pointer. */
import { signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("new entries come by themselves, and wait to be shown while the pointer is over the rows", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await console.getByRole("button", { name: "History" }).first().click();
  const history = console.getByRole("region", { name: "History" });
  const rows = history.getByRole("listbox", { name: /Entries/ }).getByRole("option");
  await expect(rows.first()).toBeVisible();

  await plant.press("214");
  await expect(history).toContainText("SOS 214 opened");

  await rows.nth(1).hover();
  const shown = await rows.first().innerText();
  await plant.press("209");
  const newer = history.getByTestId("newer-entries");
  await expect(newer).toContainText(/\d+ newer entr(y|ies): show/);
  expect(await rows.first().innerText()).toBe(shown);
  await newer.click();
  await expect(history).toContainText("SOS 209 opened");

  await rows.nth(1).hover();
  await plant.press("208");
  await expect(newer).toBeVisible();
  await console.mouse.move(10, 10);
  await expect(newer).toBeHidden();
  await expect(history).toContainText("SOS 208 opened");
});
