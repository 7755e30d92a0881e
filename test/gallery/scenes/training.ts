/** Exercises: chosen, prepared, running while something small waits at the real desk, scored, ended by a real SOS, failed. */
import type { TrainingView } from "../../../shared/link/consoleLink.ts";
import type { Result } from "../../../shared/training/result.ts";
import type { Told } from "../scene.ts";
import { started } from "../story.ts";

const runId = "t9";
const name = "Fire in a tunnel";
const run = {
  runId,
  name,
  words: "One SOS from the tunnel, then many from the same area.",
  state: "running" as const,
};
const quiet: TrainingView = { run: null, real: { first: null, waiting: 0, faults: [] }, ended: null, result: null };

const result: Result = {
  runId,
  scenarioId: "tunnel-fire",
  name,
  operator: "Anna Berger",
  position: "2",
  beganAt: new Date(2026, 10, 21, 13, 52, 4).getTime(),
  lastedMs: 412_000,
  reason: "done",
  checks: [
    { words: "SOS 131 answered in time (6.2 s, target 10 s)", met: true },
    { words: "SOS 132 answered in time (14.8 s, target 10 s)", met: false },
    { words: "SOS 131: help was called", met: true },
    { words: "SOS 131: the loudspeakers there were used", met: true },
    { words: "All others acknowledged within 120 s (13 of 14)", met: false },
    { words: "SOS 131 closed with an outcome", met: true },
    { words: "The higher class was answered first", met: false },
  ],
  met: 4,
  asked: 7,
  events: [
    {
      eventId: "e1",
      name: "SOS 131",
      class: "lifeSafety",
      waitMs: 6_200,
      targetMs: 10_000,
      how: "answered",
      abandoned: false,
      presses: 1,
      missed: ["Call ambulance control"],
      overridden: [],
      overrideReason: "",
      outcome: "Helped",
    },
    {
      eventId: "e2",
      name: "SOS 132",
      class: "lifeSafety",
      waitMs: 14_800,
      targetMs: 10_000,
      how: "calledBack",
      abandoned: true,
      presses: 2,
      missed: ["Is anyone injured?", "Smoke or fire?"],
      overridden: ["Smoke or fire?"],
      overrideReason: "caller had hung up",
      outcome: "Handed over",
    },
    {
      eventId: "e3",
      name: "Help point 012",
      class: "urgent",
      waitMs: null,
      targetMs: 15_000,
      how: null,
      abandoned: true,
      presses: 1,
      missed: [],
      overridden: [],
      overrideReason: "",
      outcome: null,
    },
  ],
  wrongOrder: [{ answered: "Help point 011", waiting: "SOS 132" }],
};

const training: Told = (site, now) => {
  const story = started(site, now);
  story.answer(26, story.press(30, "sos-131", { priority: "emergency" }));
  story.press(6, "sos-132", { priority: "emergency" });
  story.press(4, "hp-031");
  const first = {
    name: "Door 5",
    place: "Service gate north",
    class: "assistance" as const,
    waitedMs: 7_000,
    targetMs: 30_000,
  };
  return {
    story,
    training: { shown: { runId, name }, view: { ...quiet, run, real: { first, waiting: 1, faults: [] } } },
  };
};

/** A tone of the real desk that nothing in the exercise explains. */
const trainingFault: Told = (site, now) => {
  const faults = ["The journal is not recording: no space left on the disk."];
  const real = { first: null, waiting: 0, faults };
  return { story: started(site, now), training: { shown: { runId, name }, view: { ...quiet, run, real } } };
};

const trainingPrepared: Told = (site, now) => ({
  story: started(site, now),
  training: { view: { ...quiet, run: { ...run, state: "preparing" } } },
});

const trainingResult: Told = (site, now) => {
  const ended = { runId, name, reason: "done" as const, words: "" };
  return { story: started(site, now), training: { view: { ...quiet, ended, result } } };
};

const trainingEnded: Told = (site, now) => {
  const story = started(site, now);
  story.press(2, "sos-214", { priority: "emergency" });
  const ended = { runId, name, reason: "realEvent" as const, words: "" };
  return { story, training: { view: { ...quiet, ended, result: { ...result, reason: "realEvent" } } } };
};

const trainingFailed: Told = (site, now) => {
  const ended = { runId, name, reason: "failed" as const, words: "Its plant did not start within 10 s." };
  return { story: started(site, now), training: { view: { ...quiet, ended } } };
};

const trainingChooser: Told = (site, now) => ({ story: started(site, now), view: { trainingCard: "chooser" } });

/** Not while something urgent is open. */
const trainingRefused: Told = (site, now) => {
  const story = started(site, now);
  story.press(30, "hp-031");
  return {
    story,
    view: { trainingCard: "chooser" },
    does: async (page) => {
      await page.getByRole("button", { name: "Begin One SOS" }).click();
      await page.getByText("No exercise now").waitFor();
    },
  };
};

export const trainingScenes: Readonly<Record<string, Told>> = {
  training,
  trainingFault,
  trainingChooser,
  trainingRefused,
  trainingPrepared,
  trainingResult,
  trainingEnded,
  trainingFailed,
};
