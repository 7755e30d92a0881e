/** Journey: a press is answered, held, resumed, muted and closed, and found again in the history. */
import { expect, test } from "vitest";
import { everything } from "../../shared/link/history.ts";
import { clipHz, microphoneHz, startDesk, stationHz, until } from "./desk.ts";

test("a press rings, is answered, carries both voices through hold and mute, and is closed into the history", async () => {
  const desk = await startDesk();
  const { console } = desk;

  await desk.press("214");
  const seen = await desk.seen("214");
  expect(seen).toMatchObject({ name: "SOS 214", class: "lifeSafety", stationId: "s214", trust: "asserted" });
  expect(seen).toMatchObject({ condition: "active", acknowledged: false, presses: [seen.openedAt] });
  await desk.untilRings("threeFast");
  await console.until("it can be answered", () => desk.call("214").bound);

  expect(await console.send({ type: "answer", eventId: seen.id, holdEqual: false })).toBeNull();
  await console.until("it is answered", () => desk.call("214").state === "talking");
  expect(desk.event("214")).toMatchObject({ acknowledged: true, acknowledgedBy: "operator:anna" });
  await desk.untilBothHear("214");
  await console.until("sound is proved both ways", () => desk.call("214").sound.in && desk.call("214").sound.out);
  await desk.untilQuiet();
  const other = await desk.newWindow();
  expect(other.desk).toEqual(console.desk);
  const callId = desk.call("214").id;

  expect(await console.send({ type: "hold", callId })).toBeNull();
  await until("the caller hears the clip", () => desk.heardByStation("214", clipHz) > 0.3);
  await until("the operator is not heard", () => desk.heardByStation("214", microphoneHz) < 0.02);
  expect(desk.heardAtDesk("214", stationHz)).toBe(0);

  expect(await console.send({ type: "resume", callId })).toBeNull();
  await desk.untilBothHear("214");
  await until("the clip is over", () => desk.heardByStation("214", clipHz) < 0.02);

  expect(await console.send({ type: "mute", callId, muted: true })).toBeNull();
  await until("the caller hears nothing", () => desk.heardByStation("214", microphoneHz) < 0.02);
  expect(desk.heardAtDesk("214", stationHz)).toBeGreaterThan(0.2);
  expect(await console.send({ type: "mute", callId, muted: false })).toBeNull();
  await desk.untilBothHear("214");

  await desk.hangUp("214");
  const ended = await console.until("the caller has gone", () => desk.event("214").lastEnded);
  expect(ended.reason).toEqual({ kind: "callerEnded" });
  expect(desk.event("214")).toMatchObject({ condition: "returned", acknowledged: true, callIds: [] });
  await until("the media page has let the leg go", () => desk.media.legs().length === 0);

  expect(await console.send({ type: "close", eventId: seen.id, outcome: "", note: "" })).toMatchObject({
    code: "outcomeMissing",
  });
  expect(await console.send({ type: "close", eventId: seen.id, outcome: "helped", note: "car pushed" })).toBeNull();
  expect(console.desk.events).toEqual({});
  expect(console.desk.closed[0]?.closed).toMatchObject({ outcome: "helped", note: "car pushed", by: "operator:anna" });

  await other.until("the other window shows the same", (now) => now.seq === console.desk.seq);
  expect(other.desk).toEqual(console.desk);

  const found = await console.query({ query: "history", filter: { ...everything, eventId: seen.id } });
  const kinds = "page" in found ? found.page.entries.map(({ kind }) => kind).reverse() : [];
  expect(kinds.filter((kind) => kind !== "callSoundChanged")).toEqual([
    "eventOpened",
    "callOffered",
    "callTaken",
    "answerRequested",
    "callEstablished",
    "eventAcknowledged",
    "callHeld",
    "callResumed",
    "callMuted",
    "callMuted",
    "callEnded",
    "eventClosed",
  ]);
  expect(console.desk.shift.inbound).toMatchObject({ presses: 1, answered: 1, inTarget: 1, abandoned: 0 });
});
