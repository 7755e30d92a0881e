/** Journey: the host's process dies in the middle of a call. */
import { expect, onTestFinished, test } from "vitest";
import { microphoneHz, startDesk, until } from "./desk.ts";

test("a host killed in a call finds its event again with notes, asks for a call-back and talks", async () => {
  const desk = await startDesk({ inChild: true });
  const { console } = desk;
  const event = await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await console.send({ type: "note", eventId: event.id, text: "smoke in the tube" })).toBeNull();
  await console.until("the note is on disk", (now) => console.recordedSeq >= now.seq);
  const ringing = await desk.pressed("209");

  await desk.restartHost({ kill: true });
  expect(desk.event("214")).toMatchObject({
    id: event.id,
    openedAt: event.openedAt,
    condition: "returned",
    acknowledged: false,
    callLost: true,
    callIds: [],
    notes: [{ text: "smoke in the tube", by: "operator:anna" }],
  });
  expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "lost" });
  expect(desk.event("209")).toMatchObject({ id: ringing.id, acknowledged: false, callLost: true });
  expect(console.desk.calls).toEqual({});
  expect(console.desk.signedIn?.operatorId).toBe("anna");
  await desk.untilRings("threeFast");

  expect(await console.send({ type: "callBack", eventId: event.id })).toBeNull();
  await console.until("the call-back is up", () => desk.call("214").state === "talking");
  await desk.untilBothHear("214");
});

test("a host killed on air leaves no speaker open, and says that the page was lost", async () => {
  const desk = await startDesk({ inChild: true, online: ["301", "302"] });
  const { console } = desk;
  const page = { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null } as const;
  expect(await console.send(page)).toBeNull();
  const pageId = console.desk.page?.id ?? "";
  const renewing = setInterval(() => console.talk(pageId, true), 200);
  onTestFinished(() => clearInterval(renewing));
  await until("it is heard", () => desk.heardByStation("301", microphoneHz) > 0.3);
  await console.until("on air is on disk", (now) => now.page?.state === "open" && console.recordedSeq >= now.seq);

  await desk.restartHost({ kill: true });
  expect(console.desk.page).toBeNull();
  expect(console.desk.lastPage).toMatchObject({ id: pageId, reason: "lost" });
  await until("no speaker is open", () => desk.stations.states().every(({ calls }) => calls.length === 0));
  await until("the microphone is free", () => desk.media.legs().length === 0 && !desk.media.plan.onAir);
});

test("a host that is stopped and started in order keeps its events too", async () => {
  const desk = await startDesk();
  const event = await desk.pressed("209");
  await desk.restartHost();
  expect(desk.event("209")).toMatchObject({ id: event.id, acknowledged: false, callLost: true });
  await desk.untilRings("twoPulses");
});
