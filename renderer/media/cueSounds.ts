/** The small sounds of the headset, and the calm tone for a caller on hold, as PCM. Pure. */
import { drawPulses, type Pulse } from "../../shared/sound/pulse.ts";

/**
 * waiting: another call rings while one is live. onAir: a page has begun. ended: the call is gone. announce: the desk answers
 * by itself in 3 s, one step higher each second.
 */
export type Cue = "waiting" | "onAir" | "ended" | "announce";

const cues: Readonly<Record<Cue, readonly Pulse[]>> = {
  waiting: [blip(0, 0.05, 1175, 0.12)],
  onAir: [blip(0, 0.06, 880, 0.2), blip(0.09, 0.09, 1319, 0.2)],
  announce: [587, 784, 1047].flatMap((hz, second) => [blip(second, 0.14, hz, 0.3), blip(second + 0.2, 0.14, hz, 0.3)]),
  ended: [blip(0, 0.09, 880, 0.16), blip(0.11, 0.12, 587, 0.16)],
};

function blip(at: number, lasts: number, hz: number, gain: number): Pulse {
  const partials = [
    { hz, gain: gain * 0.7 },
    { hz: hz * 1.5, gain: gain * 0.3 },
  ];
  return { at, lasts, partials, rise: 0.01, fall: 0.02 };
}

export function drawCue(cue: Cue, sampleRate: number): Float32Array<ArrayBuffer> {
  return drawPulses(cues[cue], cue === "announce" ? 3 : 0.3, sampleRate);
}

/** Seconds from one tick, or hold tone, to the next. */
const everySeconds = 5;

/** The tick of a waiting call, with the pause to the next: to be looped. */
export function drawWaitingTicks(sampleRate: number): Float32Array<ArrayBuffer> {
  return drawPulses(cues.waiting, everySeconds, sampleRate);
}

/** Two low notes, and quiet to the end of the 5 s (rules.md, hold): to be looped where there is no clip. */
export function drawHoldTone(sampleRate: number): Float32Array<ArrayBuffer> {
  const note = (at: number, hz: number): Pulse => ({
    at,
    lasts: 0.6,
    partials: [
      { hz, gain: 0.16 },
      { hz: hz * 2, gain: 0.05 },
    ],
    rise: 0.05,
    fall: 0.4,
  });
  return drawPulses([note(0, 523), note(0.35, 659)], everySeconds, sampleRate);
}
