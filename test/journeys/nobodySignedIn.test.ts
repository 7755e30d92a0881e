/** Journey: the position without an operator, and the change of shift. */
import { expect, test } from "vitest";
import { everything } from "../../shared/link/history.ts";
import { startDesk } from "./desk.ts";

test("with nobody signed in a call is seen, heard, answered and ended, and nothing more", async () => {
  const desk = await startDesk({ operator: null, online: ["7010"] });
  const { console, wire } = desk;
  const event = await desk.pressed("214");
  const eventId = event.id;
  await desk.untilRings("threeFast");
  expect(await console.send({ type: "answer", eventId, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  const { id: callId, handledBy } = desk.call("214");
  expect(handledBy).toBe("position");
  expect(desk.event("214").acknowledgedBy).toBe("position");

  for (const command of [
    { type: "hold", callId },
    { type: "mute", callId, muted: true },
    { type: "note", eventId, text: "who wrote this?" },
    { type: "call", number: "7010", eventId: null },
    { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null },
    { type: "silence" },
  ] as const) {
    expect(await console.send(command), command.type).toMatchObject({ code: "notSignedIn" });
  }
  expect(await console.query({ query: "history", filter: everything })).toMatchObject({ code: "notSignedIn" });
  expect(desk.call("214")).toMatchObject({ state: "talking", muted: false });
  expect(wire.sentWith("INVITE ")).toEqual([]);

  expect(await console.send({ type: "end", callId })).toBeNull();
  const ended = await console.until("it is over", () => desk.event("214").lastEnded);
  expect(ended.reason).toEqual({ kind: "operatorEnded" });
  for (const command of [
    { type: "callBack", eventId },
    { type: "close", eventId, outcome: "helped", note: "" },
  ] as const) {
    expect(await console.send(command), command.type).toMatchObject({ code: "notSignedIn" });
  }
});

test("an operator cannot leave urgent events alone; the successor signs in over them and takes them on", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const event = await desk.talkWith("209");
  expect(await console.send({ type: "signOut" })).toMatchObject({ code: "stillOnTheLine" });
  await desk.hangUp("209");
  await console.until("the caller has gone", () => desk.event("209").condition === "returned");
  const refusal = await console.send({ type: "signOut" });
  expect(refusal?.words).toMatch(/1 urgent event is open/);
  expect(console.desk.signedIn?.operatorId).toBe("anna");

  expect(await console.signIn("ben", "0000")).toMatchObject({ code: "wrongPin" });
  expect(console.desk.signedIn?.operatorId).toBe("anna");
  expect(await desk.signIn("ben")).toBeNull();
  expect(console.desk.signedIn?.operatorId).toBe("ben");
  expect(console.entriesOf("signedOut")).toMatchObject([{ data: { operatorId: "anna" } }]);
  expect(desk.event("209").id).toBe(event.id);
  expect(await console.send({ type: "close", eventId: event.id, outcome: "helped", note: "" })).toBeNull();
  expect(console.desk.closed[0]?.closed?.by).toBe("operator:ben");
  expect(await console.send({ type: "signOut" })).toBeNull();
  expect(console.desk.signedIn).toBeNull();
});

test("the shift changes in the middle of a call: the voice goes on, and the successor has call and event", async () => {
  const desk = await startDesk();
  const { console } = desk;
  const event = await desk.talkWith("209");
  await desk.untilBothHear("209");
  const { id: callId } = desk.call("209");
  expect(await console.send({ type: "signHandover" })).toBeNull();
  expect(await desk.signIn("ben")).toBeNull();
  expect(console.entriesOf("shiftTaken")).toMatchObject([{ by: "operator:ben", data: { from: "anna", signed: true } }]);
  await desk.untilBothHear("209");
  expect(desk.call("209")).toMatchObject({ id: callId, state: "talking" });
  expect(await console.send({ type: "hold", callId })).toBeNull();
  expect(await console.send({ type: "resume", callId })).toBeNull();
  expect(await console.send({ type: "end", callId })).toBeNull();
  await console.until("it is over", () => console.desk.calls[callId] === undefined);
  expect(await console.send({ type: "close", eventId: event.id, outcome: "helped", note: "" })).toBeNull();
  expect(console.desk.closed[0]?.closed?.by).toBe("operator:ben");
});
