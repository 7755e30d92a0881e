/** Journey: the media page goes away in the middle of a call. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";

test("a lost media page is a fault in words, a new one takes the call back with sound both ways, and the caller stays on the line", async () => {
  const desk = await startDesk();
  const { console } = desk;
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  const { id } = desk.call("214");

  desk.media.crash();
  const fault = await console.until("the fault", (now) => now.faults["mediaPageLost:"]);
  expect(fault.words).toMatch(/no voice and no ring tone/);
  expect(console.desk.media).toEqual({ up: false, microphone: null, talk: null, ring: null });

  desk.newMediaPage();
  await console.until("the fault is over", (now) => now.faults["mediaPageLost:"] === undefined);
  await until("the new page has the plan", () => desk.media.plan.legs[id]?.microphone === true);
  await desk.untilBothHear("214");
  expect(desk.call("214")).toMatchObject({ id, state: "talking", healing: null });
  expect(desk.stations.find("214").state().calls).toMatchObject([{ peer: "6000", state: "talking" }]);
  await desk.hangUp("214");
  await console.until("the caller's own end arrives", (now) => now.calls[id] === undefined);
  expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "callerEnded" });

  await desk.pressed("209");
  await desk.untilRings("twoPulses");
});

test("while one page has the lease a second is silent, and takes over when the first goes", async () => {
  const desk = await startDesk();
  const first = desk.media;
  desk.newMediaPage();
  await desk.pressed("209");
  await until("the first rings", () => first.plan.ring?.sound === "twoPulses");
  expect(desk.media.hasLease).toBe(false);
  expect(desk.media.plan.ring).toBeNull();
  first.crash();
  await desk.untilRings("twoPulses");
});
