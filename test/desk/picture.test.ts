/** The picture of the press: asked for after each press of a station with a camera, and kept with its event. */
import { expect, test } from "vitest";
import { picturesOfEvent } from "../../shared/picture/picture.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { type Drive, drive, site } from "./drive.ts";

const asked = (desk: Drive) => desk.orders.filter((order) => order.type === "takePicture");
const taken = (desk: Drive, eventId: string, hash: string | null, words = "") =>
  desk.report({ type: "pictureTaken", eventId, stationId: "c1", hash, words });

test("a press, a repeat and an alarm of a station with a camera each ask for one; of a station without, none", () => {
  const desk = drive();
  desk.press("303");
  const { id: eventId } = desk.event("303");
  expect(asked(desk)).toEqual([{ type: "takePicture", eventId, stationId: "c1" }]);
  desk.press("303");
  const alarm = { source: "webhook", kind: "raised", id: "x", text: "", stationId: "c1", named: "" } as const;
  desk.report({ type: "alarmSeen", alarm: { ...alarm, isNamed: true, class: null, asserted: true, kept: false } });
  expect(asked(desk)).toHaveLength(3);
  desk.press("301");
  expect(asked(desk)).toHaveLength(3);
});

test("one that was kept is with the event, the newest last, a bounded number of them", () => {
  const desk = drive();
  desk.press("303");
  const { id } = desk.event("303");
  for (let i = 0; i <= picturesOfEvent; i += 1) taken(desk, id, `hash ${i}`);
  expect(desk.event("303").pictures?.map(({ hash }) => hash)).toHaveLength(picturesOfEvent);
  expect(desk.event("303").pictures?.at(-1)?.hash).toBe(`hash ${picturesOfEvent}`);
});

test("one that is missing says why, costs the event nothing, and is forgotten with the next one", () => {
  const desk = drive();
  desk.press("303");
  const before = desk.event("303");
  taken(desk, before.id, null, "camera unreachable: no answer within 2 s");
  expect(desk.event("303")).toEqual({ ...before, pictureMissed: "camera unreachable: no answer within 2 s" });
  const last = desk.entries.at(-1);
  expect(last && entryWords(last, site)).toBe("No picture: camera unreachable: no answer within 2 s");
  taken(desk, before.id, "ab");
  expect(desk.event("303")).toMatchObject({ pictureMissed: null, pictures: [{ hash: "ab" }] });
});

test("one that comes after the close is kept with the closed event; of an event that nobody knows it is nothing", () => {
  const desk = drive();
  const callId = desk.press("303");
  desk.report({ type: "callCancelled", callId, elsewhere: false });
  const { id } = desk.event("303");
  desk.command({ type: "close", eventId: id, outcome: "test", note: "" });
  taken(desk, id, "ab");
  expect(desk.desk.closed[0]?.pictures).toMatchObject([{ hash: "ab" }]);
  const entries = desk.entries.length;
  taken(desk, "never", "ab");
  expect(desk.entries).toHaveLength(entries);
});
