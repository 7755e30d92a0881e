/** Alarms without voice: in the same queue and the same life as a press. */
import { describe, expect, test } from "vitest";
import { alarmsKept, type SeenAlarm } from "../../shared/alarm/alarm.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { eventState } from "../../shared/words/states.ts";
import { whyWords } from "../../shared/words/why.ts";
import { smoke } from "../alarm/smoke.ts";
import { climbing, type Drive, drive, site } from "./drive.ts";

const seen = (desk: Drive, more: Partial<SeenAlarm> = {}) =>
  desk.report({ type: "alarmSeen", alarm: smoke({ text: "Smoke in the lay-by", ...more }) });
const events = (desk: Drive) => Object.values(desk.desk.events);

describe("an alarm", () => {
  test("opens an event of its station's class, says why, rings, and has no call", () => {
    const desk = drive();
    seen(desk);
    const event = desk.event("301");
    expect(event).toMatchObject({ class: "urgent", stationId: "h1", condition: "active", acknowledged: false });
    expect(event.callIds).toEqual([]);
    expect(whyWords(event, site.classes)).toBe("Urgent: alarm by webhook: “Smoke in the lay-by”, help point");
    expect(eventState(event, []).word).toBe("ALARM");
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("twoPulses");
    expect(desk.entries.slice(-2).map(({ kind, by }) => [kind, by])).toEqual([
      ["eventOpened", "alarm:webhook"],
      ["alarmRaised", "alarm:webhook"],
    ]);
    expect(desk.orders).toEqual([]);
  });

  test("has the class that the site gives to its way in, and the procedure of that class", () => {
    const desk = drive();
    seen(desk, { class: "lifeSafety" });
    expect(desk.event("301")).toMatchObject({ class: "lifeSafety", procedureId: "medical" });
    expect(whyWords(desk.event("301"), site.classes)).toContain("class of this alarm life safety");
  });

  test("of a sender that the site does not know is an event without a place, urgent unless the site says else", () => {
    const desk = drive();
    seen(desk, { stationId: null, named: "pump-7" });
    const [event] = events(desk);
    expect(event).toMatchObject({ class: "urgent", stationId: null, number: null, name: "pump-7" });
    if (event) expect(whyWords(event, site.classes)).toContain("station not in the site");
    seen(desk, { stationId: null, named: "" });
    expect(events(desk).map(({ name }) => name)).toEqual(["pump-7", "Unknown sender"]);
  });

  test("a fire does not wait behind the low battery of its station: the open event rises, with its sound and its ladder", () => {
    const desk = drive(climbing);
    seen(desk, { id: "battery", text: "Battery low", class: "routine" });
    desk.command({ type: "silence" });
    seen(desk, { id: "fire", text: "Fire", class: "lifeSafety" });
    expect(events(desk)).toHaveLength(1);
    expect(desk.event("301")).toMatchObject({ class: "lifeSafety", acknowledged: false, targetAt: desk.now + 10_000 });
    expect(whyWords(desk.event("301"), climbing.classes)).toContain("class of this alarm life safety");
    expect(planSound(desk.desk, climbing, desk.now).ring?.sound).toBe("threeFast");
    desk.pass(31_000);
    expect(desk.kinds()).toContain("ladderRungReached");
    seen(desk, { id: "battery 2", text: "Battery low", class: "routine" });
    expect(desk.event("301").class).toBe("lifeSafety");
  });

  test("is acknowledged by hand, also when it is life safety: nothing rings that could be answered", () => {
    const desk = drive();
    seen(desk, { class: "lifeSafety" });
    const { id } = desk.event("301");
    expect(desk.command({ type: "answer", eventId: id, holdEqual: false })?.words).toMatch(/\./);
    expect(desk.command({ type: "acknowledge", eventId: id })).toBeNull();
    expect(desk.event("301")).toMatchObject({ acknowledged: true, acknowledgedHow: "byHand", condition: "active" });
    // Whoever has just signed in hears the sound test; nothing else.
    expect(planSound(desk.desk, site, desk.now).ring?.sound ?? "test").toBe("test");
  });

  test("acknowledged and left alone for a minute sounds again", () => {
    const desk = drive();
    seen(desk);
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    desk.pass(61_000);
    expect(desk.event("301")).toMatchObject({ acknowledged: false, stalled: true, condition: "active" });
  });

  test("lets its station be called, and stays active when that call is over", () => {
    const desk = drive();
    seen(desk);
    desk.command({ type: "callBack", eventId: desk.event("301").id });
    const [callId = ""] = Object.keys(desk.desk.calls);
    desk.report({ type: "callEstablished", callId });
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(desk.event("301")).toMatchObject({ acknowledged: true, acknowledgedHow: "calledBack", condition: "active" });
  });

  test("is active until it is told that it is over, and then returned; a close needs an outcome as ever", () => {
    const desk = drive();
    seen(desk);
    const { id } = desk.event("301");
    seen(desk, { kind: "cleared", text: "" });
    expect(desk.event("301")).toMatchObject({ condition: "returned", acknowledged: false });
    expect(eventState(desk.event("301"), []).word).toBe("ALARM OVER");
    expect(planSound(desk.desk, site, desk.now).ring).not.toBeNull();
    expect(desk.command({ type: "close", eventId: id, outcome: "", note: "" })?.code).toBe("outcomeMissing");
    expect(desk.command({ type: "close", eventId: id, outcome: "test", note: "" })).toBeNull();
    expect(events(desk)).toEqual([]);
  });

  test("is no press: the shift's count of presses stays", () => {
    const desk = drive();
    seen(desk);
    seen(desk, { id: "smoke-2" });
    expect(desk.desk.shift.inbound.presses).toBe(0);
  });
});

describe("the same alarm again", () => {
  test("is a duplicate while it lasts", () => {
    const desk = drive();
    seen(desk);
    const entries = desk.entries.length;
    seen(desk, { text: "Smoke, still" });
    expect(desk.entries).toHaveLength(entries);
  });

  test.each([
    ["with another id", { id: "smoke-2" }],
    ["by another way", { source: "mqtt" as const }],
  ])("%s repeats the open event of the station, which sounds again", (_how, more) => {
    const desk = drive();
    seen(desk);
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    seen(desk, more);
    expect(events(desk)).toHaveLength(1);
    expect(desk.event("301")).toMatchObject({ acknowledged: false, condition: "active" });
    expect(desk.event("301").presses).toHaveLength(2);
  });

  test("after it was over is a new one, on the open event", () => {
    const desk = drive();
    seen(desk);
    seen(desk, { kind: "cleared" });
    seen(desk);
    expect(events(desk)).toHaveLength(1);
    expect(desk.event("301")).toMatchObject({ condition: "active" });
    expect(desk.event("301").alarms).toHaveLength(2);
  });

  test("of another station is another alarm", () => {
    const desk = drive();
    seen(desk);
    seen(desk, { stationId: "h2", named: "h2" });
    expect(events(desk)).toHaveLength(2);
  });

  test("after the close opens a new event, unless a broker merely kept it", () => {
    const desk = drive();
    seen(desk, { source: "mqtt" });
    desk.command({ type: "close", eventId: desk.event("301").id, outcome: "test", note: "" });
    seen(desk, { source: "mqtt", kept: true });
    expect(events(desk)).toEqual([]);
    seen(desk, { source: "mqtt", kind: "cleared" });
    seen(desk, { source: "mqtt", kept: true });
    expect(events(desk)).toHaveLength(1);
    desk.command({ type: "close", eventId: desk.event("301").id, outcome: "test", note: "" });
    seen(desk, { source: "mqtt" });
    expect(events(desk)).toHaveLength(1);
  });

  test.each([
    ["life safety by its topic", { class: "lifeSafety" as const, isNamed: false }, 1],
    ["life safety by its station", { stationId: "a1", named: "a1", isNamed: false }, 1],
    ["life safety, with an id of its own", { class: "lifeSafety" as const }, 0],
    ["urgent", { isNamed: false }, 0],
  ])(
    "kept by a broker after the close, %s: it may be a second emergency where nothing tells it from the first",
    (_what, more, opened) => {
      const desk = drive();
      const kept = { source: "mqtt" as const, kept: true, ...more };
      seen(desk, { ...kept, kept: false });
      const [first] = events(desk);
      const eventId = first?.id ?? "";
      desk.command({ type: "acknowledge", eventId });
      expect(desk.command({ type: "close", eventId, outcome: "test", note: "", override: "Nobody there" })).toBeNull();
      seen(desk, kept);
      seen(desk, kept);
      expect(events(desk)).toHaveLength(opened);
      // The end of it is the end of both.
      seen(desk, { ...kept, kind: "cleared", kept: false });
      expect(events(desk).every(({ condition }) => condition === "returned")).toBe(true);
    },
  );

  test("from somebody who only claims to be the station does not fold into its open event", () => {
    const desk = drive();
    seen(desk);
    seen(desk, { source: "message", id: "m2", asserted: false });
    expect(events(desk)).toHaveLength(2);
  });
});

test("a press of the station is a repeat of its alarm's event, can be answered, and the alarm outlives the call", () => {
  const desk = drive();
  seen(desk);
  const callId = desk.talkTo("301");
  expect(events(desk)).toHaveLength(1);
  desk.report({ type: "callEnded", callId, by: "far" });
  expect(desk.event("301").condition).toBe("active");
  seen(desk, { kind: "cleared" });
  expect(desk.event("301").condition).toBe("returned");
});

test("an alarm that is over leaves the event active while its station is on the line", () => {
  const desk = drive();
  seen(desk);
  const callId = desk.talkTo("301");
  seen(desk, { kind: "cleared" });
  expect(desk.event("301").condition).toBe("active");
  desk.report({ type: "callEnded", callId, by: "far" });
  expect(desk.event("301").condition).toBe("returned");
});

test("an end without an id is the end of all alarms of that way at the station, and of no other", () => {
  const desk = drive();
  seen(desk, { source: "message", id: "m1" });
  seen(desk, { source: "message", id: "m2" });
  seen(desk);
  seen(desk, { source: "message", kind: "cleared", id: "" });
  const over = desk.event("301").alarms?.map(({ source, clearedAt }) => [source, clearedAt !== null]);
  expect(over).toEqual([
    ["message", true],
    ["message", true],
    ["webhook", false],
  ]);
  expect(desk.event("301").condition).toBe("active");
});

test("an event remembers a bounded number of alarms, and forgets those first that are over", () => {
  const desk = drive();
  seen(desk, { id: "over" });
  seen(desk, { id: "over", kind: "cleared" });
  for (let i = 0; i < alarmsKept; i += 1) seen(desk, { id: `a${i}` });
  expect(desk.event("301").alarms).toHaveLength(alarmsKept);
  expect(desk.event("301").alarms?.map(({ id }) => id)).not.toContain("over");
});

test("the history says it in a sentence", () => {
  const desk = drive();
  seen(desk);
  seen(desk, { kind: "cleared", text: "" });
  expect(desk.entries.slice(-2).map((entry) => entryWords(entry, site))).toEqual([
    "Alarm by webhook: “Smoke in the lay-by”",
    "Alarm by webhook over",
  ]);
});
