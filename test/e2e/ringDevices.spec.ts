/** Ring devices at the desk: ticked in the pill, remembered, heard on each, and named on the screen when one of them is lost. */
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import { seenCard, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

const [desk, ceiling] = ["Fake Audio Output 1", "Fake Audio Output 2"];

/** From here on the page's computer lists no output of these names; one other is always there. */
async function lose(media: Page, ...lost: readonly string[]): Promise<void> {
  await media.evaluate((lost) => {
    const { mediaDevices } = navigator;
    const all = MediaDevices.prototype.enumerateDevices;
    const other = { deviceId: "other", kind: "audiooutput", label: "Other", groupId: "" } as MediaDeviceInfo;
    mediaDevices.enumerateDevices = async () =>
      [...(await all.call(mediaDevices)), other].filter(({ label }) => !lost.includes(label));
    mediaDevices.dispatchEvent(new Event("devicechange"));
  }, lost);
}

/** How many devices the ring is heard on, by its peak. */
const heardOn = async (media: Page): Promise<number> => {
  const all = (await media.evaluate(() => window.mediaProbe?.rings())) ?? [];
  return all.filter(({ sinkId, peak }) => sinkId !== "" && peak > 0.2).length;
};

test("two devices are ticked and both ring; one that is lost leaves the other and is named until it is back", async ({
  console,
  media,
  plant,
  shell,
}) => {
  await signIn(console);
  const pill = console.getByRole("button", { name: /^Sound devices/ });
  await pill.click();
  for (const name of [desk, ceiling]) {
    const tick = console.getByRole("checkbox", { name });
    await tick.click();
    // The host has taken it: a console decides nothing.
    await expect(tick).toBeChecked();
  }
  await expect(pill).toHaveAccessibleName(new RegExp(`Ring: ${desk} \\+ ${ceiling}`));
  const kept = JSON.parse(readFileSync(path.join(shell.dataDir, "settings.json"), "utf8")) as {
    devices: { ring: { id: string; label: string }[] };
  };
  expect(kept.devices.ring.map(({ label }) => label)).toEqual([desk, ceiling]);

  await console.getByRole("button", { name: "Test the ring" }).click();
  await console.keyboard.press("Escape");
  await expect(console.getByTestId("sound-test")).toContainText(`Sent to ${desk} + ${ceiling}.`);
  await plant.press("6031");
  await expect(seenCard(console, "Help point 031")).toBeVisible();
  await expect.poll(() => heardOn(media)).toBe(2);

  await lose(media, ceiling);
  const fault = console.getByTestId("alarm-ringDeviceSilent");
  await expect(fault).toContainText(`“${ceiling}” is not there`);
  await expect(fault).toContainText(`The ring goes on by “${desk}”.`);
  expect(await heardOn(media)).toBe(1);
  await pill.click();
  await expect(console.getByText("not there", { exact: true })).toBeVisible();
  await console.keyboard.press("Escape");

  await lose(media, desk, ceiling);
  await expect(fault).toHaveCount(2);
  await expect(fault.first()).toContainText("the system's default rings instead");
  expect(await heardOn(media)).toBe(0);

  await lose(media);
  await expect(fault).toHaveCount(0);
  expect(await heardOn(media)).toBe(2);
});
