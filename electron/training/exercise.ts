/**
 * One exercise: a plant of its own in a process of its own, and a host of the same code with a journal of its own. It is
 * prepared beside the real desk; `begin` starts the course. Nothing here knows the real host.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Entry } from "../../shared/desk/entries.ts";
import { advance, beginCourse, type Course, type Stage } from "../../shared/training/advance.ts";
import { type Result, resultOf } from "../../shared/training/result.ts";
import type { TrainingEnd } from "../../shared/training/training.ts";
import { createHost, type Host, type HostOptions } from "../host/host.ts";
import { openSettings } from "../host/settings.ts";
import type { PlantProcess } from "../start/plantAnnouncement.ts";
import { askPlant, stationsAttached } from "./plantControl.ts";
import { trainingLoaded } from "./trainingLoaded.ts";

const readyWithinMs = 25_000;
/** Stations register one after another at a gentle pace, some 80 in a second: enough for four thousand. */
const attachedWithinMs = 60_000;

export interface ExerciseOptions {
  runId: string;
  operatorId: string;
  stage: Stage;
  /** The real host's; the site and all that leads out of this computer is replaced. */
  real: HostOptions;
  /** Its folder, made here. */
  dir: string;
  startPlant(dir: string, onLost: (words: string) => void): PlantProcess;
  /** The course is over, or cannot go on. */
  onOver(reason: "done" | "limit" | "failed", words: string): void;
}

export interface Exercise {
  host: Host;
  /** Resolves when its PBX, its sound and all its stations are there, so that whoever is called or paged can answer; rejects in words. */
  ready(): Promise<void>;
  begin(): void;
  /** No step follows. The result is null when it had not begun. */
  finish(reason: TrainingEnd): Promise<Result | null>;
  stop(): Promise<void>;
}

export async function prepareExercise(options: ExerciseOptions): Promise<Exercise> {
  const { runId, operatorId, stage, real, dir, onOver } = options;
  const { scenario } = stage;
  mkdirSync(dir, { recursive: true });
  // Loudspeakers and headset are the same.
  openSettings(dir).remember(openSettings(real.dataDir).devices);
  const plant = options.startPlant(dir, (words) => onOver("failed", words));
  const entries: Entry[] = [];
  let course: Course | null = null;
  let began: { at: number; wall: number } | null = null;
  let timer: NodeJS.Timeout | undefined;
  let look: () => void = () => undefined;
  let readyLimit: NodeJS.Timeout | undefined;

  let host: Host;
  let control: string;
  try {
    const announced = await plant.announced;
    control = announced.control;
    host = await createHost({
      loaded: trainingLoaded(real.loaded),
      dataDir: dir,
      position: real.position,
      loopbackIce: true,
      embedMedia: real.embedMedia,
      about: { ...real.about, plant: "the plant of this exercise", journal: dir },
      plantPanel: null,
      version: real.version,
      plantSip: announced.sip,
      training: { runId, name: scenario.name },
      onShown(shown) {
        entries.push(...shown);
        look();
        step();
      },
    });
  } catch (error) {
    await plant.stop();
    throw error;
  }
  void host.report({ type: "exerciseBegan", runId, scenarioId: scenario.id, name: scenario.name, operatorId });

  function step(): void {
    if (!course) return;
    clearTimeout(timer);
    const now = performance.now();
    const next = advance(stage, course, host.desk, now);
    course = next.over ? null : next.course;
    for (const act of next.acts) {
      askPlant(control, act).catch((error: unknown) => {
        if (course) onOver("failed", wordsOf(error));
      });
    }
    if (next.over) return onOver(next.over, "");
    timer = setTimeout(step, Math.max(0, next.nextAt - now));
  }

  const hostReady = (): Promise<void> =>
    new Promise((resolve, reject) => {
      readyLimit = setTimeout(() => {
        look = () => undefined;
        const missing = host.desk.media.up ? "its plant did not answer" : "the sound page did not join it";
        reject(new Error(`${missing} within ${readyWithinMs / 1000} s`));
      }, readyWithinMs);
      look = () => {
        const { media, pbxs } = host.desk;
        if (!media.up || !host.site.pbxs.every(({ id }) => pbxs[id]?.state === "registered")) return;
        look = () => undefined;
        clearTimeout(readyLimit);
        resolve();
      };
      look();
    });

  return {
    host,
    async ready() {
      await hostReady();
      await stationsAttached(control, attachedWithinMs);
    },
    begin() {
      began = { at: performance.now(), wall: Date.now() };
      course = beginCourse(scenario, began.at);
      step();
    },
    async finish(reason) {
      course = null;
      clearTimeout(timer);
      await host.report({ type: "exerciseOver", runId, reason });
      if (!began) return null;
      const operator = host.site.operators.find(({ id }) => id === operatorId)?.name ?? operatorId;
      const lastedMs = Math.round(performance.now() - began.at);
      const run = { runId, operator, position: real.position, beganAt: began.wall, lastedMs, reason };
      const result = resultOf({ ...stage, site: host.site }, run, entries);
      writeFileSync(path.join(dir, "result.json"), `${JSON.stringify(result, null, 2)}\n`);
      return result;
    },
    async stop() {
      course = null;
      clearTimeout(timer);
      clearTimeout(readyLimit);
      await host.stop();
      await plant.stop();
    },
  };
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
