/** Answering by itself (rules.md): one sentence for each way in which it is, or is not, done. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import type { ClassName, Site } from "../../shared/site/site.ts";
import { type Drive, site as deskSite, drive } from "./drive.ts";

const answering = (...names: ClassName[]): Site => {
  const classes = { ...deskSite.classes };
  for (const name of names) classes[name] = { ...classes[name], autoAnswer: true };
  return { ...deskSite, classes };
};

/** An idle desk in sight of somebody, which answers these classes by itself. */
function idleDesk({ on = ["urgent"] as ClassName[], signedIn = "anna" as string | null } = {}): Drive {
  const desk = drive(answering(...on), signedIn);
  desk.operator = { idle: true, attended: true };
  return desk;
}
function taken(desk: Drive, number: string): string {
  const callId = desk.press(number);
  desk.report({ type: "callTaken", callId });
  return callId;
}
const attend = (desk: Drive, idle: boolean, attended = true): void => {
  desk.operator = { idle, attended };
  desk.report({ type: "attendanceChanged" });
};
const vetoes = (desk: Drive) =>
  desk.entries.flatMap((entry) => (entry.kind === "autoAnswerVetoed" ? [entry.data.because] : []));
const isAnswered = (desk: Drive): boolean => desk.orders.some((order) => order.type === "answerCall");

describe("a caller for whom nobody vouches", () => {
  test.each([
    ["claims to be a station", "301", { assertedNumber: null }],
    ["is no station and claims an emergency", "999", { priority: "emergency" }],
  ] as const)("%s: no microphone opens to him by itself", (_who, number, said) => {
    const desk = idleDesk();
    const callId = desk.press(number, said);
    desk.report({ type: "callTaken", callId });
    expect(desk.event(number).class).toBe("urgent");
    desk.pass(10_000);
    expect(isAnswered(desk)).toBe(false);
    expect(desk.desk.autoAnswer ?? null).toBeNull();
  });

  test("whose message can be read as another's is not answered, though it was announced", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.report({ type: "identityDiffers", callId, readAs: "999" });
    desk.pass(10_000);
    expect(vetoes(desk)).toEqual(["unverified"]);
    expect(isAnswered(desk)).toBe(false);
  });
});

describe("an idle desk", () => {
  test("announces the answer, sounds it, and answers after 3 s by its rule", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    const { id } = desk.event("301");
    expect(desk.desk.autoAnswer).toEqual({ eventId: id, callId, dueAt: desk.now + 3_000 });
    expect(planSound(desk.desk, deskSite, desk.now).announces).toBe(true);
    desk.pass(2_750);
    expect(isAnswered(desk)).toBe(false);
    desk.pass(250);
    expect(desk.orders).toEqual([{ type: "answerCall", callId }]);
    expect(desk.call(callId)).toMatchObject({ state: "answering", handledBy: "rule:autoAnswer" });
    expect(planSound(desk.desk, deskSite, desk.now)).not.toHaveProperty("announces");
    expect(desk.kinds().slice(-2)).toEqual(["autoAnswerAnnounced", "answerRequested"]);
  });

  test("passes over what a shelf keeps quiet, and answers what rings beside it", () => {
    const desk = idleDesk();
    desk.operator = { idle: false, attended: true };
    desk.command({
      type: "shelve",
      of: { kind: "station", id: "h1" },
      reason: "stuck key",
      forMs: 900_000,
      approvedBy: null,
    });
    attend(desk, true);
    taken(desk, "301");
    expect(desk.desk.autoAnswer ?? null).toBeNull();
    const callId = taken(desk, "302");
    expect(desk.desk.autoAnswer).toMatchObject({ callId });
  });

  test("opens the microphone, and does not take the event for answered until somebody touches the desk", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.pass(3_000);
    desk.report({ type: "callEstablished", callId });
    expect(planSound(desk.desk, deskSite, desk.now).legs[callId]).toMatchObject({ microphone: true, speaker: true });
    expect(desk.event("301")).toMatchObject({ acknowledged: false, firstAnsweredAt: null });
    expect(planSound(desk.desk, deskSite, desk.now).ring).not.toBeNull();
    expect(desk.desk.shift.inbound.answered).toBe(0);
    desk.pass(20_000);
    attend(desk, false);
    expect(desk.event("301")).toMatchObject({
      acknowledged: true,
      acknowledgedBy: "operator:anna",
      firstAnsweredAt: desk.now,
    });
    expect(desk.call(callId).handledBy).toBe("operator:anna");
    // 23 s of a target of 15 s: the rule's answer is not counted, the hand is.
    expect(desk.desk.shift.inbound).toMatchObject({ answered: 1, inTarget: 0, longestWaitMs: 23_000 });
    expect(planSound(desk.desk, deskSite, desk.now).ring).toBeNull();
    attend(desk, true);
    attend(desk, false);
    expect(desk.kinds().filter((kind) => kind === "autoAnswerTaken")).toHaveLength(1);
  });

  test("with nobody there leaves the event unacknowledged when the caller hangs up", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.pass(3_000);
    desk.report({ type: "callEstablished", callId });
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(desk.event("301")).toMatchObject({ condition: "returned", acknowledged: false, firstAnsweredAt: null });
    expect(planSound(desk.desk, deskSite, desk.now).ring).not.toBeNull();
  });

  test("that becomes idle while it rings, answers then", () => {
    const desk = idleDesk();
    attend(desk, false);
    taken(desk, "301");
    expect(desk.desk.autoAnswer ?? null).toBeNull();
    attend(desk, true);
    desk.pass(3_000);
    expect(isAnswered(desk)).toBe(true);
  });
});

describe("it is not done", () => {
  test.each<[string, (desk: Drive) => void]>([
    ["while somebody uses a key or a pointer", (desk) => attend(desk, false)],
    ["while no window is in sight", (desk) => attend(desk, true, false)],
    ["where the host says nothing of who is there", (desk) => Object.assign(desk, { operator: null })],
    ["while a call is up", (desk) => void desk.talkTo("101")],
    ["while a caller is held", (desk) => void desk.command({ type: "hold", callId: desk.talkTo("101") })],
    ["while one is dialled", (desk) => void desk.command({ type: "call", number: "7002", eventId: null })],
    [
      "while a page is opened",
      (desk) => void desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null }),
    ],
    [
      "without a microphone",
      (desk) => desk.report({ type: "media", status: { up: true, microphone: null, talk: "T", ring: "R" } }),
    ],
    [
      "without a sound page",
      (desk) => desk.report({ type: "media", status: { up: false, microphone: null, talk: null, ring: null } }),
    ],
    [
      "where the announcement would not be heard",
      (desk) => desk.report({ type: "fault", fault: "ringSilent", subject: "", present: true, words: "no device" }),
    ],
    [
      "where the last sound test was not heard",
      (desk) => {
        desk.command({ type: "startSoundTest" });
        desk.command({ type: "endSoundTest", heard: false });
      },
    ],
    ["while a graver event rings that is not to be answered so", (desk) => void taken(desk, "101")],
  ])("%s", (_what, first) => {
    const desk = idleDesk();
    first(desk);
    desk.orders.length = 0;
    taken(desk, "301");
    desk.pass(4_000);
    expect(isAnswered(desk)).toBe(false);
  });

  test("with nobody signed in, nor with somebody who may not answer", () => {
    for (const signedIn of [null, "eve"]) {
      const desk = idleDesk({ signedIn });
      taken(desk, "301");
      desk.pass(20_000);
      expect(isAnswered(desk)).toBe(false);
    }
  });

  test("for a class that the site does not name, which is every class by default", () => {
    for (const of of [deskSite, answering("assistance")]) {
      const desk = drive(of);
      desk.operator = { idle: true, attended: true };
      taken(desk, "301");
      desk.pass(20_000);
      expect(isAnswered(desk)).toBe(false);
    }
  });

  test("before the call can be answered", () => {
    const desk = idleDesk();
    const callId = desk.press("301");
    expect(desk.desk.autoAnswer ?? null).toBeNull();
    desk.report({ type: "callNotTaken", callId, why: "grammar" });
    desk.pass(10_000);
    expect(isAnswered(desk)).toBe(false);
  });
});

describe("within the 3 s", () => {
  test.each<[string, (desk: Drive, callId: string) => void, string]>([
    ["Esc stops it", (desk) => void desk.command({ type: "vetoAutoAnswer" }), "operator"],
    ["any key or pointer stops it", (desk) => attend(desk, false), "active"],
    ["a command stops it", (desk) => void desk.command({ type: "silence" }), "active"],
    ["the last window out of sight stops it", (desk) => attend(desk, true, false), "nobody"],
    [
      "the microphone's loss stops it",
      (desk) => desk.report({ type: "media", status: { up: true, microphone: null, talk: "T", ring: "R" } }),
      "noSound",
    ],
    [
      "the caller's going stops it",
      (desk, callId) => desk.report({ type: "callCancelled", callId, elsewhere: false }),
      "gone",
    ],
    ["a graver press stops it", (desk) => void taken(desk, "101"), "graver"],
  ])("%s", (_what, stop, because) => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.pass(1_000);
    stop(desk, callId);
    expect(vetoes(desk)).toEqual([because]);
    expect(desk.desk.autoAnswer).toBeNull();
    desk.pass(2_000);
    expect(isAnswered(desk)).toBe(false);
  });

  test("an answer by hand is nobody's veto", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
    desk.report({ type: "callEstablished", callId });
    expect(vetoes(desk)).toEqual([]);
    expect(desk.event("301")).toMatchObject({ acknowledged: true, acknowledgedBy: "operator:anna" });
  });

  test("once somebody did not want it, it is not asked again before the next press", () => {
    const desk = idleDesk();
    taken(desk, "301");
    desk.command({ type: "vetoAutoAnswer" });
    attend(desk, false);
    attend(desk, true);
    desk.pass(20_000);
    expect(isAnswered(desk)).toBe(false);
    taken(desk, "301");
    desk.pass(3_000);
    expect(isAnswered(desk)).toBe(true);
  });

  test("of two presses the first is answered, and the second rings on", () => {
    const desk = idleDesk();
    const first = taken(desk, "301");
    desk.pass(1_000);
    const second = taken(desk, "302");
    desk.pass(2_000);
    desk.report({ type: "callEstablished", callId: first });
    desk.pass(10_000);
    expect(desk.orders.filter(({ type }) => type === "answerCall")).toEqual([{ type: "answerCall", callId: first }]);
    expect(desk.call(second).state).toBe("offered");
  });

  test("a graver press that may be answered so takes its place, with 3 s of its own", () => {
    const desk = idleDesk({ on: ["urgent", "lifeSafety"] });
    taken(desk, "301");
    desk.pass(2_000);
    const sos = taken(desk, "101");
    expect(vetoes(desk)).toEqual(["graver"]);
    expect(desk.desk.autoAnswer).toMatchObject({ callId: sos, dueAt: desk.now + 3_000 });
    desk.pass(3_000);
    expect(desk.orders).toEqual([{ type: "answerCall", callId: sos }]);
  });

  test("a restart of the host forgets it", () => {
    const desk = idleDesk();
    const callId = taken(desk, "301");
    desk.operator = null;
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] });
    expect(desk.desk.autoAnswer).toBeNull();
    desk.pass(10_000);
    expect(isAnswered(desk)).toBe(false);
  });
});

test("a restart is nobody's touch: a call that was answered by itself stays untaken in an empty room", () => {
  const desk = idleDesk();
  const callId = taken(desk, "301");
  desk.pass(3_000);
  desk.report({ type: "callEstablished", callId });
  desk.operator = { idle: false, attended: true, untouched: true };
  desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] });
  desk.report({ type: "attendanceChanged" });
  expect(desk.event("301").acknowledged).toBe(false);
  attend(desk, false);
  expect(desk.event("301").acknowledged).toBe(true);
});
