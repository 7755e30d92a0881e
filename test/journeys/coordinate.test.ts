/** Journey: somebody else is called for an event whose caller is on the line. */
import { expect, test } from "vitest";
import { clipHz, startDesk, until } from "./desk.ts";

test("a patrol called for an event waits with its caller held, both are talked to in turn, and neither is cut off", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console } = desk;
  const event = await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await console.send({ type: "call", number: "7010", eventId: event.id })).toBeNull();
  expect(desk.call("214").state).toBe("held");
  await console.until("the patrol is up", () => desk.call("7010").state === "talking");
  await desk.untilBothHear("7010");
  await until("the caller hears the clip", () => desk.heardByStation("214", clipHz) > 0.3);
  expect(desk.call("214").state).toBe("held");

  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  expect(desk.call("7010").state).toBe("held");

  await desk.hangUp("214");
  const ended = await console.until("the caller has gone", () => desk.event("214").lastEnded);
  expect(ended.reason).toEqual({ kind: "callerEnded" });
  expect(desk.event("214")).toMatchObject({ condition: "returned", callIds: [desk.call("7010").id] });
  expect(await console.send({ type: "callBack", eventId: event.id })).toBeNull();
  await console.until("the call-back is up", () => desk.call("214").state === "talking");
  expect(desk.event("214").condition).toBe("active");
  await desk.untilBothHear("214");
  expect(desk.call("7010").state).toBe("held");
});

test("a patrol called after the caller was lost does not make the event look answered", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console } = desk;
  const event = await desk.pressed("214");
  await desk.hangUp("214");
  await console.until("the caller has gone", () => desk.event("214").condition === "returned");
  expect(await console.send({ type: "call", number: "7010", eventId: event.id })).toBeNull();
  await desk.untilBothHear("7010");
  expect(desk.event("214")).toMatchObject({ condition: "returned", acknowledged: false, abandoned: true });
  await desk.untilRings("threeFast");
  await desk.hangUp("7010");
  await console.until("the patrol has gone", (now) => Object.keys(now.calls).length === 0);
  expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "abandoned" });
});
