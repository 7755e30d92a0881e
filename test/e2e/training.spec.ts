/** Exercises on the whole console: one from its beginning to its score, and one that a real press ends. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import { answerWithSpace, closeWith, heardInPage, seenCard, signIn, strip } from "./desk.ts";
import { type Plant, plantAt } from "./plantControl.ts";
import { expect, test } from "./shell.ts";

const soundWithin = { timeout: 15_000 };
const pictures = process.env["PICTURES"];

async function begin(console: Page, name: string): Promise<void> {
  await console.getByRole("button", { name: /Position 1 .*Anna|Anna/ }).click();
  await console.getByRole("button", { name: "Begin an exercise…" }).click();
  await console.getByRole("button", { name: `Begin ${name}` }).click();
  await expect(console.getByTestId("training-bar")).toContainText(`TRAINING${name}`, { timeout: 30_000 });
  await expect(console).toHaveTitle(`TRAINING · ${name}`);
}

/** The plant of the exercise that runs. */
function itsPlant(dataDir: string): Plant {
  const folder = path.join(dataDir, "training");
  const [run = ""] = readdirSync(folder).toSorted().slice(-1);
  return plantAt(JSON.parse(readFileSync(path.join(folder, run, "plant.json"), "utf8")));
}

/** Of a call whose event is life safety: the keys are held until it has ended. */
async function endCall(console: Page, ended: () => Promise<void>): Promise<void> {
  await console.keyboard.down("Control");
  await console.keyboard.down("End");
  await ended();
  await console.keyboard.up("End");
  await console.keyboard.up("Control");
}

test("one SOS, from the chooser to its score; the real desk's history has the exercise and nothing of what was in it", async ({
  console,
  plant,
  shell,
}) => {
  test.setTimeout(180_000);
  await signIn(console);
  await begin(console, "One SOS");
  if (pictures) await console.screenshot({ path: `${pictures}/training.png` });
  const simulated = itsPlant(shell.dataDir);

  await answerWithSpace(console, "SOS 131");
  const card = seenCard(console, "SOS 131");
  await expect(card).toContainText("TALKING");
  await expect.poll(async () => (await simulated.heard("131", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  await expect(console.getByText("SOUND BOTH WAYS")).toBeVisible(soundWithin);
  expect((await plant.station("131")).calls, "the real station was not pressed").toEqual([]);
  await console.keyboard.press("Escape");
  await expect(console.getByTestId("training-bar"), "Esc ends no exercise").toBeVisible();

  const procedure = console.getByTestId("procedure");
  await console.keyboard.press("d");
  await expect(procedure).toContainText("1 of 6");
  await console.keyboard.press("2");
  await expect(procedure).toContainText("2 of 6");
  await console.keyboard.press("2");
  await expect(procedure).toContainText("3 of 6");
  for (const [pad, number, done] of [
    ["1", "7002", "4 of 6"],
    ["2", "7012", "5 of 6"],
  ] as const) {
    await console.keyboard.press(pad);
    await expect.poll(async () => (await simulated.station(number)).calls[0]?.state, soundWithin).toBe("talking");
    await expect(procedure).toContainText(done);
    await endCall(console, () =>
      expect.poll(async () => (await simulated.station(number)).calls.length, soundWithin).toBe(0),
    );
    expect((await plant.station(number)).calls, "the real telephone did not ring").toEqual([]);
  }
  await console.keyboard.press("d");
  await expect(procedure).toContainText("done");
  await card.click();
  await simulated.hangup("131");
  await expect(card).not.toContainText(/TALKING|HELD/);
  await closeWith(console, "SOS 131", "Helped", "Towed away");

  const result = console.getByTestId("training-result");
  await expect(result).toBeVisible({ timeout: 60_000 });
  if (pictures) await console.screenshot({ path: `${pictures}/training-result.png` });
  await expect(result).toContainText("5 of 5 checks met");
  await expect(result).toContainText("SOS 131 answered in time");
  await expect(result).toContainText("closed, Helped");
  await expect(console.getByTestId("training-bar")).toBeHidden();
  await result.getByRole("button", { name: "Close the result" }).click();
  await expect(strip(console)).toContainText("Nothing waits");
  await console.getByRole("button", { name: "History" }).first().click();
  const history = console.getByRole("region", { name: "History" });
  await expect(history).toContainText("Exercise “One SOS” begun");
  await expect(history).toContainText("Exercise: 5 of 5 checks met");
  await expect(history).not.toContainText("SOS 131");
});

test("a real press ends the exercise on the screen at once, rings, and Space answers it with sound both ways", async ({
  console,
  media,
  plant,
}) => {
  test.setTimeout(120_000);
  await signIn(console);
  await begin(console, "One SOS");
  await answerWithSpace(console, "SOS 131");
  await expect(seenCard(console, "SOS 131")).toContainText("TALKING");

  await plant.press("214");
  await expect(console.getByTestId("training-ended")).toContainText("This is real. The exercise is over");
  await expect(console.getByTestId("training-bar")).toBeHidden();
  await expect(seenCard(console, "SOS 131")).toBeHidden();
  await expect(console).toHaveTitle("Priority Console");
  await expect.poll(() => media.evaluate(() => window.mediaProbe?.ringing()), soundWithin).toBe("threeFast");
  if (pictures) await console.screenshot({ path: `${pictures}/training-ended.png` });
  await answerWithSpace(console, "SOS 214");
  await expect(seenCard(console, "SOS 214")).toContainText("TALKING");
  await expect.poll(() => heardInPage(media, 440), soundWithin).toBeGreaterThan(0.2);
  await expect.poll(async () => (await plant.heard("214", 1000)).amplitude, soundWithin).toBeGreaterThan(0.2);
  await console.getByRole("button", { name: "Show the result" }).click();
  const result = console.getByTestId("training-result");
  await expect(result).toContainText("ended by a real event");
  const saving = console.waitForEvent("download");
  await result.getByRole("button", { name: "Save as text" }).click();
  const saved = await (await saving).path();
  expect(readFileSync(saved, "utf8")).toContain("Measured by the console in an exercise. Nothing of it was real.");
});
