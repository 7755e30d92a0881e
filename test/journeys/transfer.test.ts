/** Journey: a call that is passed on. */
import { expect, test } from "vitest";
import { type JourneyDesk, microphoneHz, startDesk, stationHz, until } from "./desk.ts";

const transfer = (desk: JourneyDesk, number: string, to: string) =>
  desk.console.send({ type: "transfer", callId: desk.call(number).id, number: to });

test("a caller is transferred: held meanwhile, then with the patrol; the event waits for its outcome", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console, wire } = desk;
  const { id } = await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await transfer(desk, "214", "7010")).toBeNull();
  expect(desk.call("214")).toMatchObject({ state: "held", transfer: { name: "Patrol", state: "asked" } });
  await console.until("it rings at the patrol", () => desk.call("214").transfer?.state === "ringing");
  expect(desk.heardAtDesk("214", stationHz)).toBe(0);
  await console.until("the call has gone", (now) => Object.keys(now.calls).length === 0);
  expect(desk.event("214").lastEnded?.reason).toEqual({ kind: "transferred", to: "Patrol" });
  await until("caller and patrol hear each other", () =>
    ["214", "7010"].every((number) => desk.heardByStation(number, stationHz) > 0.2),
  );
  await until("the desk is not heard", () => desk.heardByStation("214", microphoneHz) < 0.01);
  expect(desk.media.legs()).toEqual([]);

  const [refer = ""] = wire.sentWith("REFER ");
  expect(refer).toMatch(/^Refer-To: .*sip:7010@/im);
  expect(refer).toMatch(/^Referred-By: <sip:6000@/im);
  const kinds = console.entries.map(({ kind }) => kind);
  expect(kinds.indexOf("callTransferred")).toBeGreaterThan(kinds.indexOf("transferAsked"));
  expect(kinds.indexOf("callEnded")).toBeGreaterThan(kinds.indexOf("callTransferred"));
  expect(await console.send({ type: "close", eventId: id, outcome: "helped", note: "to the patrol" })).toBeNull();
});

test("a transfer to a number that is busy comes back with sound, and says why", async () => {
  const desk = await startDesk({ online: ["209"] });
  const { console } = desk;
  await desk.press("210", { to: "209" });
  await until("209 is in a call", () => desk.stations.find("209").state().calls[0]?.state === "talking");
  await desk.talkWith("214");
  await desk.untilBothHear("214");
  expect(await transfer(desk, "214", "209")).toBeNull();
  await console.until("it has failed", () => desk.call("214").transfer?.state === "failed");
  expect(desk.call("214")).toMatchObject({ state: "talking", transfer: { code: 486, name: "Help point 209" } });
  await desk.untilBothHear("214");
  expect(await transfer(desk, "214", "0999")).toBeNull();
  await console.until("nobody has this number", () => desk.call("214").transfer?.code === 404);
  await desk.untilBothHear("214");
});

test("a caller who hangs up while the target rings is gone, and the target rings no more", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console } = desk;
  await desk.talkWith("214");
  expect(await transfer(desk, "214", "7010")).toBeNull();
  await console.until("it rings at the patrol", () => desk.call("214").transfer?.state === "ringing");
  await desk.hangUp("214");
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  expect(desk.event("214").lastEnded?.reason.kind).toBe("callerEnded");
  await until("the patrol's telephone is quiet", () => desk.stations.find("7010").state().calls.length === 0);
});

test("a call that went out is transferred too", async () => {
  const desk = await startDesk({ online: ["7010", "209"] });
  const { console } = desk;
  expect(await console.send({ type: "call", number: "209", eventId: null })).toBeNull();
  await console.until("it is up", () => desk.call("209").state === "talking");
  expect(await transfer(desk, "209", "7010")).toBeNull();
  await console.until("the call has gone", (now) => Object.keys(now.calls).length === 0);
  expect(console.desk.recent[0]).toMatchObject({ number: "209", reason: { kind: "transferred", to: "Patrol" } });
  await until("they hear each other", () => desk.heardByStation("7010", stationHz) > 0.2);
});

test("a transfer that the role does not permit sends nothing", async () => {
  const desk = await startDesk({ online: ["7010"] });
  const { console, wire } = desk;
  await desk.talkWith("214");
  await desk.signIn("gus");
  expect(await transfer(desk, "214", "7010")).toMatchObject({ code: "notPermitted" });
  expect(desk.call("214").state).toBe("talking");
  await desk.hangUp("214");
  await console.until("the call is over", (now) => Object.keys(now.calls).length === 0);
  expect(wire.sentWith("REFER ")).toEqual([]);
});
