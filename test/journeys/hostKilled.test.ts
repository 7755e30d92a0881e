/** Journey: the host's process dies in the middle of a call. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

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

test("a host that is stopped and started in order keeps its events too", async () => {
  const desk = await startDesk();
  const event = await desk.pressed("209");
  await desk.restartHost();
  expect(desk.event("209")).toMatchObject({ id: event.id, acknowledged: false, callLost: true });
  await desk.untilRings("twoPulses");
});
