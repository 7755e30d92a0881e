/** An event keeps the procedure that it was opened with (I22), whatever the site file says when it is loaded again meanwhile. */
import { expect, test } from "vitest";
import type { EntryData } from "../../shared/desk/entries.ts";
import { openMandatorySteps, procedureOf } from "../../shared/priority/procedure.ts";
import { whomToCall } from "../../shared/priority/whomToCall.ts";
import type { ProcedureStep, Site } from "../../shared/site/site.ts";
import { castOf } from "../../shared/training/cast.ts";
import { resultOf } from "../../shared/training/result.ts";
import { smoke } from "../alarm/smoke.ts";
import { aScenario } from "../training/scenarios.ts";
import { type Drive, drive, site } from "./drive.ts";

const withSteps = (steps: readonly ProcedureStep[]): Site => ({
  ...site,
  hash: "edited",
  procedures: site.procedures.map((one) => ({ ...one, name: "Edited", steps })),
});
const steps = site.procedures[0]?.steps ?? [];
const gate: ProcedureStep = { kind: "do", words: "Close the tunnel", mandatory: true };
/** Each as an administrator might save it while an SOS is open. */
const edits: Record<string, Site> = {
  "a step before the others": withSteps([gate, ...steps]),
  "another order": withSteps(steps.toReversed()),
  "fewer steps": withSteps(steps.slice(0, 1)),
  "no procedure at all": { ...site, hash: "edited", procedures: [] },
};

/** An SOS whose caller has gone; its mandatory question is step 1. */
function sosGone(): { desk: Drive; eventId: string } {
  const desk = drive();
  const callId = desk.press("101");
  desk.report({ type: "callCancelled", callId, elsewhere: false });
  return { desk, eventId: desk.event("101").id };
}

test.each(Object.entries(edits))("%s: ticks stay with their steps, and what must be done is done", (_what, edited) => {
  const { desk, eventId } = sosGone();
  expect(desk.command({ type: "doStep", eventId, step: 1, answer: "Yes" })).toBeNull();
  desk.load(edited);
  expect(procedureOf(edited, desk.event("101"))).toEqual({ name: "Medical", steps });
  expect(desk.command({ type: "doStep", eventId, step: 2, answer: null })).toBeNull();
  expect(desk.command({ type: "doStep", eventId, step: 3, answer: null })?.code).toBe("badRequest");
  expect(desk.command({ type: "close", eventId, outcome: "helped", note: "" })).toBeNull();
});

test.each(Object.entries(edits))("%s: what must be done still must, and is asked as it was", (_what, edited) => {
  const { desk, eventId } = sosGone();
  desk.command({ type: "doStep", eventId, step: 0, answer: null });
  desk.load(edited);
  expect(openMandatorySteps(edited, desk.event("101"))).toEqual([steps[1]]);
  expect(desk.command({ type: "close", eventId, outcome: "helped", note: "" })?.words).toContain(
    "“Is anyone injured?”",
  );
  expect(desk.command({ type: "doStep", eventId, step: 1, answer: "Perhaps" })?.code).toBe("badRequest");
});

test("whom it says to call is called, and the score of an exercise counts its steps", () => {
  const { desk, eventId } = sosGone();
  desk.load(withSteps([{ kind: "call", words: "Call another", mandatory: true, number: "0444" }]));
  const edited = withSteps([{ kind: "call", words: "Call another", mandatory: true, number: "0444" }]);
  const numbers = whomToCall(edited, desk.event("101")).flatMap((one) =>
    one.kind === "number" && one.because === "procedure" ? [one.number] : [],
  );
  expect(numbers).toEqual(["7002"]);
  desk.command({ type: "doStep", eventId, step: 0, answer: null });
  const scenario = aScenario({ expected: [{ what: "steps", caller: "driver" }] });
  const cast = castOf(scenario, edited);
  if ("why" in cast) throw new Error(cast.why);
  const run = { runId: "t1", operator: "Anna", position: "1", beganAt: 0, lastedMs: 1, reason: "done" as const };
  const [event] = resultOf({ scenario, cast, site: edited }, run, desk.entries).events;
  expect(event?.missed).toEqual(["Is anyone injured?", "Call the patrol"]);
});

test("the next event of that station has the procedure as it is then; a repeat keeps its event's", () => {
  const { desk, eventId } = sosGone();
  const edited = withSteps([gate]);
  desk.load(edited);
  const again = desk.press("101");
  expect(desk.event("101").id).toBe(eventId);
  expect(procedureOf(edited, desk.event("101"))?.steps).toEqual(steps);
  desk.report({ type: "callCancelled", callId: again, elsewhere: false });
  desk.command({ type: "close", eventId, outcome: "test", note: "", override: "a test" });
  desk.press("101");
  expect(procedureOf(edited, desk.event("101"))).toEqual({ name: "Edited", steps: [gate] });
});

test("an alarm's event keeps its procedure, too; one without a procedure has none", () => {
  const desk = drive();
  desk.report({ type: "alarmSeen", alarm: smoke({ stationId: "a1", named: "a1" }) });
  desk.press("301");
  const edited = withSteps([gate]);
  desk.load(edited);
  expect(procedureOf(edited, desk.event("101"))?.steps).toEqual(steps);
  expect(procedureOf(edited, desk.event("301"))).toBeNull();
});

test("an event of an old journal, which kept no procedure, goes by the site's of that id", () => {
  const desk = drive();
  const data: EntryData["eventOpened"] = {
    eventId: "old",
    class: "lifeSafety",
    why: [],
    stationId: "a1",
    number: "101",
    name: "Station a1",
    claimedName: "",
    trust: "asserted",
    targetMs: 10_000,
    procedureId: "medical",
    earlierEventId: null,
  };
  desk.keep([{ kind: "eventOpened", by: "wire:A", data }]);
  expect(procedureOf(site, desk.event("101"))?.steps).toEqual(steps);
  expect(desk.command({ type: "doStep", eventId: "old", step: 1, answer: "Yes" })).toBeNull();
});
