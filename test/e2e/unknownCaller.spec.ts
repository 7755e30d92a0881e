/** A device that the site file does not have: an event all the same, with what the administrator is to do; once added, it has its place. */
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryDir } from "./browserShell.ts";
import { signIn } from "./desk.ts";
import { test as base, expect } from "./shell.ts";

const number = "6877";
const added = `lift-2,Lift 2,${number},intercom,tunnel,1030,454,tube-b,Service lift north,"level 2",,,,,\n`;

/** The stations' file of the site, to be changed while the console runs. */
const test = base.extend<{ stationsFile: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's needs from the pattern.
  stationsFile: async ({}, use) => {
    const dir = temporaryDir();
    cpSync(path.join(import.meta.dirname, "../../assets/demo"), dir, { recursive: true });
    const file = path.join(dir, "stations.csv");
    appendFileSync(file, added);
    await use(file);
    rmSync(dir, { recursive: true, force: true });
  },
  siteFile: async ({ stationsFile }, use) => use(path.join(path.dirname(stationsFile), "site.yaml")),
});

test("its number is shown and it is to be added to the site file; after that its next press has its name and place", async ({
  console,
  plant,
  stationsFile,
}) => {
  await signIn(console);
  const found = async (): Promise<boolean> => {
    await console.getByRole("combobox", { name: "Find or dial" }).fill("Lift 2");
    return (await console.getByRole("option", { name: /Lift 2/ }).count()) > 0;
  };
  // The plant keeps the station: only the console's site file has lost it.
  const whole = readFileSync(stationsFile, "utf8");
  await expect.poll(found, { timeout: 20_000 }).toBe(true);
  writeFileSync(stationsFile, whole.replace(added, ""));
  await expect.poll(found, { timeout: 20_000 }).toBe(false);

  await plant.press(number);
  const unknown = console.getByTestId("event-card").first();
  await expect(unknown).toContainText(`${number}, place unknown`);
  await unknown.click();
  const advice = console.getByText("caller not in the site: add it to the site file");
  await expect(advice).toBeVisible();
  await plant.hangup(number);
  await expect(unknown).toContainText("CALLER HUNG UP");

  // A new card is placed when the pointer leaves the list.
  await console.mouse.move(960, 5);
  writeFileSync(stationsFile, whole);
  await expect.poll(found, { timeout: 20_000 }).toBe(true);
  await console.getByRole("combobox", { name: "Find or dial" }).fill("");
  await plant.press(number);
  const known = console.getByTestId("event-card").filter({ hasText: "Lift 2 · Service lift north" });
  await expect(known).toContainText("RINGING");
  await known.click();
  await expect(advice).toBeHidden();
});
