/** A site that answers help points by itself: announced large, stopped by Esc, heard with open hands, taken by a touch. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { seenCard, signIn, strip } from "./desk.ts";
import { expect, test } from "./shell.ts";

/** The demo site, which switches it on for urgent events. */
const directory = mkdtempSync(path.join(tmpdir(), "auto-answer-site-"));
cpSync(path.join(import.meta.dirname, "../../assets/demo"), directory, { recursive: true });
const siteFile = path.join(directory, "site.yaml");
const demo = readFileSync(siteFile, "utf8");
writeFileSync(siteFile, demo.replace("\npbxs:\n", "\nclasses:\n  urgent:\n    autoAnswer: yes\npbxs:\n"));
test.use({ siteFile });
test.afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** 10 s without a key or a pointer, and then the press. */
const announced = { timeout: 20_000 };

test("an idle desk says whom it will answer, answers after 3 s with sound, and the event waits until somebody touches the desk", async ({
  console,
  plant,
}) => {
  await signIn(console);
  await plant.press("6031");
  const banner = console.getByTestId("auto-answer");
  await expect(banner).toContainText(/Answering Help point 031 in [123] s/, announced);
  await expect(banner).toContainText("Esc, or any key or touch: not now.");
  await expect(banner).toContainText("Help point 031 was answered by itself: you are heard");
  await expect.poll(async () => (await plant.heard("6031")).amplitude, { timeout: 15_000 }).toBeGreaterThan(0.1);
  await expect(console.getByTestId("live-call")).toHaveAttribute("data-call-state", "talking");
  const card = seenCard(console, "Help point 031");
  await expect(card).toHaveAttribute("data-waiting", "true");
  await console.keyboard.press("Shift");
  await expect(banner).toBeHidden();
  await expect(card).toHaveAttribute("data-waiting", "false");
  await expect(console.getByTestId("live-call")).toHaveAttribute("data-call-state", "talking");
});

test("Esc stops it, and it is not asked again; an SOS is never answered so", async ({ console, plant }) => {
  await signIn(console);
  await plant.press("6031");
  const banner = console.getByTestId("auto-answer");
  await expect(banner).toContainText("Answering Help point 031", announced);
  await console.keyboard.press("Escape");
  await expect(banner).toBeHidden();
  await expect(seenCard(console, "Help point 031")).toContainText("RINGING");
  await plant.press("214");
  await expect(strip(console)).toContainText("SOS 214");
  expect((await plant.station("6031")).calls[0]?.state).toBe("ringing");
  await expect(banner).toBeHidden();
});
