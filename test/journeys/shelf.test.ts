/** Journey: a station that keeps pressing is shelved, its silence ends, and no SOS is silenced by any shelf. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

const quarter = 900_000;
const shelve = (kind: "station" | "event" | "area", id: string) =>
  ({ type: "shelve", of: { kind, id }, reason: "Key stuck", forMs: quarter, approvedBy: null }) as const;

test("a shelved station presses in silence, and is heard as soon as its shelf ends", async () => {
  const desk = await startDesk({ online: ["209", "210"] });
  const { console } = desk;
  await desk.pressed("209");
  await desk.untilRings("twoPulses");
  expect(await console.send(shelve("station", "s209"))).toBeNull();
  await desk.untilQuiet();
  await desk.pressed("209");
  expect(desk.event("209").presses).toHaveLength(2);
  // Another one is heard beside it; the shelved one can be answered all the same.
  await desk.pressed("210");
  await desk.untilRings("twoPulses");
  expect(await console.send({ type: "answer", eventId: desk.event("210").id, holdEqual: false })).toBeNull();
  await desk.untilQuiet();
  const [shelfId = ""] = Object.keys(console.desk.shelves);
  expect(await console.send({ type: "endShelf", shelfId })).toBeNull();
  await desk.untilRings("twoPulses");
  expect(console.entriesOf("shelfEnded")).toMatchObject([{ by: "operator:anna", data: { because: "byHand" } }]);
});

test("a shelf survives the death of the host, and an SOS sounds from a shelved area and from a station out of service", async () => {
  const desk = await startDesk({ inChild: true, online: ["209", "214"] });
  const { console } = desk;
  expect(await console.send(shelve("area", "tubeA"))).toMatchObject({ code: "needsApproval" });
  // Whatever a window claims, only a checked PIN approves.
  expect(await console.send({ ...shelve("area", "tubeA"), approvedBy: "ben" })).toMatchObject({
    code: "needsApproval",
  });
  const second = { operatorId: "ben", pin: "2222" };
  expect(await console.send(shelve("area", "tubeA"), { ...second, pin: "9999" })).toMatchObject({ code: "wrongPin" });
  expect(await console.send(shelve("area", "tubeA"), second)).toBeNull();
  expect(
    await console.send({ type: "takeOutOfService", stationId: "s214", reason: "Handset torn off", forMs: quarter }),
  ).toBeNull();
  const before = console.desk.shelves;
  expect(Object.values(before).map(({ approvedBy }) => approvedBy)).toEqual(["ben", null]);
  await console.until("both are on disk", (now) => console.recordedSeq >= now.seq);
  await desk.restartHost({ kill: true });
  expect(console.desk.shelves).toEqual(before);
  await desk.pressed("209");
  await desk.untilQuiet();
  await desk.pressed("214");
  await desk.untilRings("threeFast");
  expect(await console.send(shelve("event", desk.event("214").id))).toMatchObject({ code: "neverShelved" });
});
