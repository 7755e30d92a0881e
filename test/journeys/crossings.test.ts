/** Journey: two sides do something in the same moment, and their messages cross on the wire. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";

test("an answer that crosses the caller's hang-up ends the call once, as ended by the caller", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  const event = await desk.pressed("209");
  wire.hold();
  await desk.hangUp("209");
  await until("the CANCEL is on the wire", () => wire.held().some((text) => text.startsWith("CANCEL ")));
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await until("the 200 has left", () => wire.sentWith("SIP/2.0 200").some((text) => text.includes("INVITE")));
  wire.release();
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  expect(console.entriesOf("callEnded")).toHaveLength(1);
  expect(desk.event("209")).toMatchObject({ condition: "returned", callIds: [] });
  expect(desk.event("209").lastEnded?.reason).toEqual({ kind: "callerEnded" });
  await until("the media page has let the leg go", () => desk.media.legs().length === 0);
});

test("two hang-ups that cross end the call once", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  await desk.talkWith("209");
  await desk.untilBothHear("209");
  wire.hold();
  await desk.hangUp("209");
  await until("their BYE is on the wire", () => wire.held().some((text) => text.startsWith("BYE ")));
  expect(await console.send({ type: "end", callId: desk.call("209").id })).toBeNull();
  await until("our BYE has left", () => wire.sentWith("BYE ").length === 1);
  wire.release();
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  expect(console.entriesOf("callEnded")).toHaveLength(1);
  await until("the media page has let the leg go", () => desk.media.legs().length === 0);
  await until("their BYE is answered", () => wire.sentWith("SIP/2.0").some((text) => /CSeq: \d+ BYE/i.test(text)));
});

test("a call that is given up while its answer is on the way opens no voice path", async () => {
  const desk = await startDesk({ online: ["209"] });
  const { console, wire } = desk;
  wire.hold();
  expect(await console.send({ type: "call", number: "209", eventId: null })).toBeNull();
  await until("their 200 is on the wire", () => wire.held().some((text) => text.startsWith("SIP/2.0 200")));
  expect(await console.send({ type: "end", callId: desk.call("209").id })).toBeNull();
  wire.release();
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  await until("the station has hung up", () => desk.stations.find("209").state().calls.length === 0);
  expect(console.entriesOf("callEstablished")).toEqual([]);
  expect(console.desk.recent[0]?.reason).toEqual({ kind: "cancelledByOperator" });
  // By SIP, not by the deadline behind it.
  expect(console.entriesOf("callEnded")).toMatchObject([{ by: "wire:A" }]);
  await until("the media page has let the leg go", () => desk.media.legs().length === 0);
});
