/** Journeys: the link to the PBX is lost in the middle of a call, and comes back. */
import { expect, test } from "vitest";
import { microphoneHz, startDesk, stationHz, until } from "./desk.ts";

test("sound goes on while the link is lost; once it is back the call is refreshed, and the caller's hang-up arrives", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  const { id } = desk.call("214");
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  const before = desk.media.packets(id);
  await until("another second of sound", () => desk.media.packets(id) > before + 50);
  expect(desk.heardAtDesk("214", stationHz)).toBeGreaterThan(0.2);
  expect(desk.heardByStation("214", microphoneHz)).toBeGreaterThan(0.3);

  wire.mend();
  await console.until("registered again", (now) => now.pbxs["A"]?.state === "registered");
  await until("the call is refreshed", () => wire.sentWith("INVITE").length === 1);
  await console.until("it is as it should be", (now) => now.calls[id]?.healing === null);
  await desk.untilBothHear("214");
  await desk.hangUp("214");
  await console.until("the hang-up arrives", (now) => now.calls[id] === undefined);
  expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "callerEnded" });
});

test("a caller who hung up while the link was lost becomes: call lost, and B reaches the station", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  const event = await desk.talkWith("214");
  await desk.untilBothHear("214");
  const { id } = desk.call("214");
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  await desk.hangUp("214");
  wire.mend();
  await console.until("the call is lost", (now) => now.calls[id] === undefined);
  expect(desk.event("214")).toMatchObject({ callLost: true, acknowledged: false, condition: "returned" });
  expect(await console.send({ type: "callBack", eventId: event.id })).toBeNull();
  await console.until("the call-back is up", () => desk.call("214").state === "talking");
  await desk.untilBothHear("214");
});

test("a new press while the old call is held up by a lost link replaces it once it is answered", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  const first = await desk.talkWith("214");
  await desk.untilBothHear("214");
  const [old = ""] = first.callIds;
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  wire.mend();
  await console.until("registered again", (now) => now.pbxs["A"]?.state === "registered");
  const again = await desk.pressed("214");
  expect(again).toMatchObject({ id: first.id, acknowledged: false });
  expect(await console.send({ type: "answer", eventId: first.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  await console.until("the old call is gone", (now) => now.calls[old] === undefined);
  expect(desk.event("214").callIds).toEqual(again.callIds.slice(1));
});
