/** Recorded messages by keys, on the real plant and with real sound. */
import { allStationsOnline, chooseZones, signIn } from "./desk.ts";
import { expect, test } from "./shell.ts";

const soundWithin = { timeout: 15_000 };
const pictures = process.env["PICTURES"];

test("L plays a message to the chosen zones: its words are read, heard by all members, and it ends by itself or by Stop", async ({
  console,
  plant,
}) => {
  test.setTimeout(120_000);
  await signIn(console);
  await allStationsOnline(plant);
  await console.keyboard.press("l");
  await expect(console.getByText("Choose a zone first, then L plays a message.")).toBeVisible();
  const paged = async () => (await plant.state()).filter((station) => station.calls.some((call) => call.isPage));
  expect(await paged()).toEqual([]);

  await chooseZones(console, ["Platform 1", "Platform 2"]);
  await console.keyboard.press("l");
  const chooser = console.getByRole("group", { name: "Play a message to Platform 1 and Platform 2" });
  await expect(chooser).toContainText("Please keep clear of the platform edge.");
  await console.keyboard.press("Escape");
  await expect(chooser).toBeHidden();

  await test.step("a digit plays it, every member hears it, it ends, and the receipt names it", async () => {
    await console.keyboard.press("l");
    await expect(chooser).toBeVisible();
    await console.keyboard.press("2");
    await expect(chooser).toBeHidden();
    await expect(console.getByText(/ON AIR.*Platform edge/).first()).toBeVisible(soundWithin);
    const heard = new Map<string, number>();
    await expect
      .poll(
        async () => {
          for (const { number } of await paged()) {
            heard.set(number, Math.max(heard.get(number) ?? 0, (await plant.heard(number)).rms));
          }
          return [...heard.values()].filter((rms) => rms > 0.02).length;
        },
        { ...soundWithin, intervals: [100] },
      )
      .toBe(16);
    await expect.poll(async () => (await paged()).length, { timeout: 30_000 }).toBe(0);
    await expect(console.getByText(/Message “Platform edge”\. Page ended/)).toBeVisible();
  });

  await test.step("arrows and Enter choose, Stop ends it", async () => {
    await console.keyboard.press("l");
    await expect(chooser).toBeVisible();
    if (pictures) await console.screenshot({ path: `${pictures}/chooser-wide.png` });
    await console.keyboard.press("ArrowDown");
    await console.keyboard.press("ArrowUp");
    await console.keyboard.press("Enter");
    await expect(console.getByText(/ON AIR.*Leave the tube/).first()).toBeVisible(soundWithin);
    if (pictures) {
      await console.screenshot({ path: `${pictures}/message-wide.png` });
      await console.setViewportSize({ width: 1366, height: 768 });
      await console.screenshot({ path: `${pictures}/message-narrow.png` });
    }
    // On air is said when the path is open; the message begins when the members have joined. Every speaker of both zones hears it.
    const quietest = async () => {
      const rms = await Promise.all((await paged()).map(async ({ number }) => (await plant.heard(number)).rms));
      return rms.length === 16 ? Math.min(...rms) : 0;
    };
    await expect.poll(quietest, { ...soundWithin, intervals: [100] }).toBeGreaterThan(0.02);
    await console.getByRole("button", { name: "Stop the page" }).click();
    await expect.poll(async () => (await paged()).length, soundWithin).toBe(0);
    await expect(console.getByText(/message was cut short/).first()).toBeVisible();
  });
});

test("a digit after the focus has left the chooser plays nothing", async ({ console, plant }) => {
  await signIn(console);
  await chooseZones(console, ["Platform 1"]);
  await console.setViewportSize({ width: 1366, height: 768 });
  await console.keyboard.press("l");
  const chooser = console.getByRole("group", { name: "Play a message to Platform 1" });
  await expect(chooser).toBeVisible();
  if (pictures) await console.screenshot({ path: `${pictures}/chooser-narrow.png` });
  await console.keyboard.press("/");
  await expect(chooser).toBeHidden();
  await console.keyboard.press("Escape");
  await console.keyboard.press("2");
  expect((await plant.state()).some((station) => station.calls.some((call) => call.isPage))).toBe(false);
  await expect(console.getByText(/ON AIR/)).toHaveCount(0);
});
