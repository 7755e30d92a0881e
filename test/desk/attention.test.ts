/** What still wants somebody: no call to others, no press that was given up, and no claimed name takes it out of sight. */
import { describe, expect, test } from "vitest";
import { queueOf } from "../../renderer/console/queue/order.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { smoke } from "../alarm/smoke.ts";
import { climbing, type Drive, drive, site } from "./drive.ts";

const strip = ({ desk }: Drive): string | null => queueOf(desk).first?.event.number ?? null;
const ring = (desk: Drive) => planSound(desk.desk, site, desk.now).ring;
const openOf = ({ desk }: Drive, number: string) => Object.values(desk.events).filter((one) => one.number === number);

const fire = smoke({ class: "lifeSafety" });

describe("the strip goes on naming an event that rings", () => {
  test("while a patrol is called for it, and while the patrol talks", () => {
    const desk = drive();
    desk.press("101");
    const { id } = desk.event("101");
    desk.command({ type: "call", number: "7002", eventId: id });
    expect(strip(desk)).toBe("101");
    const patrol = Object.values(desk.desk.calls).find(({ number }) => number === "7002");
    desk.report({ type: "callAlerting", callId: patrol?.id ?? "" });
    expect(strip(desk)).toBe("101");
    desk.report({ type: "callEstablished", callId: patrol?.id ?? "" });
    expect(strip(desk)).toBe("101");
  });

  test("while a call-out list runs for it", () => {
    const desk = drive();
    desk.press("101");
    desk.command({ type: "startCallOut", listId: "first", eventId: desk.event("101").id });
    expect(strip(desk)).toBe("101");
  });

  test("also when the caller has gone and only the patrol talks", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.command({ type: "call", number: "7002", eventId: desk.event("101").id });
    const patrol = Object.values(desk.desk.calls).find(({ number }) => number === "7002");
    desk.report({ type: "callEstablished", callId: patrol?.id ?? "" });
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    expect(strip(desk)).toBe("101");
    expect(ring(desk)).not.toBeNull();
  });

  test("while a fire is told of a station whose caller is talking", () => {
    const desk = drive();
    desk.talkTo("301");
    expect(strip(desk)).toBeNull();
    desk.report({ type: "alarmSeen", alarm: fire });
    expect(strip(desk)).toBe("301");
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    expect(strip(desk)).toBeNull();
  });
});

describe("a press while one talks with its caller", () => {
  test("that is given up leaves nothing to answer: the caller is answered still", () => {
    const desk = drive(climbing);
    desk.talkTo("101");
    const again = desk.press("101");
    expect(strip(desk)).toBe("101");
    desk.report({ type: "callCancelled", callId: again, elsewhere: false });
    expect(desk.event("101")).toMatchObject({ acknowledged: true, acknowledgedBy: "operator:anna" });
    expect(strip(desk)).toBeNull();
    expect(ring(desk)).toBeNull();
    desk.pass(120_000);
    expect(desk.kinds()).not.toContain("ladderCalled");
  });

  test.each(["callEnded", "callFailed", "callNotTaken"] as const)("that goes by %s too", (how) => {
    const desk = drive();
    desk.talkTo("101");
    const callId = desk.press("101");
    if (how === "callEnded") desk.report({ type: how, callId, by: "far" });
    else if (how === "callNotTaken") desk.report({ type: how, callId, why: "grammar" });
    else desk.report({ type: how, callId, reason: { kind: "failed", code: null, text: "no" } });
    expect(desk.event("101").acknowledged).toBe(true);
  });

  test("goes on while another press of it rings, and while a fire lasts", () => {
    const desk = drive();
    desk.talkTo("301");
    const second = desk.press("301");
    const third = desk.press("301");
    desk.report({ type: "callCancelled", callId: second, elsewhere: false });
    expect(desk.event("301").acknowledged).toBe(false);
    desk.report({ type: "alarmSeen", alarm: fire });
    desk.report({ type: "callCancelled", callId: third, elsewhere: false });
    expect(desk.event("301").acknowledged).toBe(false);
  });

  test("with the caller on hold it goes on sounding: he asks for somebody", () => {
    const desk = drive();
    const callId = desk.talkTo("101");
    desk.command({ type: "hold", callId });
    desk.report({ type: "callCancelled", callId: desk.press("101"), elsewhere: false });
    expect(desk.event("101").acknowledged).toBe(false);
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    expect(desk.call(callId).state).toBe("talking");
    expect(desk.event("101").acknowledged, "taken off hold, he is answered").toBe(true);
  });
});

describe("answered at another desk", () => {
  test("does not silence a fire of that station", () => {
    const desk = drive();
    const callId = desk.press("301");
    desk.report({ type: "alarmSeen", alarm: fire });
    desk.report({ type: "callCancelled", callId, elsewhere: true });
    expect(desk.event("301")).toMatchObject({ acknowledged: false, condition: "active" });
    expect(strip(desk)).toBe("301");
    expect(ring(desk)?.sound).toBe("threeFast");
  });

  test("acknowledges also while a patrol is on the line here", () => {
    const desk = drive();
    const callId = desk.press("301");
    desk.command({ type: "call", number: "7002", eventId: desk.event("301").id });
    desk.report({ type: "callCancelled", callId, elsewhere: true });
    expect(desk.event("301").acknowledgedHow).toBe("answeredElsewhere");
  });
});

describe("a claimed name", () => {
  test("takes no true press into its event: the true one opens its own, and later ones join that", () => {
    const desk = drive();
    desk.press("101", { assertedNumber: null });
    desk.press("101");
    expect(openOf(desk, "101").map(({ trust }) => trust)).toEqual(["claimed", "asserted"]);
    desk.press("101");
    expect(openOf(desk, "101").map(({ presses }) => presses.length)).toEqual([1, 2]);
    desk.report({ type: "alarmSeen", alarm: { ...fire, stationId: "a1" } });
    expect(openOf(desk, "101").map(({ alarms = [] }) => alarms.length)).toEqual([0, 1]);
  });

  test("an event whose caller was read in two ways still takes the presses of its station", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "identityDiffers", callId, readAs: "999" });
    desk.press("101");
    expect(openOf(desk, "101")).toHaveLength(1);
  });
});

describe("undo of a close", () => {
  test("is refused once the station has pressed again: one station has one open event", () => {
    const desk = drive();
    const callId = desk.press("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const { id } = desk.event("301");
    desk.command({ type: "close", eventId: id, outcome: "helped", note: "" });
    desk.press("301");
    expect(desk.command({ type: "undoClose", eventId: id })).toMatchObject({
      code: "tooLate",
      words: "Station h1 has pressed again: that is a new event. The closed one stays in the history.",
    });
    expect(openOf(desk, "301")).toHaveLength(1);
  });

  test("goes on with the wait that it interrupted, and begins none", () => {
    const desk = drive();
    const callId = desk.press("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const before = desk.event("301");
    desk.command({ type: "close", eventId: before.id, outcome: "helped", note: "" });
    desk.command({ type: "undoClose", eventId: before.id });
    desk.pass(61_000);
    expect(desk.event("301")).toMatchObject({ waitingSince: before.waitingSince, stalled: false });
  });
});

test("acknowledged by hand while it rings, and not answered: it sounds again", () => {
  const desk = drive();
  desk.press("301");
  desk.command({ type: "acknowledge", eventId: desk.event("301").id });
  expect(ring(desk)).toBeNull();
  desk.pass(61_000);
  expect(desk.event("301")).toMatchObject({ acknowledged: false, stalled: true });
  expect(ring(desk)).not.toBeNull();
});

test("acknowledged by hand while it rings, then answered: nothing is left to sound", () => {
  const desk = drive();
  const callId = desk.press("301");
  desk.report({ type: "callTaken", callId });
  desk.command({ type: "acknowledge", eventId: desk.event("301").id });
  desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
  desk.report({ type: "callEstablished", callId });
  desk.pass(120_000);
  expect(desk.event("301").acknowledged).toBe(true);
});

test("a graver press of a station on a shelf begins its ladder anew: nobody is called before his time", () => {
  const desk = drive(climbing);
  desk.press("301");
  desk.command({
    type: "shelve",
    of: { kind: "event", id: desk.event("301").id },
    reason: "stuck key",
    forMs: 900_000,
    approvedBy: null,
  });
  desk.pass(100_000);
  desk.press("301", { priority: "emergency" });
  const heardAt = desk.now;
  desk.pass(44_000);
  expect(desk.kinds()).not.toContain("ladderRungReached");
  desk.pass(2_000);
  const reached = desk.entries.find(({ kind }) => kind === "ladderRungReached");
  expect(reached?.at).toBe(heardAt + 45_000);
});

test.each(["callLost", "callerBack"])("F2 does not silence a life that is told of anew (%s)", (because) => {
  const desk = drive();
  const callId = desk.talkTo("101");
  desk.press("301");
  desk.command({ type: "silence" });
  expect(ring(desk)).toBeNull();
  if (because === "callLost") {
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
  } else {
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.report({ type: "media", status: { up: true, microphone: "H", talk: "H", ring: "S" } });
    desk.report({ type: "callHealed", callId });
  }
  expect(desk.kinds()).toContain("eventSoundedAgain");
  expect(desk.desk.silencedUntil).toBeNull();
});

describe("callers for whom nobody vouches", () => {
  const presses = (desk: Drive, count: number, number: (i: number) => string): void => {
    for (let i = 0; i < count; i += 1) desk.press(number(i), { assertedNumber: null, displayName: `Caller ${i}` });
  };

  test("have an event each; from the twenty-first of one number on they add to its newest", () => {
    const desk = drive();
    presses(desk, 30, () => "999");
    const open = openOf(desk, "999");
    expect(open).toHaveLength(20);
    expect(open.at(-1)?.presses).toHaveLength(11);
    expect(open.at(-1)?.callIds).toHaveLength(11);
    // Closed, there is room for one more.
    expect(desk.kinds().filter((kind) => kind === "callOffered")).toHaveLength(30);
  });

  test("of ever new numbers fill the desk to a bound, and each is told of", () => {
    const desk = drive();
    presses(desk, 700, (i) => String(20_000 + i));
    expect(Object.keys(desk.desk.events)).toHaveLength(500);
    expect(desk.kinds().filter((kind) => kind === "eventOpened" || kind === "eventRepeated")).toHaveLength(700);
    // Whoever is known is not kept out by them.
    desk.press("101");
    expect(desk.event("101").trust).toBe("asserted");
  });

  test("do not join the event of a graver claim, nor lower one", () => {
    const desk = drive();
    presses(desk, 25, () => "999");
    desk.press("999", { assertedNumber: null, priority: "emergency" });
    const newest = openOf(desk, "999").at(-1);
    expect(newest?.emergencyClaimed).toBe(true);
  });
});
