/** What still wants somebody: no call to others, no press that was given up, and no claimed name takes it out of sight. */

import { describe, expect, test } from "vitest";
import { queueOf } from "../../renderer/console/queue/order.ts";
import { callsOf } from "../../shared/call/live.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { eventState } from "../../shared/words/states.ts";
import { smoke } from "../alarm/smoke.ts";
import { climbing, type Drive, drive, site } from "./drive.ts";

const strip = ({ desk }: Drive): string | null => queueOf(desk).first?.event.number ?? null;
const ring = (desk: Drive) => planSound(desk.desk, site, desk.now).ring;
/** Somebody talks with the caller, and hears him. */
function hearing(desk: Drive, number: string): string {
  const callId = desk.talkTo(number);
  desk.report({ type: "callSound", callId, in: true, out: true });
  return callId;
}
const openOf = ({ desk }: Drive, number: string) => Object.values(desk.events).filter((one) => one.number === number);

const fire = smoke({ class: "lifeSafety" });

const word = ({ desk }: Drive, number: string): string => {
  const [event] = Object.values(desk.events).filter((one) => one.number === number);
  return event ? eventState(event, callsOf(desk, event)).word : "no event";
};

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
    hearing(desk, "101");
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
    hearing(desk, "101");
    const callId = desk.press("101");
    if (how === "callEnded") desk.report({ type: how, callId, by: "far" });
    else if (how === "callNotTaken") desk.report({ type: how, callId, why: "grammar" });
    else desk.report({ type: how, callId, reason: { kind: "failed", code: null, text: "no" } });
    expect(desk.event("101").acknowledged).toBe(true);
  });

  test("goes on while another press of it rings, and while a fire lasts", () => {
    const desk = drive();
    hearing(desk, "301");
    const second = desk.press("301");
    const third = desk.press("301");
    desk.report({ type: "callCancelled", callId: second, elsewhere: false });
    expect(desk.event("301").acknowledged).toBe(false);
    desk.report({ type: "alarmSeen", alarm: fire });
    desk.report({ type: "callCancelled", callId: third, elsewhere: false });
    expect(desk.event("301").acknowledged).toBe(false);
  });

  test("goes on while the caller is not heard: his press may be the only thing that works", () => {
    const desk = drive();
    const callId = hearing(desk, "101");
    desk.report({ type: "callSound", callId, in: false, out: true });
    desk.report({ type: "callNotTaken", callId: desk.press("101"), why: "grammar" });
    expect(desk.event("101").acknowledged).toBe(false);
    expect(strip(desk)).toBe("101");
  });

  test("with the caller on hold it goes on sounding: he asks for somebody", () => {
    const desk = drive();
    const callId = hearing(desk, "101");
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

describe("a fire at a station whose caller is on the line", () => {
  test("is what the card says, until somebody has seen it", () => {
    const desk = drive();
    hearing(desk, "301");
    desk.report({ type: "alarmSeen", alarm: fire });
    expect(word(desk, "301")).toBe("ALARM");
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    expect(word(desk, "301")).toBe("TALKING");
  });

  test("is not acknowledged by going back to a caller who was held", () => {
    const desk = drive();
    const callId = hearing(desk, "301");
    desk.command({ type: "hold", callId });
    desk.report({ type: "alarmSeen", alarm: fire });
    desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
    expect(desk.call(callId).state).toBe("talking");
    expect(desk.event("301").acknowledged).toBe(false);
    expect(ring(desk)).not.toBeNull();
  });

  test("once seen, and still there, keeps no later press from being over", () => {
    const desk = drive();
    desk.report({ type: "alarmSeen", alarm: fire });
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    desk.report({ type: "callCancelled", callId: desk.press("301"), elsewhere: true });
    expect(desk.event("301")).toMatchObject({ acknowledged: true, condition: "active" });
    hearing(desk, "301");
    desk.report({ type: "callCancelled", callId: desk.press("301"), elsewhere: false });
    expect(desk.event("301").acknowledged).toBe(true);
    desk.report({ type: "alarmSeen", alarm: { ...fire, id: "smoke-2" } });
    expect(desk.event("301").acknowledged, "a second one is news").toBe(false);
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
      words: "Station h1 has another open event already. The closed one stays in the history.",
    });
    expect(openOf(desk, "301")).toHaveLength(1);
  });

  test("is not refused for what a claimed event of the same station was", () => {
    const desk = drive();
    desk.press("301");
    const callId = desk.press("301", { assertedNumber: null });
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const claimed = openOf(desk, "301").find(({ trust }) => trust === "claimed");
    desk.command({ type: "close", eventId: claimed?.id ?? "", outcome: "helped", note: "" });
    expect(desk.command({ type: "undoClose", eventId: claimed?.id ?? "" })).toBeNull();
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

test.each(["before", "after"])("and so it does with a patrol called %s that, once the patrol is gone", (when) => {
  const desk = drive(climbing);
  desk.press("301");
  const { id } = desk.event("301");
  const acknowledge = () => desk.command({ type: "acknowledge", eventId: id });
  if (when === "after") acknowledge();
  desk.command({ type: "call", number: "7002", eventId: id });
  const patrol = Object.values(desk.desk.calls).find(({ number }) => number === "7002")?.id ?? "";
  desk.report({ type: "callEstablished", callId: patrol });
  if (when === "before") acknowledge();
  desk.report({ type: "callEnded", callId: patrol, by: "far" });
  expect(ring(desk)).toBeNull();
  desk.pass(61_000);
  expect(desk.event("301")).toMatchObject({ acknowledged: false, stalled: true });
});

test("a minute that ends while the answer is under way is over", () => {
  const desk = drive();
  const callId = desk.press("301");
  desk.report({ type: "callTaken", callId });
  desk.command({ type: "acknowledge", eventId: desk.event("301").id });
  desk.pass(58_000);
  desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
  desk.pass(3_000);
  expect(desk.kinds()).not.toContain("eventSoundedAgain");
  // Not confirmed in time: he is asked for again.
  desk.pass(70_000);
  expect(desk.kinds()).toContain("eventSoundedAgain");
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
