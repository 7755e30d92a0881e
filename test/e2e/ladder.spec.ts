/** Escalation with a real outgoing call: nobody answers an SOS, the supervisor's telephone rings, he hears why and presses 1. */
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { temporaryDir } from "./browserShell.ts";
import { seenCard, signIn, stationOnline, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

const folder = path.join(temporaryDir(), "site");
cpSync(path.join(import.meta.dirname, "../../assets/demo"), folder, { recursive: true });
const siteFile = path.join(folder, "site.yaml");
// The ladder of life safety in seconds instead of half minutes.
const soon = "classes:\n  lifeSafety:\n    supervisorAfterS: 3\n    alternateAfterS: 30\n";
writeFileSync(siteFile, `${readFileSync(siteFile, "utf8")}\n${soon}`);
test.use({ siteFile });

const pictures = process.env["PICTURES"];

test("an SOS that nobody answers calls the supervisor, who hears it and acknowledges by key 1", async ({
  console,
  plant,
}) => {
  test.setTimeout(120_000);
  await signIn(console);
  await stationOnline(plant, "7001");
  await plant.press("214");
  const card = seenCard(console, "SOS 214");
  const ladder = card.getByTestId("ladder");
  await expect(ladder).toContainText(/Supervisor called in 00:0[123]/);
  await expect(ladder).toContainText("Calling supervisor…");
  await expect(ladder).toContainText("Supervisor is being told", { timeout: 15_000 });
  if (pictures) await console.screenshot({ path: `${pictures}/ladder-telling.png` });
  const calls = async () => (await plant.station("7001")).calls;
  await expect.poll(async () => (await calls())[0]?.state).toBe("talking");
  await expect
    .poll(async () => (await plant.heard("7001")).rms, { timeout: 15_000, intervals: [100] })
    .toBeGreaterThan(0.03);
  // It still rings at the desk, and nobody's microphone (1000 Hz) is in the call.
  await expect(strip(console)).toContainText("SOS 214");
  await plant.key("7001", "1");
  await expect(ladder).toContainText("Supervisor acknowledged");
  await expect(card).toHaveAttribute("data-waiting", "false");
  await expect.poll(calls, { timeout: 15_000 }).toEqual([]);
  if (pictures) await console.screenshot({ path: `${pictures}/ladder-acknowledged.png` });
  // The caller still rings, and is answered as ever.
  await card.getByRole("button", { name: /Answer/ }).click();
  await expect(console.getByTestId("live-call")).toHaveAttribute("data-call-state", "talking");
  await expect.poll(async () => (await plant.heard("214")).amplitude).toBeGreaterThan(0.1);
});
