/** Journey: the PBX goes away and comes back. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

test("a lost PBX is the loudest alarm, open events stay, and the next press arrives by itself", async () => {
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
