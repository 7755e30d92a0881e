import { afterEach, describe, expect, test, vi } from "vitest";
import { createMediaDesk, type MediaDesk } from "../../electron/host/mediaDesk.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import type { ToMedia } from "../../shared/link/mediaLink.ts";
import { aWindow } from "./links.ts";

let desk: MediaDesk | undefined;
afterEach(() => desk?.stop());

function aMediaDesk() {
  const reports: Report[] = [];
  let hung = 0;
  const made = createMediaDesk({
    loopbackIce: true,
    holdClips: [],
    choice: { microphone: "", talk: "", ring: [] },
    report: (report) => void reports.push(report),
    onHung: () => {
      hung += 1;
    },
    onLevels: () => undefined,
    onDevices: () => undefined,
  });
  desk = made;
  const open = () => {
    const page = aWindow();
    made.attach(page.link);
    page.say({ t: "hello", has: [] });
    return page;
  };
  return { desk: made, reports, open, hung: () => hung };
}

test("one page holds the lease; the next has it when the first goes, with a new epoch and the plan as it stands", async () => {
  const { desk, reports, open } = aMediaDesk();
  const first = open();
  const second = open();
  expect(first.received.map((message) => (message as ToMedia).t)).toEqual(["lease", "plan"]);
  expect(second.received).toEqual([{ t: "revoked" }]);
  const plan = { ring: { sound: "threeFast" as const, level: "normal" as const }, legs: {}, onAir: false };
  desk.plan(plan);
  first.leave();
  const lease = await second.got<ToMedia>((message) => message.t === "lease");
  expect(lease).toMatchObject({ epoch: 2, loopbackIce: true });
  expect(await second.got<ToMedia>((message) => message.t === "plan")).toEqual({ t: "plan", epoch: 2, plan });
  expect(reports).toEqual([
    { type: "mediaTook", has: [] },
    { type: "mediaTook", has: [] },
  ]);
  second.leave();
  expect(reports).toContainEqual(expect.objectContaining({ type: "fault", fault: "mediaPageLost", present: true }));
});

test("what a held caller hears comes with the lease and anew with a changed site; a message that is over is reported", () => {
  const { desk, reports, open } = aMediaDesk();
  desk.setHoldClips(["./clips/hold-de.wav"]);
  const page = open();
  expect(page.received[0]).toMatchObject({ t: "lease", holdClips: ["./clips/hold-de.wav"] });
  desk.setHoldClips([]);
  expect(page.received.at(-1)).toEqual({ t: "holdClips", epoch: 1, holdClips: [] });
  page.say({ t: "messageOver", epoch: 0, callId: "p1-1", failed: null });
  page.say({ t: "messageOver", epoch: 1, callId: "p1-2", failed: "404" });
  expect(reports.filter(({ type }) => type === "messageOver")).toEqual([
    { type: "messageOver", callId: "p1-2", failed: "404" },
  ]);
});

test("SDP is asked of the page that holds the lease; answers of an older epoch are ignored", async () => {
  const { desk, open } = aMediaDesk();
  const page = open();
  const asked = desk.ask({ op: "offer", callId: "c1", purpose: "call" });
  const { id, epoch } = await page.got<Extract<ToMedia, { t: "ask" }>>((message) => message.t === "ask");
  page.say({ t: "told", epoch: epoch - 1, id, sdp: "old" });
  page.say({ t: "told", epoch, id, sdp: "v=0" });
  expect(await asked).toBe("v=0");
});

test("an ask fails in words: no page, the page's own reason, or the page going away", async () => {
  const { desk, open } = aMediaDesk();
  await expect(desk.ask({ op: "offer", callId: "c1", purpose: "call" })).rejects.toThrow("no sound page");
  const page = open();
  const refused = desk.ask({ op: "offer", callId: "c1", purpose: "call" });
  const { id, epoch } = await page.got<Extract<ToMedia, { t: "ask" }>>((message) => message.t === "ask");
  page.say({ t: "failed", epoch, id, why: "The microphone is in use" });
  await expect(refused).rejects.toThrow("The microphone is in use");
  const cut = desk.ask({ op: "offer", callId: "c2", purpose: "call" });
  page.leave();
  await expect(cut).rejects.toThrow("went away");
});

test("a ring that is not confirmed is a fault, cleared when it is heard", () => {
  const { reports, open } = aMediaDesk();
  const page = open();
  page.say({ t: "ringing", epoch: 1, confirmed: false, why: "no device" });
  page.say({ t: "ringing", epoch: 1, confirmed: true, why: "" });
  expect(reports.flatMap((report) => (report.type === "fault" ? [[report.fault, report.present]] : []))).toEqual([
    ["ringSilent", true],
    ["ringSilent", false],
  ]);
});

test("what rings and what does not is reported with the page's status", () => {
  const { reports, open } = aMediaDesk();
  const page = open();
  const label = "x".repeat(300);
  const four = ["1", "2", "3", "4"].map((id) => ({ id, label }));
  const rings = { playing: four, silent: [{ id: "c", label: "Ceiling", why: "stopped" }], byDefault: true };
  const status = { up: true, microphone: null, talk: null, ring: four.map(() => label).join(" + ") };
  page.say({ t: "status", epoch: 1, status, rings, devices: [] });
  expect(reports.slice(1)).toEqual([
    { type: "media", status },
    { type: "ringDevices", rings },
  ]);
});

test("a page that takes the lease says which calls it still carries, and the desk is told", () => {
  const { desk, reports } = aMediaDesk();
  const page = aWindow();
  desk.attach(page.link);
  page.say({ t: "hello", has: ["in-1"] });
  expect(reports).toEqual([{ type: "mediaTook", has: ["in-1"] }]);
});

describe("a page that hangs", () => {
  afterEach(() => void vi.useRealTimers());

  const lastOf = ({ received }: ReturnType<typeof aWindow>): unknown =>
    received.findLast((message) => (message as ToMedia).t !== "beat");

  /** As long as it takes to see it; the page given beats meanwhile. */
  function passes(beats: ReturnType<typeof aWindow> | null = null, epoch = 0): void {
    for (let at = 0; at < 4_000; at += 500) {
      vi.advanceTimersByTime(500);
      beats?.say({ t: "beat", epoch });
    }
  }

  test("has lost the lease, and has it again with what it carries when it goes on", () => {
    vi.useFakeTimers();
    const { reports, open } = aMediaDesk();
    const page = open();
    passes();
    expect(lastOf(page)).toEqual({ t: "revoked" });
    expect(reports.at(-1)).toMatchObject({ fault: "mediaPageLost", present: true });
    page.say({ t: "beat", epoch: 1 });
    expect(lastOf(page)).toEqual({ t: "revoked" });
    page.say({ t: "hello", has: ["in-1"] });
    expect(page.received).toContainEqual(expect.objectContaining({ t: "lease", epoch: 3 }));
    expect(reports.at(-1)).toEqual({ type: "mediaTook", has: ["in-1"] });
  });

  test("is to be ended, once, where no other has its calls", () => {
    vi.useFakeTimers();
    const { open, hung } = aMediaDesk();
    const page = open();
    const next = open();
    passes(next, 2);
    expect(hung()).toBe(0);
    passes();
    expect(hung()).toBe(1);
    passes();
    expect(hung()).toBe(1);
    page.leave();
    expect(hung()).toBe(1);
  });

  test("is none where this process itself was stopped meanwhile", () => {
    vi.useFakeTimers();
    const { open, hung } = aMediaDesk();
    const page = open();
    // The clock has gone on, and no timer was served: one beat is late.
    const stopped = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 10_000);
    vi.advanceTimersByTime(500);
    stopped.mockReturnValue(performance.now() + 500);
    page.say({ t: "beat", epoch: 1 });
    vi.advanceTimersByTime(500);
    stopped.mockRestore();
    expect([hung(), lastOf(page)]).toEqual([0, expect.objectContaining({ t: "plan" })]);
  });

  test("leaves its calls to the next page, and has nothing of them when its turn comes again", () => {
    vi.useFakeTimers();
    const { reports, open } = aMediaDesk();
    const page = open();
    const next = open();
    passes();
    expect(lastOf(next)).toMatchObject({ t: "plan", epoch: 2 });
    passes(next, 2);
    page.say({ t: "hello", has: ["in-1"] });
    expect(lastOf(page)).toEqual({ t: "revoked" });
    next.leave();
    expect(lastOf(page)).toMatchObject({ t: "plan", epoch: 3 });
    expect(reports.at(-1)).toEqual({ type: "mediaTook", has: [] });
  });
});

test("messages that are not of the link's shape are ignored", () => {
  const { reports, open } = aMediaDesk();
  const page = open();
  for (const message of [
    null,
    7,
    "x",
    {},
    { t: "status", epoch: 1 },
    { t: "sound", epoch: 1, callId: 7, in: 1, out: 2 },
  ])
    page.say(message);
  expect(reports).toEqual([{ type: "mediaTook", has: [] }]);
});
