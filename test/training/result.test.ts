/** The score of an exercise: each row is a way to do it, and the checks that are met by it. */
import { describe, expect, test } from "vitest";
import { castOf } from "../../shared/training/cast.ts";
import { type Result, resultOf } from "../../shared/training/result.ts";
import type { Expected } from "../../shared/training/scenario.ts";
import { resultLines } from "../../shared/words/training.ts";
import { type Drive, drive, site } from "../desk/drive.ts";
import { aScenario } from "./scenarios.ts";

const expected: readonly Expected[] = [
  { what: "answered", caller: "driver" },
  { what: "steps", caller: "driver" },
  { what: "called", caller: "driver" },
  { what: "paged", caller: "driver" },
  { what: "closed", caller: "driver" },
  { what: "outcome", caller: "driver", outcome: "helped" },
  { what: "floodAcknowledged", withinS: 30 },
];
const scenario = aScenario({ limitS: 600, expected });
const run = {
  runId: "t1",
  operator: "Anna",
  position: "2",
  beganAt: new Date(2026, 0, 2, 3, 4, 5).getTime(),
  lastedMs: 61_000,
  reason: "done" as const,
};

function score(desk: Drive): Result {
  const cast = castOf(scenario, site);
  if ("why" in cast) throw new Error(cast.why);
  return resultOf({ scenario, cast, site }, run, desk.entries);
}
const met = (desk: Drive): string[] => {
  const { checks } = score(desk);
  const names = [...expected.map(({ what }) => what), "order"];
  return names.filter((_, at) => checks[at]?.met);
};

function answer(desk: Drive, number: string, afterMs: number, to = number): string {
  const callId = desk.press(number);
  desk.report({ type: "callTaken", callId });
  desk.pass(afterMs);
  desk.command({ type: "answer", eventId: desk.event(to).id, holdEqual: true });
  desk.report({ type: "callEstablished", callId });
  return callId;
}
function endAndClose(desk: Drive, number: string, callId: string, outcome = "helped", override = ""): void {
  desk.report({ type: "callEnded", callId, by: "far" });
  desk.command({ type: "close", eventId: desk.event(number).id, outcome, note: "", override });
}
function steps(desk: Drive): void {
  const eventId = desk.event("101").id;
  desk.command({ type: "doStep", eventId, step: 0, answer: null });
  desk.command({ type: "doStep", eventId, step: 1, answer: "Yes" });
  desk.command({ type: "doStep", eventId, step: 2, answer: null });
}

const ways: Record<string, { does(desk: Drive): void; met: readonly string[] }> = {
  nothing: { does: () => undefined, met: ["order"] },
  "everything, in time": {
    does(desk) {
      const callId = answer(desk, "101", 4_000);
      steps(desk);
      desk.command({ type: "call", number: "7002", eventId: desk.event("101").id });
      const [patrol = ""] = Object.keys(desk.desk.calls).filter((id) => id !== callId);
      desk.report({ type: "callEnded", callId: patrol, by: "far" });
      desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
      const [leg] = desk.desk.page?.legs ?? [];
      desk.report({ type: "callEstablished", callId: leg?.callId ?? "" });
      desk.command({ type: "stopPage", pageId: desk.desk.page?.id ?? "" });
      endAndClose(desk, "101", callId);
      const other = answer(desk, "301", 1_000);
      endAndClose(desk, "301", other);
    },
    met: ["answered", "steps", "called", "paged", "closed", "outcome", "floodAcknowledged", "order"],
  },
  "answered late, steps left out, closed otherwise": {
    does(desk) {
      const callId = answer(desk, "101", 15_000);
      desk.command({ type: "doStep", eventId: desk.event("101").id, step: 0, answer: null });
      endAndClose(desk, "101", callId, "test", "had to go");
    },
    met: ["closed", "order"],
  },
  "the caller gives up, and is called back in time": {
    does(desk) {
      const callId = desk.press("101");
      desk.report({ type: "callCancelled", callId, elsewhere: false });
      desk.pass(3_000);
      desk.command({ type: "callBack", eventId: desk.event("101").id });
      const [back = ""] = Object.keys(desk.desk.calls);
      desk.report({ type: "callEstablished", callId: back });
    },
    met: ["answered", "order"],
  },
  "the lower class first, while the SOS rings": {
    does(desk) {
      const sos = desk.press("101");
      desk.report({ type: "callTaken", callId: sos });
      const lower = answer(desk, "301", 500);
      desk.report({ type: "callEnded", callId: lower, by: "far" });
      desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: true });
      desk.report({ type: "callEstablished", callId: sos });
    },
    met: ["answered", "floodAcknowledged"],
  },
  "one of the others too late": {
    does(desk) {
      answer(desk, "301", 31_000);
    },
    met: ["order"],
  },
};

describe.each(Object.entries(ways))("%s", (_name, { does, met: wanted }) => {
  test(`meets ${wanted.length === 0 ? "nothing" : wanted.join(", ")}`, () => {
    const desk = drive();
    does(desk);
    expect(met(desk)).toEqual(wanted);
    const { met: count, asked } = score(desk);
    expect([count, asked]).toEqual([wanted.length, expected.length + 1]);
  });
});

test("the facts of each event are measured: wait, steps missed, mandatory ones overridden, outcome", () => {
  const desk = drive();
  ways["answered late, steps left out, closed otherwise"]?.does(desk);
  const [event] = score(desk).events;
  expect(event).toMatchObject({
    name: "Station a1",
    class: "lifeSafety",
    waitMs: 15_000,
    targetMs: 10_000,
    how: "answered",
    abandoned: false,
    missed: ["Is anyone injured?", "Call the patrol"],
    overridden: ["Is anyone injured?"],
    overrideReason: "had to go",
  });
  expect(resultLines(score(desk))).toContain(
    "    closed with mandatory steps open: Is anyone injured?, reason: had to go",
  );
  expect(score(desk).checks[0]?.words).toBe("Station a1 answered in time (15.0 s, target 10 s)");
});

test("the result as text names the score, each check, and that nothing of it was real", () => {
  const desk = drive();
  ways["the lower class first, while the SOS rings"]?.does(desk);
  const lines = resultLines(score(desk));
  expect(lines[0]).toBe("Exercise: Own");
  expect(lines[2]).toBe("Begun: 2 Jan 2026 03:04:05, lasted 1 min, everything happened and was closed");
  expect(lines).toContain("Score: 2 of 8 checks met");
  expect(lines).toContain("Wrong order: Station h1 was answered while Station a1 waited");
  expect(lines.at(-1)).toBe("Measured by the console in an exercise. Nothing of it was real.");
});
