/**
 * A position: the real host, and now and then an exercise beside it. The real host is never told to stand back: its
 * registrations, journal and ring go on, and it decides by itself when an exercise is over (shared/training/training.ts).
 * Here its entries are followed: the windows show the exercise from `trainingStarted` on, and the real desk from
 * `trainingEnded` on, in the same turn in which the entry is shown.
 */
import path from "node:path";
import type { Entry, EntryData } from "../../shared/desk/entries.ts";
import type { TrainingView } from "../../shared/link/consoleLink.ts";
import { castOf } from "../../shared/training/cast.ts";
import type { Result } from "../../shared/training/result.ts";
import type { Scenario } from "../../shared/training/scenario.ts";
import type { TrainingEnd } from "../../shared/training/training.ts";
import { createHost, type Host, type HostOptions } from "../host/host.ts";
import type { LoadedSite } from "../site/loadSite.ts";
import { createConsoleLinks } from "./consoleLinks.ts";
import { type Exercise, type ExerciseOptions, prepareExercise } from "./exercise.ts";
import { createMediaLinks } from "./mediaLinks.ts";
import { realView } from "./realView.ts";

export interface PositionOptions {
  host: HostOptions;
  /** Those that come with the console. */
  scenarios: readonly Scenario[];
  startPlant: ExerciseOptions["startPlant"];
}

/** What the shells see. */
export type Position = Pick<Host, "attachConsole" | "attachMedia" | "reloadSite" | "siteReloadRefused" | "stop">;

interface Run {
  id: string;
  scenario: Scenario;
  state: "preparing" | "running";
  exercise: Exercise | null;
}

export async function createPosition({ host: given, scenarios, startPlant }: PositionOptions): Promise<Position> {
  let loaded = withScenarios(given.loaded, scenarios);
  let run: Run | null = null;
  let ended: TrainingView["ended"] = null;
  let result: Result | null = null;
  let ending: Promise<void> = Promise.resolve();

  const real = await createHost({ ...given, loaded, onShown });
  const realDesk = { host: real, runId: null };
  const windows = createConsoleLinks(realDesk, view, () => real.command({ type: "endTraining" }));
  const sound = createMediaLinks(real);

  function view(): TrainingView {
    const shown = run && {
      runId: run.id,
      name: run.scenario.name,
      words: run.scenario.words,
      state: run.state,
    };
    return { run: shown, real: realView(real.desk, real.site, real.now()), ended, result };
  }

  function onShown(entries: readonly Entry[]): void {
    for (const entry of entries) {
      if (entry.kind === "trainingStarted") begin(entry.data.runId, entry.data.scenarioId, entry.by);
      if (entry.kind === "trainingEnded") end(entry.data);
    }
    if (run) windows.tell(view());
  }

  function begin(runId: string, scenarioId: string, by: string): void {
    const scenario = loaded.site.scenarios?.find(({ id }) => id === scenarioId);
    const fail = (words: string) =>
      void real.report({ type: "trainingOver", runId, reason: "failed", words: `Not begun: ${words}` });
    const cast = scenario && castOf(scenario, loaded.site);
    if (!scenario || !cast || "why" in cast) return fail("this site can no longer play it");
    const mine: Run = { id: runId, scenario, state: "preparing", exercise: null };
    run = mine;
    ended = null;
    result = null;
    const at = new Date().toISOString().replace(/[:.]/g, "-");
    prepare(mine, {
      runId,
      operatorId: by.replace(/^operator:/, ""),
      stage: { scenario, cast, site: loaded.site },
      real: { ...given, loaded },
      dir: path.join(given.dataDir, "training", `${at}-${scenario.id}`),
      startPlant,
      onOver: (reason, words) => void real.report({ type: "trainingOver", runId, reason, words }),
    }).catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
  }

  async function prepare(mine: Run, options: ExerciseOptions): Promise<void> {
    // One at a time: the last one's plant and host go first.
    await ending;
    const exercise = await prepareExercise(options);
    if (run !== mine) return exercise.stop();
    mine.exercise = exercise;
    sound.train(exercise.host);
    await exercise.ready();
    if (run !== mine) return;
    mine.state = "running";
    windows.show({ host: exercise.host, runId: mine.id });
    exercise.begin();
  }

  /** The windows and the sound first, the rest afterwards. */
  function end({ runId, reason, words }: EntryData["trainingEnded"]): void {
    if (run?.id !== runId) return;
    const { exercise, scenario } = run;
    run = null;
    ended = { runId, name: scenario.name, reason, words };
    windows.show(realDesk);
    sound.train(null);
    if (exercise) ending = close(exercise, runId, reason);
  }

  async function close(exercise: Exercise, runId: string, reason: TrainingEnd): Promise<void> {
    try {
      result = await exercise.finish(reason);
      if (result) void real.report({ type: "trainingScored", runId, met: result.met, asked: result.asked });
      windows.tell(view());
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      void real.report({ type: "bugCaught", where: "result of an exercise", words });
    } finally {
      await exercise.stop();
    }
  }

  return {
    attachConsole: (link) => windows.attach(link),
    attachMedia: (link) => sound.attach(link),
    reloadSite(next) {
      loaded = withScenarios(next, scenarios);
      real.reloadSite(loaded);
    },
    siteReloadRefused: (words) => real.siteReloadRefused(words),
    async stop() {
      const last = run;
      run = null;
      await last?.exercise?.stop();
      await ending;
      await real.stop();
    },
  };
}

/** The site's own come first; one of the same id takes the place of the console's. */
function withScenarios(loaded: LoadedSite, shipped: readonly Scenario[]): LoadedSite {
  const own = loaded.site.scenarios ?? [];
  const others = shipped.filter(({ id }) => !own.some((one) => one.id === id));
  return { ...loaded, site: { ...loaded.site, scenarios: [...own, ...others] } };
}
