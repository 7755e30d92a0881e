/** Journey: a call that says where it is, in a part of its body beside the offer (RFC 6442). */
import { expect, test } from "vitest";
import { noLocation } from "../../shared/place/location.ts";
import { startDesk } from "./desk.ts";

const unlisted = [{ number: "4714", name: "Tow truck", type: "intercom" as const }];

test("an unknown caller has the place that his call tells, and is answered with sound both ways", async () => {
  const desk = await startDesk({ unlisted });
  await desk.press("4714", { at: { latitude: 46.88, longitude: 11.2, radiusM: 50 } });
  const location = { ...noLocation, point: { latitude: 46.88, longitude: 11.2 }, radiusM: 50, method: "GPS" };
  await desk.console.until("its place is known", (now) => Object.values(now.events)[0]?.location);
  const event = desk.event("4714");
  expect(event).toMatchObject({ stationId: null, location });
  // Seen first, located after: the event did not wait for it.
  const kinds = desk.console.entries.map(({ kind }) => kind);
  expect(kinds.indexOf("callLocated")).toBeGreaterThan(kinds.indexOf("callOffered"));
  expect(desk.console.entriesOf("callLocated")[0]?.by).toBe("wire:A");
  await desk.console.until("it can be answered", () => desk.call("4714").bound);
  expect(await desk.console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("4714");
  // The place is the event's, whatever becomes of call and host.
  await desk.restartHost();
  expect(desk.event("4714").location).toEqual(location);
});

test("nonsense is an event without a place, with the reason in words, and is answered like any other", async () => {
  const desk = await startDesk({ unlisted });
  await desk.press("4714", { at: { latitude: 95, longitude: 11.2 } });
  await desk.console.until("it was looked at", (now) => Object.values(now.events)[0]?.location);
  const event = desk.event("4714");
  expect(event.location).toEqual({ ...noLocation, method: "GPS", problem: "its latitude 95 is not on the globe" });
  await desk.console.until("it can be answered", () => desk.call("4714").bound);
  expect(await desk.console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("4714");
});

test("a caller who gives up at once leaves his place all the same", async () => {
  const desk = await startDesk({ unlisted });
  const pressing = desk.press("4714", { at: { latitude: 46.88, longitude: 11.2 } });
  await desk.console.until("it rings", (now) => Object.keys(now.calls).length > 0);
  await desk.hangUp("4714");
  await pressing;
  await desk.console.until("the caller has gone", (now) => Object.keys(now.calls).length === 0);
  expect(desk.event("4714")).toMatchObject({ condition: "returned", location: { point: { latitude: 46.88 } } });
});
