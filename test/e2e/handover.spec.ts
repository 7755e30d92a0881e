/** A change of shift: the sound is tested, the sheet signed by both, and what is open passes on with the position. */
import { seenCard, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

test("the sheet names what is open, both sign, and the successor has the position", async ({ console, plant }) => {
  await signIn(console);
  const soundTest = console.getByTestId("sound-test");
  await soundTest.getByRole("button", { name: "Yes, the ring was heard" }).click();
  await expect(soundTest).toBeHidden();

  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toBeVisible();
  await console.getByRole("button", { name: "Hand over…" }).click();
  const sheet = console.getByRole("dialog", { name: "Handover sheet" });
  await expect(sheet).toContainText("Help point 031");
  await sheet.getByLabel("Note for the next shift").fill("Barrier 3 sticks");
  await sheet.getByRole("button", { name: "Add note" }).click();
  await expect(sheet.getByRole("listitem").filter({ hasText: "Barrier 3 sticks" })).toContainText("Anna Berger");
  await sheet.getByRole("button", { name: "Sign as Anna Berger, who goes" }).click();
  await expect(sheet).toContainText(/Signed by Anna Berger/);
  await sheet.getByLabel("Who comes", { exact: true }).selectOption({ label: "Jonas Feld" });
  await sheet.getByRole("button", { name: "Sign and take over" }).click();
  await expect(sheet).toBeHidden();
  await expect(console.getByText(/Position 1 · Jonas Feld/)).toBeVisible();
  await expect(seenCard(console, "Help point 031"), "the event goes on").toContainText("RINGING");
  await expect(soundTest, "each shift is asked").toBeVisible();
});

test("a position with an open urgent event is left only with a supervisor", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toBeVisible();
  await console.getByText(/Position 1 · Anna Berger/).click();
  await console.getByRole("button", { name: "Sign Anna Berger out" }).click();
  await expect(console.getByText(/have a supervisor let you leave/)).toBeVisible();
  await console.getByLabel("Second operator", { exact: true }).selectOption({ label: "Carla Steiner" });
  await console.getByLabel("PIN of the second operator").fill("3906");
  await console.getByRole("button", { name: "Approve leaving open events" }).click();
  await expect(console.getByText(/nobody signed in/)).toBeVisible({ timeout: 20_000 });
});
