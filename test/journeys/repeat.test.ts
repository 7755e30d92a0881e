/** Journey: the same station presses again. */
import { expect, test } from "vitest";
import { microphoneHz, startDesk, until } from "./desk.ts";

test("a station that presses again while it rings is one event; the newest call is answered and the old one ended", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const first = await desk.pressed("214");
  const again = await desk.pressed("214");
  expect(again.id).toBe(first.id);
  expect(again.presses).toHaveLength(2);
  expect(again.callIds).toHaveLength(2);
  const newest = again.callIds[1] ?? "";
  expect(await console.send({ type: "answer", eventId: first.id, holdEqual: false })).toBeNull();
  await console.until("the newest is up and the old one gone", (now) => {
    return now.calls[newest]?.state === "talking" && Object.keys(now.calls).length === 1;
  });
  await desk.untilBothHear("214");
  expect(desk.wire.sentWith("SIP/2.0 486")).toHaveLength(1);
  expect(Object.keys(console.desk.events)).toEqual([first.id]);
  expect(desk.event("214")).toMatchObject({ acknowledged: true, condition: "active", callIds: [newest] });
  await until("the station has one call", () => desk.stations.find("214").state().calls.length === 1);
});

test("a station that presses again while talking is one event that sounds; answering moves over to the new call", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const first = await desk.talkWith("214");
  await desk.untilBothHear("214");
  const [old = ""] = first.callIds;
  const again = await desk.pressed("214");
  expect(again).toMatchObject({ id: first.id, acknowledged: false });
  expect(again.presses).toHaveLength(2);
  expect(console.desk.calls[old]?.state).toBe("talking");
  await desk.untilRings("threeFast");

  expect(await console.send({ type: "answer", eventId: first.id, holdEqual: false })).toBeNull();
  const newest = again.callIds[1] ?? "";
  await console.until("only the new call is up", (now) => {
    return now.calls[newest]?.state === "talking" && now.calls[old] === undefined;
  });
  await desk.untilBothHear("214");
  await desk.untilQuiet();
  await until("the station has one call", () => desk.stations.find("214").state().calls.length === 1);
  expect(desk.heardByStation("214", microphoneHz)).toBeGreaterThan(0.3);
  expect(desk.event("214")).toMatchObject({ acknowledged: true, condition: "active" });
});

test("a press after the close opens a new event that shows the earlier one", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const first = await desk.talkWith("209");
  await desk.hangUp("209");
  await console.until("the caller has gone", () => desk.event("209").condition === "returned");
  expect(await console.send({ type: "close", eventId: first.id, outcome: "falsePress", note: "" })).toBeNull();
  const next = await desk.pressed("209");
  expect(next.id).not.toBe(first.id);
  expect(next).toMatchObject({ earlierEventId: first.id, acknowledged: false, presses: [next.openedAt] });
  await desk.untilRings("twoPulses");
  expect(console.desk.closed.map(({ id }) => id)).toEqual([first.id]);
});
