/**
 * The host's end of a scene's links: the real console desk, with the scene's entries in a real journal. What an operator does
 * is decided as ever; only nothing falls due, so that a scene stays what it is, and orders go nowhere.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { createCameras } from "../../electron/camera/cameras.ts";
import { openPictureFolder } from "../../electron/camera/pictureFolder.ts";
import { localMinute } from "../../electron/host/clock.ts";
import { createConsoleDesk } from "../../electron/host/consoleDesk.ts";
import { openJournal } from "../../electron/host/journal.ts";
import type { Journal, Link } from "../../electron/host/ports.ts";
import { createPinCheck } from "../../electron/host/signIn.ts";
import type { PinHash } from "../../electron/site/pinHash.ts";
import { decide } from "../../shared/desk/decide.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Input } from "../../shared/desk/inputs.ts";
import { reduceAll } from "../../shared/desk/reduce.ts";
import { emptyDesk } from "../../shared/desk/state.ts";
import { picture } from "./picture.ts";
import { type Scene, sceneTime } from "./scene.ts";

export interface SceneHostOptions {
  scene: Scene;
  pins: ReadonlyMap<string, PinHash>;
  /** An empty directory, for the journal and the pictures. */
  dir: string;
  /** Address of the pictures of a camera. */
  cameraUrl(stationId: string): string;
}

export interface SceneHost {
  attach(link: Link): void;
  stop(): Promise<void>;
}

const levelsEveryMs = 100;
const beatEveryMs = 1_000;
/** After the window was used: the pointer has got where it was going. */
const laterMs = 300;
const nothing = (): void => undefined;

export async function openSceneHost({ scene, pins, dir, cameraUrl }: SceneHostOptions): Promise<SceneHost> {
  const { entries, site } = scene.story;
  const startedAt = performance.now();
  const now = (): number => Math.round(sceneTime + performance.now() - startedAt);
  const clock = { now, wall: now };
  const proofs = { A: sceneTime - 3_000, B: sceneTime - 5_000 };
  const folder = openPictureFolder(join(dir, "pictures"));
  await folder.keep(picture, "png");
  const cameras = createCameras({
    access: (id) => ({ snapshot: cameraUrl(id), headers: {}, digest: null }),
    folder,
    report: nothing,
  });

  const before = entries.slice(0, entries.length - (scene.later?.count ?? 0));
  const journal = await journalOf(before, dir, scene.host === "noJournal", onRecorded);
  let recordedSeq = before.length;
  let desk = reduceAll(emptyDesk, before);
  const loop = {
    get desk() {
      return desk;
    },
    site,
    get recordedSeq() {
      return recordedSeq;
    },
    input(given: Input) {
      const moment = { now: now(), localMinute: localMinute(now()), proofs };
      const { entries: fresh, refusal } = decide(desk, site, given, moment);
      const stamped = fresh.map(
        ({ attach: _kept, ...entry }, i) => ({ ...entry, seq: desk.seq + 1 + i, at: now(), wall: now() }) as Entry,
      );
      journal.append(stamped, []);
      show(stamped);
      return { refusal, settled: Promise.resolve() };
    },
  };
  const consoles = createConsoleDesk({
    loop,
    clock,
    journal,
    pins: () => check,
    cameras,
    talk: { begin: nothing, renew: nothing, release: nothing, stop: nothing },
    attendance: {
      presence: (_link, _visible, active) => active && setTimeout(comeLater, laterMs),
      gone: nothing,
    },
    surroundings: () => ({
      position: "2",
      proofs,
      devices: [
        { id: "h", label: "Headset", kind: "input" },
        { id: "s", label: "Desk speaker", kind: "output" },
        { id: "t", label: "Television on the wall", kind: "output" },
      ],
      deviceChoice: {
        microphone: "",
        talk: "",
        ring: [
          { id: "s", label: "Desk speaker" },
          { id: "c", label: "Ceiling speaker" },
        ],
      },
      embedMedia: false,
      about: { shell: "browser", plant: "embedded", journal: "memory", version: "0.1.0" },
      plantPanel: null,
      ...(scene.training?.shown && { training: scene.training.shown }),
    }),
    choose: nothing,
  });
  const check = createPinCheck(pins, clock);
  function show(fresh: readonly Entry[]): void {
    desk = reduceAll(desk, fresh);
    consoles.show(fresh, recordedSeq);
  }
  function comeLater(): void {
    const come = entries.slice(desk.seq);
    if (scene.later?.written) journal.append(come, []);
    show(come);
  }
  function onRecorded(seq: number): void {
    recordedSeq = seq;
    consoles.recorded(seq);
  }

  let tick = 0;
  const levels = setInterval(() => {
    tick += 1;
    const voice = (phase: number) => Math.abs(Math.sin(tick * 0.7 + phase) * Math.sin(tick * 0.23)) * 0.4;
    const calls = Object.fromEntries(Object.keys(desk.calls).map((id) => [id, voice(0)]));
    consoles.notice({ kind: "levels", microphone: voice(2) * 0.5, calls });
  }, levelsEveryMs);
  const beat = setInterval(consoles.beat, beatEveryMs);

  let attached = false;
  return {
    attach(link) {
      if (scene.host === "none" || (scene.host === "away" && attached)) return link.close();
      attached = true;
      consoles.attach(scene.host === "slow" ? { ...link, onMessage: nothing } : link);
      if (scene.training) link.send({ t: "training", view: scene.training.view });
      if (scene.host === "away") link.close();
    },
    async stop() {
      clearInterval(levels);
      clearInterval(beat);
      consoles.stop();
      cameras.stop();
      await journal.close();
    },
  };
}

/** Resolves when they are on disk. */
async function journalOf(
  entries: readonly Entry[],
  dir: string,
  gone: boolean,
  onRecorded: (seq: number) => void,
): Promise<Journal> {
  const file = join(dir, "journal.sqlite");
  const { promise: recorded, resolve, reject } = Promise.withResolvers<void>();
  let begun = false;
  const journal = await openJournal({
    file,
    position: "2",
    onRecorded(seq) {
      if (begun) return onRecorded(seq);
      begun = seq >= entries.length;
      if (begun) resolve();
    },
    onTrouble: (present, words) => present && reject(new Error(`The scene's journal: ${words}`)),
  });
  journal.append(entries, []);
  await recorded;
  if (gone) for (const part of ["", "-wal", "-shm"]) await rm(file + part, { force: true });
  return journal;
}
