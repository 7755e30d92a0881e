/** Journey: a prank. The outcome says so, and the next press of that station is an event like any other, with the earlier one named. */
import { expect, test } from "vitest";
import { everything } from "../../shared/link/history.ts";
import { startDesk } from "./desk.ts";

test("a false press is closed as one, stands in the station's history, and costs its next press nothing", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const first = await desk.talkWith("209");
  await desk.hangUp("209");
  await console.until("the caller has gone", () => desk.event("209").condition === "returned");
  expect(await console.send({ type: "close", eventId: first.id, outcome: "falsePress", note: "children" })).toBeNull();
  const again = await desk.pressed("209");
  expect(again).toMatchObject({ class: first.class, acknowledged: false, earlierEventId: first.id });
  await desk.untilRings("twoPulses");
  const found = await console.query({
    query: "history",
    filter: { ...everything, stationId: first.stationId, kinds: ["eventClosed"] },
  });
  expect(found).toMatchObject({ page: { entries: [{ data: { outcome: "falsePress", note: "children" } }] } });
});
