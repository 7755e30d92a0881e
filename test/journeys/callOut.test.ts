/** Journey: calls that go out. */
import { expect, test } from "vitest";
import type { EndReason } from "../../shared/desk/state.ts";
import { sheetOf } from "../../shared/shift/sheet.ts";
import { startDesk, until } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

test("a contact is dialled, rings, talks, and hangs up", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console } = desk;
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  expect(desk.call("7010")).toMatchObject({ direction: "out", state: "dialling", name: "Patrol", eventId: null });
  await console.until("it rings there", () => desk.call("7010").state === "alerting");
  await console.until("it is up", () => desk.call("7010").state === "talking");
  await desk.untilBothHear("7010");
  expect(await console.send({ type: "sendDigits", callId: desk.call("7010").id, digits: "5#" })).toBeNull();
  await until("the digits are there", () => desk.stations.find("7010").state().calls[0]?.digits === "5#");
  await desk.hangUp("7010");
  await console.until("it is over", (now) => Object.keys(now.calls).length === 0);
  expect(console.desk.recent[0]).toMatchObject({ number: "7010", reason: { kind: "farEndEnded" } });
});

test("busy, unknown and off-line numbers say so, and a call can be given up while it rings", async () => {
  const desk = await startDesk({ online: ["209", "7010"] });
  const { console } = desk;
  await desk.press("210", { to: "209" });
  await until("209 is in a call", () => desk.stations.find("209").state().calls[0]?.state === "talking");

  async function endOf(number: string): Promise<EndReason | undefined> {
    expect(await console.send({ type: "call", number, eventId: null })).toBeNull();
    await console.until(`the call to ${number} is over`, (now) => Object.keys(now.calls).length === 0);
    return console.desk.recent[0]?.reason;
  }
  expect(await endOf("209")).toMatchObject({ kind: "refusedByFarEnd", code: 486 });
  expect(await endOf("0999")).toMatchObject({ kind: "refusedByFarEnd", code: 404 });
  expect(await endOf("150")).toMatchObject({ kind: "refusedByFarEnd", code: 480 });
  // Of the three, one station is known not to be reached: the busy one is there, and a number of nobody is no station.
  expect(sheetOf(console.desk, smallSite).sick.map(({ station }) => station.number)).toEqual(["150"]);
  await desk.press("150");
  await console.until("its press is a sign of life", ({ sick }) => Object.keys(sick).length === 0);
  await desk.hangUp("150");
  await console.until("it has gone", (now) => Object.keys(now.calls).length === 0);

  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  await console.until("it rings there", () => desk.call("7010").state === "alerting");
  expect(await console.send({ type: "end", callId: desk.call("7010").id })).toBeNull();
  await console.until("it is over", (now) => Object.keys(now.calls).length === 0);
  expect(console.desk.recent[0]?.reason).toEqual({ kind: "cancelledByOperator" });
  await until("it rings no more", () => desk.stations.find("7010").state().calls.length === 0);
  expect(console.desk.shift.outbound).toMatchObject({ sent: 4, reached: 0 });
});

test("a call that the role does not permit sends nothing to the PBX, and leaves its record", async () => {
  const desk = await startDesk({ operator: "gus", online: ["7010"] });
  const { console, wire } = desk;
  for (const number of ["7010", "209", "0043512"]) {
    expect(await console.send({ type: "call", number, eventId: null })).toMatchObject({ code: "notPermitted" });
  }
  expect(console.desk.calls).toEqual({});
  expect(console.entriesOf("commandRefused").map(({ by, data }) => [by, data.target])).toEqual([
    ["operator:gus", "7010"],
    ["operator:gus", "209"],
    ["operator:gus", "0043512"],
  ]);
  // Whatever the refused ones had sent would be before this one.
  await desk.signIn("anna");
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  await until("the permitted one left", () => wire.sentWith("INVITE ").length > 0);
  expect(wire.sentWith("INVITE ")).toHaveLength(1);
});
