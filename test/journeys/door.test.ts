/** Journey: the door of the station on the line. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";

test("the door's digits arrive at its station, and its opening is in the journal with who asked", async () => {
  const desk = await startDesk({ online: ["511"] });
  const { console } = desk;
  await desk.talkWith("511");
  const { id: callId, eventId } = desk.call("511");
  expect(await console.send({ type: "openDoor", callId })).toBeNull();
  await until("the digits are there", () => desk.stations.find("511").state().calls[0]?.digits === "9#");
  expect(console.entriesOf("doorOpened").map(({ by, data }) => [by, data.stationId, data.eventId])).toEqual([
    ["operator:anna", "s511", eventId],
  ]);
  expect(desk.call("511").doorSentAt).not.toBeNull();
});

test("a role that may not opens no door, by command or by keypad: the station hears no digit", async () => {
  const desk = await startDesk({ operator: "gus", online: ["511"] });
  const { console } = desk;
  await desk.talkWith("511");
  const { id: callId } = desk.call("511");
  expect(await console.send({ type: "openDoor", callId })).toMatchObject({ code: "notPermitted" });
  expect(await console.send({ type: "sendDigits", callId, digits: "9#" })).toMatchObject({ code: "notPermitted" });
  // Whatever the refused ones had sent would be heard before this one.
  expect(await console.send({ type: "sendDigits", callId, digits: "5" })).toBeNull();
  await until("the permitted digit is there", () => (desk.stations.find("511").state().calls[0]?.digits ?? "") !== "");
  expect(desk.stations.find("511").state().calls[0]?.digits).toBe("5");
});
