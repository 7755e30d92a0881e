/** A site that is not the demo: signing in needs a PIN, an all call needs a second one; the alarms need neither. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { seenCard } from "./desk.ts";
import { expect, test } from "./shell.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "priority-console-site-"));
cpSync(path.join(import.meta.dirname, "../../assets/demo"), folder, { recursive: true });
const siteFile = path.join(folder, "site.yaml");
writeFileSync(siteFile, readFileSync(siteFile, "utf8").replace(/^demo: yes.*$/m, "demo: no"));
test.use({ siteFile });
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("name and PIN, wrong and right; a second operator approves the all call", async ({ console, plant }) => {
  await plant.press("214");
  await expect(seenCard(console, "SOS 214"), "an alarm is seen before anyone signs in").toBeVisible();

  const form = console.getByTestId("sign-in");
  await form.getByRole("button", { name: /Anna Berger/ }).click();
  const pin = form.getByLabel("PIN of Anna Berger");
  await pin.fill("0000");
  await pin.press("Enter");
  await expect(form).toContainText(/wrong pin/i, { timeout: 20_000 });
  await pin.fill("1402");
  await pin.press("Enter");
  await expect(form).toBeHidden({ timeout: 20_000 });
  await expect(console.getByText(/Position 1 · Anna Berger/)).toBeVisible();

  await console.getByRole("button", { name: "All call" }).click();
  await console.getByLabel("Second operator", { exact: true }).selectOption({ label: "Carla Steiner" });
  await console.getByLabel("PIN of the second operator").fill("3906");
  await console.getByRole("button", { name: "Approve all call" }).click();
  const talk = console.getByRole("button", { name: /Hold to talk to everyone/ });
  const box = await talk.boundingBox();
  if (!box) throw new Error("The talk button is not drawn.");
  await console.mouse.move(box.x + 20, box.y + 10);
  await console.mouse.down();
  await expect(console.getByText(/ON AIR/).first()).toBeVisible({ timeout: 25_000 });
  await console.mouse.up();
  await expect(console.getByText(/ON AIR/)).toHaveCount(0);
});
