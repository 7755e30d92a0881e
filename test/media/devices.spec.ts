/** The devices of the media page in Chromium: the ring, its volume and floor, what is missing, refused, pulled out and back. */
import { expect, test } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import { silentPlan } from "../../shared/call/soundPlan.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import {
  amplitude,
  becomes,
  clipHz,
  held,
  holdClips,
  host,
  isHello,
  isRinging,
  isStatus,
  join2,
  launch,
  loud,
  mediaPageForEach,
  microphoneHz,
  muted,
  open,
  page,
  silent,
  talking,
  withoutMicrophone,
} from "./mediaBench.ts";
import { systemDevices } from "./pageHost.ts";

mediaPageForEach();

test("a ring is confirmed, and confirmed again while it lasts", async () => {
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
  const first = await host.next(isRinging);
  expect(first).toMatchObject({ confirmed: true, why: "" });
  const second = await host.next(isRinging);
  expect(second.confirmed).toBe(true);
});

test("the ring follows its volume, but life safety never below the floor of the site", async () => {
  const volume = () => page.evaluate(() => window.mediaProbe?.ringVolume());
  host.send({ t: "devices", epoch: host.epoch, choice: { ...systemDevices, ringVolume: 10 } });
  host.plan({ ...silentPlan, ring: { sound: "twoPulses", level: "normal" } });
  await expect.poll(volume).toBe(10);
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal", atLeast: 60 } });
  await expect.poll(volume).toBe(60);
  expect(await host.next((said) => isRinging(said) && said.confirmed)).toBeTruthy();
  host.send({ t: "devices", epoch: host.epoch, choice: { ...systemDevices, ringVolume: 90 } });
  await expect.poll(volume).toBe(90);
});

test("a chosen device that does not exist falls back to the default, and the status says so", async () => {
  const from = host.said.length;
  host.send({
    t: "devices",
    epoch: host.epoch,
    choice: { ...systemDevices, ring: [{ id: "gone", label: "" }], microphone: "gone" },
  });
  const told = await host.next<Extract<FromMedia, { t: "status" }>>(
    (said) => isStatus(said) && (said.status.microphone ?? "").includes("gone"),
    from,
  );
  expect(told.status.ring).toBe("System default (no chosen device rings)");
  host.plan({ ...silentPlan, ring: { sound: "oneSoft", level: "normal" } });
  expect((await host.next(isRinging)).confirmed).toBe(true);
});

test("a browser that wants a click first is said to be silent, with the reason", async () => {
  const strict = await launch(["--use-fake-device-for-media-stream"]);
  try {
    // A page that captures may also play: the click is wanted where the microphone is refused too.
    const mute = await open(strict, "", withoutMicrophone);
    host.lease();
    host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
    const told = await host.next(isRinging);
    expect(told).toMatchObject({ confirmed: false, why: "The browser does not allow sound before a click." });
    await mute.mouse.click(5, 5);
    await host.next((said) => isRinging(said) && said.confirmed);
  } finally {
    await strict.close();
  }
});

test("a microphone that comes late, or vanishes and is back, reaches the legs that are up", async () => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    const given = new Promise((give) => addEventListener("give", give));
    devices.getUserMedia = async (wanted) => {
      await given;
      const stream = await real(wanted);
      addEventListener(
        "unplug",
        () => {
          const [track] = stream.getTracks();
          track?.stop();
          track?.dispatchEvent(new Event("ended"));
        },
        { once: true },
      );
      return stream;
    };
  });
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease();
  await join2("a", "b");
  host.plan({ ...silentPlan, legs: { a: talking, b: muted } });
  expect(await amplitude("heard", "b", microphoneHz)).toBeLessThan(silent);
  await page.evaluate(() => dispatchEvent(new Event("give")));
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
  const unplugged = host.said.length;
  await page.evaluate(() => dispatchEvent(new Event("unplug")));
  await host.next((said) => isStatus(said) && said.status.microphone === null, unplugged);
  await becomes("heard", "b", microphoneHz).toBeGreaterThan(loud);
});

test("when the last output device goes, the ring is no longer confirmed, and is again when one is back", async () => {
  host.plan({ ...silentPlan, ring: { sound: "deaf", level: "normal" } });
  await host.next((said) => isRinging(said) && said.confirmed);
  const from = host.said.length;
  await page.evaluate(() => {
    const devices = navigator.mediaDevices;
    const real = devices.enumerateDevices.bind(devices);
    devices.enumerateDevices = async () => (await real()).filter(({ kind }) => kind !== "audiooutput");
    addEventListener("plug", () => {
      devices.enumerateDevices = real;
      devices.dispatchEvent(new Event("devicechange"));
    });
    devices.dispatchEvent(new Event("devicechange"));
  });
  const lost = await host.next((said) => isRinging(said) && !said.confirmed, from);
  expect(lost).toMatchObject({ why: "There is no sound output device." });
  await host.next((said) => isStatus(said) && said.status.talk === null && said.status.ring === null, from);
  await page.evaluate(() => dispatchEvent(new Event("plug")));
  await host.next((said) => isRinging(said) && said.confirmed);
});

test("where the microphone is refused outputs have no names, and the ring is heard all the same", async () => {
  await page.addInitScript(withoutMicrophone);
  // As Chromium lists them to a page without the permission.
  await page.addInitScript(() => {
    const nameless = (kind: string) => ({ kind, deviceId: "", label: "", groupId: "" }) as MediaDeviceInfo;
    navigator.mediaDevices.enumerateDevices = async () => ["audioinput", "audiooutput"].map(nameless);
  });
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease();
  const told = await host.next(isStatus, from);
  expect(told.status).toMatchObject({ talk: "System default", ring: "System default" });
  expect(told.devices).toEqual([]);
  host.plan({ ...silentPlan, ring: { sound: "threeFast", level: "normal" } });
  expect(await host.next(isRinging, from)).toMatchObject({ confirmed: true });
});

test("without a microphone the call is answered, sends silence, and hears the caller", async () => {
  await page.addInitScript(withoutMicrophone);
  const from = host.said.length;
  await page.reload();
  await host.next(isHello, from);
  host.lease(systemDevices, holdClips);
  await join2("a", "b");
  expect(host.said.filter(isStatus).at(-1)?.status).toMatchObject({
    microphone: null,
    microphoneWhy: "No microphone is connected: plug one in, it is taken by itself.",
  });
  host.plan({ ...silentPlan, legs: { a: held, b: muted } });
  await becomes("played", "b", clipHz).toBeGreaterThan(loud);
});
