/** Journey: the sound of an answer cannot be set up. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";

test("an answer without sound ends the call in words, the event asks again, and the call-back works", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const event = await desk.pressed("214");
  desk.media.broken = "The sound of this computer is in use by another program.";
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  const ended = await console.until("the call is over", () => desk.event("214").lastEnded);
  expect(ended.reason).toMatchObject({
    kind: "failed",
    text: expect.stringContaining("The sound of this computer is in use by another program."),
  });
  expect(desk.event("214")).toMatchObject({ acknowledged: false, condition: "returned", firstAnsweredAt: null });
  await desk.untilRings("threeFast");
  await until("the caller is told by the PBX", () => desk.stations.find("214").state().calls.length === 0);

  desk.media.broken = null;
  expect(await console.send({ type: "callBack", eventId: event.id })).toBeNull();
  await console.until("the call-back is up", () => desk.call("214").state === "talking");
  await desk.untilBothHear("214");
});

test("without sound a call out and a page say so and send nothing", async () => {
  const desk = await startDesk({ online: ["7010", "301"] });
  const { console, wire } = desk;
  desk.media.broken = "No network path for sound.";
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  expect(console.desk.recent[0]?.reason).toMatchObject({ kind: "failed", text: "No network path for sound." });

  const page = { type: "startPage", zoneIds: ["tubeA", "tubeB"], allCall: false, approvedBy: null } as const;
  expect(await console.send(page)).toBeNull();
  await console.until("the page is over", (now) => now.page === null);
  expect(console.desk.lastPage?.legs).toMatchObject([
    { state: "failed", failure: "No network path for sound." },
    { state: "failed", failure: "No network path for sound." },
  ]);
  expect(wire.sentWith("INVITE ")).toEqual([]);
});
