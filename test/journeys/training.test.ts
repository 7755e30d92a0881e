/** Journey: an exercise beside the real desk. What is done in it reaches its own plant and nothing else; what is real ends it. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { Scenario } from "../../shared/training/scenario.ts";
import { aScenario, pressAtOnce, shipped } from "../training/scenarios.ts";
import { until } from "./desk.ts";
import { beyondUpkeep, startTrainingDesk, trainingSmallSite } from "./trainingDesk.ts";

const press = aScenario({
  id: "press",
  name: "One press",
  steps: pressAtOnce,
  expected: [
    { what: "answered", caller: "driver" },
    { what: "called", caller: "driver" },
    { what: "paged", caller: "driver" },
    { what: "closed", caller: "driver" },
  ],
});

test("what is answered, keyed, dialled and paged in an exercise reaches its own plant and not one frame of it the real PBX", async () => {
  const training = await startTrainingDesk([press]);
  const { desk } = training;
  const { console, wire } = desk;
  const from = wire.sent.length;
  await training.begin("press");

  const event = await desk.seen("214");
  await console.until("it can be answered", () => desk.call("214").bound);
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await console.until("it is up", () => desk.call("214").state === "talking");
  const stations = await training.plant.stations();
  expect(stations.states().filter(({ isOnline }) => !isOnline)).toEqual([]);
  await until("the simulated caller hears the trainee", () => (stations.find("214").heard(1000)?.amplitude ?? 0) > 0.3);
  await until("the trainee hears the caller", () => training.media.heard(desk.call("214").id, 440) > 0.2);

  // A contact, a number that no directory has, a digit, a page, a call-out: all that leads out of a desk.
  await console.send({ type: "sendDigits", callId: desk.call("214").id, digits: "9" });
  for (const number of ["7010", "0555123"]) {
    expect(await console.send({ type: "call", number, eventId: event.id })).toBeNull();
    await console.until(`${number} answers in the exercise`, () => desk.call(number).state === "talking");
    await console.send({ type: "end", callId: desk.call(number).id });
    await console.until("it is over", (now) => !Object.values(now.calls).some((call) => call.number === number));
  }
  expect(await console.send({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null })).toBeNull();
  const page = await console.until("the page is open", (now) => now.page?.state === "open" && now.page);
  await console.send({ type: "stopPage", pageId: page.id });
  await console.until("the page is over", (now) => now.page === null);
  await console.send({ type: "end", callId: desk.call("214").id });
  await console.until("the caller has gone", () => desk.event("214").callIds.length === 0);
  expect(await console.send({ type: "close", eventId: event.id, outcome: "helped", note: "" })).toBeNull();

  await training.untilReal();
  await until("the result is there", () => console.training?.result != null);
  expect(beyondUpkeep(wire.sent.slice(from))).toEqual([]);
  expect(console.desk.pbxs["A"]?.state).toBe("registered");
  expect(console.training?.result).toMatchObject({ name: "One press", operator: "Anna", reason: "done", asked: 5 });
  expect(console.training?.result?.checks.filter(({ met }) => !met)).toEqual([]);
  // The real desk's journal knows that there was an exercise, and not one event, call or page of it.
  await console.until("it is scored", () => console.entriesOf("trainingScored").length === 1);
  expect(console.desk.closed).toEqual([]);
  expect(console.desk.recent).toEqual([]);
  expect(console.desk.shift.inbound.presses).toBe(0);
  const [folder = ""] = readdirSync(path.join(desk.dataDir, "training"));
  expect(folder).toMatch(/-press$/);
  const kept = JSON.parse(readFileSync(path.join(desk.dataDir, "training", folder, "result.json"), "utf8"));
  expect(kept).toEqual(console.training?.result);
}, 60_000);

test("a real SOS ends the exercise on every window, rings, and is answered at once; the exercise's microphone is gone", async () => {
  const training = await startTrainingDesk([press]);
  const { desk } = training;
  const { console } = desk;
  const runId = await training.begin("press");
  const other = await desk.newWindow();
  expect(other.run).toBe(runId);
  const simulated = await desk.seen("214");
  await console.until("it can be answered", () => desk.call("214").bound);
  await console.send({ type: "answer", eventId: simulated.id, holdEqual: false });
  await console.until("the exercise talks", () => desk.call("214").state === "talking");
  // The sound test of the real sign-in is over, and what rings in the exercise does not ring at the real desk.
  await desk.untilQuiet();

  await desk.press("215");
  await training.untilReal();
  await until("the other window too", () => other.run === null);
  expect(training.media.legs()).toEqual([]);
  const event = await desk.seen("215");
  await desk.untilRings("threeFast");
  await console.until("it can be answered", () => desk.call("215").bound);
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await console.until("it is answered", () => desk.call("215").state === "talking");
  await desk.untilBothHear("215");
  expect(beyondUpkeep(desk.wire.sent), "the real desk speaks over this wire, so that it would be seen").not.toEqual([]);
  expect(Object.values(console.desk.events).map(({ name }) => name)).toEqual(["SOS 215"]);
  expect(console.training?.ended).toMatchObject({ runId, reason: "realEvent" });
  expect(console.desk.training).toBeNull();

  // A key that was pressed for the exercise does not act on the plant.
  const frames = desk.wire.sent.length;
  expect(
    await console.sendFor(runId, { type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null }),
  ).toMatchObject({ code: "alreadyGone" });
  expect(beyondUpkeep(desk.wire.sent.slice(frames))).toEqual([]);
  expect(console.desk.page).toBeNull();
}, 60_000);

test("a real intercom is shown beside the exercise and does not end it; a real PBX that goes away does", async () => {
  const training = await startTrainingDesk([press]);
  const { desk } = training;
  const { console } = desk;
  await training.begin("press");
  await desk.press("150");
  await until("the real desk's first is told", () => console.training?.real.first?.name === "Gate");
  expect(console.training?.real).toMatchObject({ waiting: 1, first: { class: "assistance" } });
  expect(console.run).not.toBeNull();
  await desk.stopPlant();
  await training.untilReal();
  expect(console.desk.faults).toHaveProperty(["deaf:"]);
  await desk.untilRings("deaf");
}, 60_000);

test("the window ends it with one command, and it may begin again; not while something real is open, and not for everybody", async () => {
  const training = await startTrainingDesk([press]);
  const { desk } = training;
  const { console } = desk;
  for (const _time of [1, 2]) {
    await training.begin("press");
    expect(await console.send({ type: "endTraining" })).toBeNull();
    await training.untilReal();
    await until("its result is there", () => console.training?.result?.reason === "operator");
  }
  await desk.press("209");
  await desk.seen("209");
  expect(await console.send({ type: "startTraining", scenarioId: "press" })).toMatchObject({
    code: "callInProgress",
    words: "No exercise now: Help point 209 is open. Close it first.",
  });
  await desk.signIn("gus");
  expect(await console.send({ type: "startTraining", scenarioId: "press" })).toMatchObject({ code: "notPermitted" });
}, 60_000);

/** With a fifth of its waits. */
const quick = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map(({ when, does }) => ({
    when: "atS" in when ? { atS: when.atS / 5 } : { ...when, waitS: when.waitS / 5 },
    does: does.act === "flood" ? { ...does, everyS: does.everyS / 5 } : does,
  })),
});

test("the exercise of the PBX loss: deaf in the exercise alone, the call is taken back, and the desk behind stays registered", async () => {
  const training = await startTrainingDesk([quick(await shipped("pbx-loss"))]);
  const { desk } = training;
  const { console, wire } = desk;
  const from = wire.sent.length;
  await training.begin("pbx-loss");
  const answer = async (number: string): Promise<void> => {
    const event = await desk.seen(number);
    await console.until("it can be answered", () => desk.call(number).bound, 15_000);
    expect(await console.send({ type: "answer", eventId: event.id, holdEqual: true })).toBeNull();
    await console.until("it is up", () => desk.call(number).state === "talking");
  };
  await answer("214");
  await console.until("deaf in the exercise", (now) => now.faults["deaf:"]);
  await until("the exercise sounds deaf", () => training.media.plan.ring?.sound === "deaf");
  expect(desk.media.plan.ring, "the real ring is quiet").toBeNull();
  await console.until("its PBX is back", (now) => now.pbxs["A"]?.state === "registered", 20_000);
  await console.until("the call is taken back", () => desk.call("214").healing === null, 20_000);
  await answer("215");
  for (const number of ["215", "214"]) {
    const { id } = desk.event(number);
    for (const callId of desk.event(number).callIds) await console.send({ type: "end", callId });
    await console.until("nobody is on the line", () => desk.event(number).callIds.length === 0);
    expect(await console.send({ type: "close", eventId: id, outcome: "helped", note: "" })).toBeNull();
  }
  await until("all has happened, and the real desk is shown", () => console.run === null, 30_000);
  await until("the result is there", () => console.training?.result != null);
  expect(console.training?.result?.checks.filter(({ met }) => !met)).toEqual([]);
  expect(console.training?.result?.reason).toBe("done");
  expect(console.desk.faults).toEqual({});
  expect(beyondUpkeep(wire.sent.slice(from))).toEqual([]);
}, 90_000);

test("the exercise of the fire: a flood, a busy number, the loudspeakers; what was left out is in the result", async () => {
  const training = await startTrainingDesk([quick(await shipped("tunnel-fire"))], { site: trainingSmallSite });
  const { desk } = training;
  const { console } = desk;
  await training.begin("tunnel-fire");
  const witness = await desk.seen("214");
  await console.until("it can be answered", () => desk.call("214").bound);
  await console.send({ type: "answer", eventId: witness.id, holdEqual: false });
  await console.until("the witness talks", () => desk.call("214").state === "talking");
  expect(await console.send({ type: "call", number: "7010", eventId: witness.id })).toBeNull();
  await console.until("the first number is busy", () =>
    console
      .entriesOf("callEnded")
      .some(({ data }) => data.reason.kind === "refusedByFarEnd" && data.reason.code === 486),
  );
  expect(await console.send({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null })).toBeNull();
  const page = await console.until("the page is open", (now) => now.page?.state === "open" && now.page);
  await console.send({ type: "stopPage", pageId: page.id });
  // Every station with a button of this small site has pressed.
  await console.until("the flood is there", (now) => Object.keys(now.events).length === 6, 30_000);

  expect(await console.send({ type: "endTraining" })).toBeNull();
  await training.untilReal();
  await until("the result is there", () => console.training?.result != null);
  const result = console.training?.result;
  expect(result?.events).toHaveLength(6);
  const met = result?.checks.filter((check) => check.met).map(({ words }) => words.replace(/ \(.*/, ""));
  expect(met).toEqual([
    "SOS 214 answered in time",
    "SOS 214: help was called",
    "SOS 214: the loudspeakers there were used",
    "The higher class was answered first",
  ]);
  expect(result?.events.find(({ name }) => name === "Gate")).toMatchObject({ waitMs: null, outcome: null });
}, 90_000);
