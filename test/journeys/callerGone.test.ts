/** Journey: the caller hangs up before anyone answers; the event stays and is called back. */
import { expect, test } from "vitest";
import { type JourneyDesk, startDesk, until } from "./desk.ts";

async function calledBack({ console, ...desk }: JourneyDesk, eventId: string) {
  expect(await console.send({ type: "answer", eventId, holdEqual: false })).toMatchObject({ code: "alreadyGone" });
  expect(await console.send({ type: "callBack", eventId })).toBeNull();
  expect(desk.event("209")).toMatchObject({ acknowledged: true, acknowledgedHow: "calledBack" });
  await console.until("the call-back is up", () => desk.call("209").state === "talking");
  expect(desk.call("209")).toMatchObject({ direction: "out", eventId, name: "Help point 209" });
  await desk.untilBothHear("209");
  await desk.untilQuiet();
}

test("a caller who hung up before the INVITE arrived leaves an event that sounds, and is called back", async () => {
  const desk = await startDesk();
  const { console, wire } = desk;
  wire.hold();
  await desk.press("209");
  await until("the INVITE is on the wire", () => wire.held().some((text) => text.startsWith("INVITE ")));
  await desk.hangUp("209");
  await until("the caller has gone", () => desk.stations.find("209").state().calls.length === 0);
  // RFC 3261, 9.1: the PBX cancels as soon as it hears of us.
  wire.release();

  const event = await console.until("the event is returned", () => {
    const [only] = Object.values(console.desk.events);
    return only?.condition === "returned" && only;
  });
  expect(event).toMatchObject({ name: "Help point 209", acknowledged: false, abandoned: true, callIds: [] });
  expect(event.lastEnded?.reason).toEqual({ kind: "abandoned" });
  await desk.untilRings("twoPulses");
  await until("the plant has its answer", () => wire.sentWith("SIP/2.0 487").length === 1);
  expect(wire.sentWith("SIP/2.0 200").filter((text) => /CSeq: \d+ CANCEL/i.test(text))).toHaveLength(1);
  await calledBack(desk, event.id);
});

test("a caller who gives up while it rings leaves an event that sounds, and is called back", async () => {
  const desk = await startDesk();
  const event = await desk.pressed("209");
  await desk.untilRings("twoPulses");
  await desk.hangUp("209");
  await desk.console.until("the caller is gone", () => desk.event("209").condition === "returned");
  expect(desk.event("209")).toMatchObject({ acknowledged: false, abandoned: true });
  await desk.untilRings("twoPulses");
  await calledBack(desk, event.id);
  expect(desk.console.desk.shift).toMatchObject({
    inbound: { presses: 1, answered: 0, abandoned: 1 },
    outbound: { sent: 1, reached: 1 },
  });
});
