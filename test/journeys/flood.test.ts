/** Journey: forty presses within a second. */
import { expect, test } from "vitest";
import { startDesk, until } from "./desk.ts";
import { manyHelpPoints, smallSite } from "./smallSite.ts";

const others = manyHelpPoints(38);
const site = { ...smallSite, stations: [...smallSite.stations, ...others] };
const all = [...others.map(({ number }) => number), "214", "215"];

test("forty presses are forty events that can be answered, and life safety goes to SIP before all others", async () => {
  const desk = await startDesk({ site, online: all });
  const { console, wire } = desk;
  wire.hold();
  for (const number of all) await desk.press(number);
  const invites = () => wire.held().filter((text) => text.startsWith("INVITE "));
  await until("every INVITE is on the wire", () => invites().length === all.length, 20_000);
  // The worst order: the two SOS terminals behind everyone else, all in one piece.
  const callerOf = (text: string): string => /^From: .*<sip:(\d+)@/m.exec(text)?.[1] ?? "";
  const isSos = (text: string): boolean => ["214", "215"].includes(callerOf(text));
  const order = [...invites().filter((text) => !isSos(text)), ...invites().filter(isSos)].map(callerOf);
  wire.release((messages) => [...messages.filter((text) => !isSos(text)), ...messages.filter(isSos)]);

  await console.until("every call can be answered", ({ calls }) => {
    return Object.values(calls).filter(({ bound }) => bound).length === all.length;
  });
  const { events } = console.desk;
  expect(Object.values(events).map(({ number }) => number)).toEqual(order);
  expect(Object.values(events).filter((event) => event.class === "lifeSafety")).toHaveLength(2);
  const numberOf = new Map(console.entriesOf("callOffered").map(({ data }) => [data.callId, data.number]));
  const taken = console.entriesOf("callTaken").map(({ data }) => numberOf.get(data.callId));
  expect(taken).toEqual([...order.slice(-2), ...order.slice(0, -2)]);
  await desk.untilRings("threeFast");

  expect(await console.send({ type: "answer", eventId: desk.event("214").id, holdEqual: false })).toBeNull();
  await desk.untilBothHear("214");
  await Promise.all(all.map((number) => desk.hangUp(number)));
  await console.until("every caller has gone", ({ calls }) => Object.keys(calls).length === 0, 20_000);
  expect(Object.values(console.desk.events).every(({ condition }) => condition === "returned")).toBe(true);
  expect(console.desk.shift.inbound).toMatchObject({ presses: 40, answered: 1, abandoned: 39 });
});

test("presses spread over a second all arrive", async () => {
  const desk = await startDesk({ site, online: all });
  expect(await desk.stations.burst({ count: 40, everyMs: 25 })).toBe(40);
  await desk.console.until("forty events", ({ events }) => Object.keys(events).length === 40, 20_000);
  const opened = desk.console.entriesOf("eventOpened").map(({ data }) => data.number);
  expect(new Set(opened).size).toBe(40);
});
