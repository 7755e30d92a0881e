/**
 * The last resort of a ring: neither the sound page nor a console window is there, so the host has the system's own player
 * sound it (wire.md, media page). Nothing is installed for it: whichever of the usual players is there is used.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import type { RingSound } from "../../shared/call/soundPlan.ts";
import { drawRing, ringPattern } from "../../shared/sound/ringPattern.ts";
import { writeWav } from "../../shared/sound/wav.ts";

const rate = 22_050;
/** Tried in order; each plays the one WAV file it is given. */
const players: readonly (readonly [string, ...string[]])[] =
  process.platform === "darwin" ? [["afplay"]] : [["pw-play"], ["paplay"], ["aplay", "-q"]];
const noPlayerMs = 5_000;

export interface SystemRing {
  /** Rings until it is given null; a sound that plays once does so once for its moment (`since`), however often it is given. */
  ring(sound: RingSound | null): void;
}

/** `dir`: where the sound file may be written. */
export function createSystemRing(dir: string): SystemRing {
  const file = path.join(dir, "ring.wav");
  let wanted = "";
  let repeats = true;
  /** Of the sounds that play once, the last that was played to its end. */
  let played = "";
  let playing: ChildProcess | null = null;
  let again: NodeJS.Timeout | undefined;
  let player = 0;

  function play(key: string): void {
    if (key !== wanted) return;
    const [name = "", ...args] = players[player] ?? [];
    const child = spawn(name, [...args, file], { stdio: "ignore" });
    playing = child;
    child.once("error", () => next(key));
    child.once("exit", (code) => {
      if (playing !== child) return;
      if (code !== 0) return next(key);
      if (repeats) return play(key);
      played = key;
      playing = null;
    });
  }

  /** This player is not there or cannot play: the next one, and after the last the first again, a little later. */
  function next(key: string): void {
    playing = null;
    player = (player + 1) % players.length;
    clearTimeout(again);
    again = setTimeout(() => play(key), player === 0 ? noPlayerMs : 0);
  }

  function stop(): void {
    clearTimeout(again);
    const child = playing;
    playing = null;
    child?.kill();
  }

  return {
    ring(sound) {
      const key = sound ? `${sound.sound} ${sound.level} ${sound.since ?? ""}` : "";
      if (key === wanted) return;
      wanted = key;
      stop();
      if (!sound || key === played) return;
      ({ repeats } = ringPattern(sound));
      try {
        writeFileSync(file, writeWav({ rate, samples: drawRing(sound, rate) }));
        play(key);
      } catch (error) {
        console.error("the system cannot ring:", error);
      }
    },
  };
}
