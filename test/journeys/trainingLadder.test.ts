/** Journey: nobody answers in an exercise. Its ladder calls the simulated supervisor, then the other number, and nobody's telephone at the plant. */
import { expect, test } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { aScenario, pressAtOnce } from "../training/scenarios.ts";
import { until } from "./desk.ts";
import { beyondUpkeep, startTrainingDesk, trainingSmallSite } from "./trainingDesk.ts";

const supervisor = "7010";
const alternate = "7011";

const site: Site = {
  ...trainingSmallSite,
  supervisor,
  alternate,
  classes: {
    ...trainingSmallSite.classes,
    lifeSafety: { ...trainingSmallSite.classes.lifeSafety, supervisorAfterS: 0.5, alternateAfterS: 4 },
  },
};

const unanswered = aScenario({
  id: "unanswered",
  steps: pressAtOnce,
  expected: [{ what: "answered", caller: "driver" }],
});

test("the ladder of an exercise calls its own plant, rung after rung, and not one frame of it reaches the real PBX", async () => {
  const training = await startTrainingDesk([unanswered], { site });
  const { desk } = training;
  const { console, wire } = desk;
  // They can be called at the real plant: a call that went there would ring.
  for (const number of [supervisor, alternate]) await desk.stations.online(number);
  const from = wire.sent.length;
  await training.begin("unanswered");
  const event = await desk.seen("214");
  const stations = await training.plant.stations();
  for (const number of [supervisor, alternate]) {
    await console.until(
      `${number} is being told`,
      ({ ladder }) => ladder.call?.state === "telling" && ladder.call.number === number,
      20_000,
    );
    await until(`${number} of the exercise hears a voice`, () => (stations.find(number).heard(1000)?.rms ?? 0) > 0.03);
    expect(desk.stations.find(number).state().calls, `${number} of the plant`).toEqual([]);
    if (number === supervisor) await stations.find(number).hangUp();
  }
  stations.find(alternate).key("1", "events");
  await console.until("it is acknowledged", (now) => now.events[event.id]?.acknowledged === true);
  expect(desk.event("214").acknowledgedHow).toBe("byAlternate");
  expect(console.entriesOf("ladderRungReached").map(({ data }) => data.rung)).toEqual(["supervisor", "alternate"]);

  expect(await console.send({ type: "endTraining" })).toBeNull();
  await training.untilReal();
  expect(beyondUpkeep(wire.sent.slice(from))).toEqual([]);
  expect(console.desk.ladder).toEqual({ call: null, notices: {} });
  expect(console.desk.events).toEqual({});
  for (const number of [supervisor, alternate])
    expect(desk.stations.find(number).state().calls, `${number} of the plant`).toEqual([]);
}, 90_000);
