/** Exercises at the real desk: who may begin one and when, and that whatever comes first there ends it in the same decision. */
import { expect, test } from "vitest";
import type { Scenario } from "../../shared/training/scenario.ts";
import { type Drive, drive, site } from "../desk/drive.ts";
import { aScenario } from "./scenarios.ts";

const scenario = aScenario({ id: "one", name: "One press", limitS: 60 });
const needsIntercom: Scenario = { ...scenario, id: "gate", callers: [{ id: "gate", type: "intercom" }] };
const trainingSite = {
  ...site,
  scenarios: [scenario, needsIntercom],
  roles: site.roles.map((role) => (role.id === "dispatcher" ? { ...role, train: true } : role)),
};
const fresh = (signedIn: string | null = "anna"): Drive => drive(trainingSite, signedIn);
const begin = (desk: Drive) => desk.command({ type: "startTraining", scenarioId: "one" });
function begun(): Drive {
  const desk = fresh();
  expect(begin(desk)).toBeNull();
  return desk;
}
const endedBy = (desk: Drive) => {
  const ends = desk.entries.filter((entry) => entry.kind === "trainingEnded");
  expect(ends.length).toBeLessThan(2);
  return ends[0]?.data.reason ?? null;
};

test("an operator whose role trains begins it, and the state says so", () => {
  const desk = begun();
  expect(desk.desk.training).toMatchObject({ scenarioId: "one", name: "One press", by: "operator:anna" });
  expect(begin(desk)).toMatchObject({ code: "badRequest" });
  expect(desk.command({ type: "endTraining" })).toBeNull();
  expect(desk.desk.training).toBeNull();
  expect(endedBy(desk)).toBe("operator");
});

test("nobody else does, and the refusal says who", () => {
  const desk = fresh("ben");
  expect(begin(desk)).toMatchObject({ code: "notPermitted", words: "Not allowed: exercises need a dispatcher." });
  expect(desk.kinds()).toContain("commandRefused");
  expect(begin(fresh(null))).toMatchObject({ code: "notSignedIn" });
});

test("an unknown exercise, and one that this site cannot play, are refused in words", () => {
  const desk = fresh();
  expect(desk.command({ type: "startTraining", scenarioId: "none" })).toMatchObject({ code: "unknownTarget" });
  expect(desk.command({ type: "startTraining", scenarioId: "gate" })?.words).toContain("It needs another intercom");
});

const forbids: Record<string, (desk: Drive) => void> = {
  "an SOS": (desk) => void desk.press("101"),
  "a help point": (desk) => void desk.press("301"),
  "an acknowledged SOS that is not closed": (desk) => {
    const callId = desk.talkTo("101");
    desk.report({ type: "callEnded", callId, by: "far" });
  },
  "a call": (desk) => void desk.command({ type: "call", number: "7002", eventId: null }),
  "a page": (desk) => void desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null }),
  "a deaf desk": (desk) => desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" }),
  "a lost sound page": (desk) =>
    desk.report({ type: "media", status: { up: false, microphone: null, talk: null, ring: null } }),
  "a ring that the operator did not hear": (desk) => void desk.command({ type: "endSoundTest", heard: false }),
  "a ring that is not heard": (desk) =>
    desk.report({ type: "fault", fault: "ringSilent", subject: "", present: true, words: "no device" }),
};

test.each(Object.entries(forbids))("%s forbids an exercise", (_what, make) => {
  const desk = fresh();
  make(desk);
  expect(begin(desk)).toMatchObject({ code: "callInProgress" });
  expect(desk.desk.training).toBeNull();
});

test.each(Object.entries(forbids))("%s ends one that runs, in the same decision", (_what, make) => {
  const desk = begun();
  make(desk);
  expect(desk.desk.training).toBeNull();
  expect(endedBy(desk)).toBe("realEvent");
});

test("a real life-safety event is put beside the end of the exercise, and the sound rings for it", () => {
  const desk = begun();
  desk.press("101");
  const end = desk.entries.find((entry) => entry.kind === "trainingEnded");
  expect(end).toMatchObject({ by: "rule:realFirst", data: { eventId: desk.event("101").id } });
});

test("what can wait does not end it, until it has waited for an operator", () => {
  const desk = begun();
  desk.press("501");
  expect(desk.event("501").class).toBe("assistance");
  desk.report({ type: "bugCaught", where: "here", words: "oops" });
  desk.pass(5_000);
  expect(desk.desk.training).not.toBeNull();
  desk.command({ type: "answer", eventId: desk.event("501").id, holdEqual: false });
  expect(endedBy(desk)).toBe("realEvent");
});

test("an event that could wait ends it as soon as a graver repeat raises it", () => {
  const desk = begun();
  desk.press("501");
  expect(desk.desk.training).not.toBeNull();
  desk.report({
    type: "alarmSeen",
    alarm: {
      source: "webhook",
      kind: "raised",
      id: "fire",
      isNamed: true,
      text: "Fire",
      stationId: "d1",
      named: "d1",
      class: "lifeSafety",
      asserted: true,
      kept: false,
    },
  });
  expect(desk.event("501").class).toBe("lifeSafety");
  expect(endedBy(desk)).toBe("realEvent");
});

test("an SOS that is open again because its close was undone ends it", () => {
  const desk = fresh();
  const callId = desk.talkTo("101");
  desk.report({ type: "callEnded", callId, by: "far" });
  const { id } = desk.event("101");
  desk.command({ type: "close", eventId: id, outcome: "helped", note: "", override: "n" });
  expect(begin(desk)).toBeNull();
  desk.command({ type: "undoClose", eventId: id });
  expect(endedBy(desk)).toBe("realEvent");
});

test("a restarted host has no exercise", () => {
  const desk = begun();
  desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [] });
  expect(endedBy(desk)).toBe("hostRestarted");
  expect(desk.desk.training).toBeNull();
});

test("the sound test of the shift waits until it is over", () => {
  const desk = begun();
  desk.command({ type: "endSoundTest", heard: true });
  const tests = () => desk.kinds().filter((kind) => kind === "soundTestStarted").length;
  const before = tests();
  desk.pass(13 * 3_600_000);
  expect(tests()).toBe(before);
  desk.command({ type: "endTraining" });
  desk.pass(1_000);
  expect(tests()).toBe(before + 1);
});

test("who began it is signed in at the desk of the exercise, and no sound test is asked there", () => {
  const desk = fresh(null);
  desk.report({ type: "exerciseBegan", runId: "t1", scenarioId: "one", name: "One press", operatorId: "anna" });
  expect(desk.desk.signedIn?.operatorId).toBe("anna");
  expect(desk.desk.soundTest).toBeNull();
});

test("only the exercise that runs may say that it is over", () => {
  const desk = begun();
  desk.report({ type: "trainingOver", runId: "another", reason: "done", words: "" });
  expect(desk.desk.training).not.toBeNull();
  desk.report({ type: "trainingOver", runId: desk.desk.training?.runId ?? "", reason: "done", words: "" });
  expect(endedBy(desk)).toBe("done");
});
