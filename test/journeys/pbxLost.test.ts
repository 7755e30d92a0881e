/** Journey: the PBX goes away and comes back. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

test("a PBX that is shut down is the loudest alarm, open events stay, and the next press arrives by itself", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const event = await desk.pressed("209");
  await console.send({ type: "note", eventId: event.id, text: "heard shouting" });

  await desk.stopPlant();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  expect(console.desk.faults["pbxUnreachable:A"]?.words).toContain("PBX A");
  expect(console.desk.pbxs["A"]?.state).toBe("lost");
  await desk.untilRings("deaf");
  expect(desk.event("209")).toMatchObject({ acknowledged: false, notes: [{ text: "heard shouting" }] });
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toMatchObject({ code: "noPbx" });

  await desk.startPlantAgain();
  await console.until("registered again", (now) => now.pbxs["A"]?.state === "registered");
  expect(console.desk.faults).toEqual({});
  const next = await desk.pressed("214");
  expect(next.class).toBe("lifeSafety");
  await desk.untilRings("threeFast");
  expect(await console.send({ type: "answer", eventId: next.id, holdEqual: true })).toBeNull();
  await console.until("it is up", () => desk.call("214").state === "talking");
  await desk.untilBothHear("214");
});

test("a ringing call whose PBX is lost cannot be answered, says so, asks again, and is called back", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  const event = await desk.pressed("209");
  wire.cut();
  await console.until("deaf", (now) => now.faults["deaf:"]);
  expect(desk.event("209")).toMatchObject({ condition: "active", acknowledged: false });
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  const ended = await console.until("the call is given up", () => desk.event("209").lastEnded);
  expect(ended.reason).toMatchObject({ kind: "failed", text: "The PBX did not confirm the answer in time" });
  expect(desk.event("209")).toMatchObject({ condition: "returned", acknowledged: false, firstAnsweredAt: null });

  wire.mend();
  await console.until("registered again", (now) => now.pbxs["A"]?.state === "registered");
  await desk.untilRings("twoPulses");
  expect(await console.send({ type: "callBack", eventId: event.id })).toBeNull();
  await console.until("the call-back is up", () => desk.call("209").state === "talking");
  await desk.untilBothHear("209");
});
