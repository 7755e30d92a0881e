/** Journey: two life-safety calls at once; one is held while the other is answered, and asks to be taken back. */
import { expect, test } from "vitest";
import { clipHz, microphoneHz, startDesk, stationHz, until } from "./desk.ts";

test("of two SOS at once the second keeps its countdown, needs a second press, and the first, who asks again by itself, needs one to be taken back", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const first = await desk.pressed("214");
  const second = await desk.pressed("215");
  expect(await console.send({ type: "answer", eventId: first.id, holdEqual: false })).toBeNull();
  await console.until("the first is up", () => desk.call("214").state === "talking");
  await desk.untilBothHear("214");

  expect(desk.event("215")).toMatchObject({ acknowledged: false, targetAt: second.openedAt + 10_000 });
  await until("it sounds softly, because a call is live", () => desk.media.plan.ring?.level === "soft");
  expect(desk.media.plan.ring?.sound).toBe("threeFast");

  const once = { type: "answer", eventId: second.id, holdEqual: false } as const;
  expect(await console.send(once)).toMatchObject({ code: "liveCallOfEqualClass" });
  expect(desk.call("214").state).toBe("talking");
  expect(desk.call("215").state).toBe("offered");
  expect(await console.send({ ...once, holdEqual: true })).toBeNull();
  await console.until("the second is up", () => desk.call("215").state === "talking");
  expect(desk.call("214").state).toBe("held");
  await desk.untilBothHear("215");
  await until("the first hears the clip", () => desk.heardByStation("214", clipHz) > 0.3);
  await until("and not the operator", () => desk.heardByStation("214", microphoneHz) < 0.02);
  expect(desk.heardAtDesk("214", stationHz)).toBe(0);

  await console.until("the held caller asks again", () => desk.call("214").asksAgain);
  expect(desk.call("214").state).toBe("held");
  await desk.untilRings("threeFast");
  const back = { type: "answer", eventId: first.id, holdEqual: false } as const;
  expect(await console.send(back)).toMatchObject({ code: "liveCallOfEqualClass" });
  expect(desk.call("215").state).toBe("talking");
  expect(desk.call("214").state).toBe("held");
  expect(await console.send({ ...back, holdEqual: true })).toBeNull();
  await desk.untilBothHear("214");
  expect(desk.call("215").state).toBe("held");
  await until("the second hears the clip", () => desk.heardByStation("215", clipHz) > 0.3);
});

test("a call of lower class is held by itself when an SOS is answered", async () => {
  const desk = await startDesk();
  const { console } = desk;
  await desk.talkWith("209");
  await desk.untilBothHear("209");
  const sos = await desk.pressed("214");
  expect(await console.send({ type: "answer", eventId: sos.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  expect(desk.call("209").state).toBe("held");
  expect(console.entriesOf("callHeld").map(({ by }) => by)).toEqual(["rule:answerHoldsLower"]);
  await until("the first hears the clip", () => desk.heardByStation("209", clipHz) > 0.3);
});
