/**
 * Several ring devices in Chromium, which has two fake outputs beside its default: the ring is measured on the context of each
 * device, and what the page says of each is compared with what was done to it.
 */
import { type Browser, chromium, expect, type Page, test } from "@playwright/test";
import type {} from "../../renderer/media/probe.ts";
import type { RingSound } from "../../shared/call/soundPlan.ts";
import { silentPlan } from "../../shared/call/soundPlan.ts";
import type { FromMedia } from "../../shared/link/mediaLink.ts";
import type { RingDevice } from "../../shared/sound/ringDevices.ts";
import { chromiumArgs } from "../e2e/chromiumArgs.ts";
import { buildMediaPage, PageHost, removeDirectory, systemDevices } from "./pageHost.ts";

/** A ring at full volume peaks near 0.6, at 60 % near 0.36. */
const loud = 0.2;
const lifeSafety: RingSound = { sound: "threeFast", level: "normal" };

type Status = Extract<FromMedia, { t: "status" }>;
const isStatus = (said: FromMedia): said is Status => said.t === "status";

let directory: string;
let browser: Browser;
let page: Page;
let host: PageHost;
let devices: RingDevice[];

/** Runs in the page: what is lost is not listed, what breaks is refused or stands still. */
function withBreakableDevices(): void {
  const media = navigator.mediaDevices;
  const listed = media.enumerateDevices.bind(media);
  const broken = { lost: new Set<string>(), refused: new Set<string>(), still: new Set<unknown>() };
  // The device behind the system's default, which is never lost here.
  const other = { deviceId: "other", kind: "audiooutput", label: "Other", groupId: "" } as MediaDeviceInfo;
  media.enumerateDevices = async () =>
    [...(await listed()), other].filter(({ deviceId }) => !broken.lost.has(deviceId));
  const sinks = AudioContext.prototype as AudioContext & { setSinkId(sink: unknown): Promise<void>; sinkId: unknown };
  const take = sinks.setSinkId;
  sinks.setSinkId = function (sink) {
    if (broken.refused.has(String(sink))) return Promise.reject(new DOMException("busy", "NotReadableError"));
    return take.call(this, sink);
  };
  const time = Object.getOwnPropertyDescriptor(BaseAudioContext.prototype, "currentTime");
  Object.defineProperty(BaseAudioContext.prototype, "currentTime", {
    get() {
      return broken.still.has((this as typeof sinks).sinkId) ? 1 : time?.get?.call(this);
    },
  });
  Object.assign(window, { broken });
}

const setBroken = (how: "lost" | "refused" | "still", ids: readonly string[]): Promise<void> =>
  page.evaluate(
    ([how, ids]) => {
      const { broken } = window as unknown as { broken: Record<string, Set<string>> };
      broken[how] = new Set(ids);
      navigator.mediaDevices.dispatchEvent(new Event("devicechange"));
    },
    [how, ids] as const,
  );

const choose = (ring: readonly RingDevice[], ringVolume = 100): void =>
  host.send({ t: "devices", epoch: host.epoch, choice: { ...systemDevices, ring, ringVolume } });
const ring = (sound: RingSound | null): void => host.plan({ ...silentPlan, ring: sound });

/** The devices on which the ring is heard now, each by its peak. */
async function heardOn(): Promise<Record<string, number>> {
  const all = (await page.evaluate(() => window.mediaProbe?.rings())) ?? [];
  return Object.fromEntries(all.map(({ sinkId, peak }) => [sinkId, peak]));
}
const devicesHeard = async (): Promise<string[]> =>
  Object.entries(await heardOn())
    .filter(([, peak]) => peak > loud)
    .map(([id]) => id)
    .sort();
const ids = (...some: (RingDevice | undefined)[]): string[] => some.map((device) => device?.id ?? "none").sort();

/** From here on, the first status whose silent devices are these. */
const silentAre = (...expected: readonly string[]): Promise<Status> => {
  const fits = (said: FromMedia): said is Status =>
    isStatus(said) &&
    said.rings.silent
      .map(({ label, why }) => `${label} ${why}`)
      .sort()
      .join() === [...expected].sort().join();
  return host.next(fits, host.said.length);
};

test.beforeAll(async () => {
  directory = await buildMediaPage();
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    ignoreDefaultArgs: ["--mute-audio"],
    args: ["--headless=new", "--use-fake-ui-for-media-stream", ...chromiumArgs()],
  });
});
test.afterAll(async () => {
  await browser.close();
  await removeDirectory(directory);
});
test.beforeEach(async () => {
  host = new PageHost(directory);
  const address = await host.start();
  page = await browser.newPage();
  await page.addInitScript(withBreakableDevices);
  await page.goto(`${address}?probe=1`);
  await host.next(({ t }) => t === "hello", 0);
  host.lease();
  const status = await host.next(
    (said): said is Status => isStatus(said) && said.devices.some(({ kind }) => kind === "input"),
    0,
  );
  devices = status.devices.filter(({ kind }) => kind === "output").map(({ id, label }) => ({ id, label }));
  expect(devices.length, "Chromium's fake outputs, and the other").toBeGreaterThan(2);
});
test.afterEach(async () => {
  await page.close();
  await host.stop();
});

test("the ring sounds on each chosen device, at its volume and not below the floor; with none chosen on the system's default", async () => {
  const [desk, ceiling] = devices;
  ring(lifeSafety);
  await expect.poll(devicesHeard).toEqual([""]);
  choose(devices.slice(0, 2), 10);
  await expect.poll(async () => Object.keys(await heardOn()).sort()).toEqual(ids(desk, ceiling));
  for (const peak of Object.values(await heardOn())) expect(peak).toBeLessThan(0.1);
  ring({ ...lifeSafety, atLeast: 60 });
  await expect.poll(devicesHeard).toEqual(ids(desk, ceiling));
  choose([]);
  await expect.poll(devicesHeard).toEqual([""]);
});

test("a device that goes away leaves the other ringing and is named; it rings again as soon as it is back", async () => {
  const [desk, ceiling] = devices;
  choose(devices.slice(0, 2));
  ring(lifeSafety);
  await expect.poll(devicesHeard).toEqual(ids(desk, ceiling));
  const gone = silentAre(`${ceiling?.label} missing`);
  await setBroken("lost", ids(ceiling));
  expect((await gone).status.ring).toBe(desk?.label);
  await expect.poll(devicesHeard).toEqual(ids(desk));
  const back = silentAre();
  await setBroken("lost", []);
  expect((await back).status.ring).toBe(`${desk?.label} + ${ceiling?.label}`);
  await expect.poll(devicesHeard).toEqual(ids(desk, ceiling));
});

test("with every chosen device gone the system's default rings", async () => {
  const [desk, ceiling] = devices;
  choose(devices.slice(0, 2));
  ring(lifeSafety);
  await expect.poll(devicesHeard).toEqual(ids(desk, ceiling));
  const gone = silentAre(`${desk?.label} missing`, `${ceiling?.label} missing`);
  await setBroken("lost", ids(desk, ceiling));
  expect((await gone).status.ring).toBe("System default (no chosen device rings)");
  await expect.poll(devicesHeard).toEqual([""]);
});

test("a device that cannot be opened is named while nothing rings, and is taken without a hand when it can", async () => {
  const [desk, ceiling] = devices;
  await setBroken("refused", ids(ceiling));
  const refused = silentAre(`${ceiling?.label} refused`);
  choose(devices.slice(0, 2));
  expect((await refused).status.ring).toBe(desk?.label);
  const opened = silentAre();
  await page.evaluate(() => {
    // No devicechange comes when another program lets a device go.
    (window as unknown as { broken: { refused: Set<string> } }).broken.refused = new Set();
  });
  await opened;
  ring(lifeSafety);
  await expect.poll(devicesHeard).toEqual(ids(desk, ceiling));
});

test("in the sound test a device that stands still is named, stays named when it is over, and is proved again by itself", async () => {
  const [desk, ceiling] = devices;
  choose(devices.slice(0, 2));
  await expect.poll(() => host.said.filter(isStatus).at(-1)?.status.ring).toBe(`${desk?.label} + ${ceiling?.label}`);
  const stopped = silentAre(`${ceiling?.label} stopped`);
  await setBroken("still", ids(ceiling));
  ring({ sound: "test", level: "normal", atLeast: 60, since: 1 });
  const status = await stopped;
  expect(status.rings.playing).toEqual([desk]);
  ring(null);
  const proved = silentAre();
  await setBroken("still", []);
  await proved;
});
