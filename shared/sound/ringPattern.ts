/**
 * The ring of each class as PCM, to be looped: different in rhythm and not only in pitch, and each pulse with at least two
 * dominant components between 500 and 2,500 Hz, so that it is heard over speech (screen.md, Sounds; ISO 7731). Pure.
 */
import type { RingSound } from "../call/soundPlan.ts";
import { assertNever } from "../kit/assertNever.ts";
import { drawPulses, type Partial, type Pulse } from "./pulse.ts";

export interface RingPattern {
  pulses: readonly Pulse[];
  /** Seconds from one start of the pattern to the next. */
  period: number;
  /** false: played once. */
  repeats: boolean;
}

/** A fifth with a quiet octave above it: full, not shrill. All within 500…2,500 Hz for roots of 500…1,200 Hz. */
const chord = (root: number, gain: number): readonly Partial[] => [
  { hz: root, gain: 0.46 * gain },
  { hz: root * 1.5, gain: 0.36 * gain },
  { hz: root * 2, gain: 0.18 * gain },
];

const pulse = (at: number, lasts: number, root: number, gain: number): Pulse => ({
  at,
  lasts,
  partials: chord(root, gain),
  rise: 0.012,
  fall: 0.02,
});

/** soft: a call is live; whatever the class, one soft pulse every 5 s (rules.md, answering and holding). */
const soft: RingPattern = {
  pulses: [{ ...pulse(0, 0.25, 620, 0.22), rise: 0.02, fall: 0.02 }],
  period: 5,
  repeats: true,
};

/** Two falling steps, quieter than any event and far apart: something is out of order, and nobody waits for it. */
const fault: RingPattern = { pulses: [pulse(0, 0.3, 740, 0.18), pulse(0.4, 0.3, 554, 0.18)], period: 8, repeats: true };
/** The same, once and softer. */
const reminder: RingPattern = {
  pulses: [pulse(0, 0.3, 740, 0.12), pulse(0.4, 0.3, 554, 0.12)],
  period: 1,
  repeats: false,
};

/** What to sound. `loud` is past the target: louder, and each pulse higher than the one before. */
export function ringPattern({ sound, level }: RingSound): RingPattern {
  // A deaf console is the loudest alarm: a live call does not turn it into a soft pulse, only down.
  if (sound === "deaf") return deaf(level === "soft" ? 0.3 : 1);
  if (sound === "fault" || sound === "faultReminder") return sound === "fault" ? fault : reminder;
  if (level === "soft") return soft;
  const loud = level === "loud";
  const gain = loud ? 1 : 0.6;
  switch (sound) {
    case "test":
      return { ...ringPattern({ sound: "threeFast", level }), repeats: false };
    case "threeFast": {
      const roots = loud ? [784, 932, 1109] : [784, 784, 784];
      return { pulses: roots.map((root, i) => pulse(i * 0.22, 0.14, root, gain)), period: 2, repeats: true };
    }
    case "twoPulses": {
      const roots = loud ? [659, 831] : [659, 659];
      return { pulses: roots.map((root, i) => pulse(i * 0.4, 0.25, root, gain)), period: 2.5, repeats: true };
    }
    case "oneSoft":
      return { pulses: [pulse(0, 0.4, 587, loud ? 0.8 : 0.35)], period: 4, repeats: true };
    case "oneSoftOnce":
      return { pulses: [pulse(0, 0.4, 587, loud ? 0.8 : 0.35)], period: 1, repeats: false };
    default:
      return assertNever(sound);
  }
}

/** Two tones without a gap, 0.5 s each. */
function deaf(gain: number): RingPattern {
  return { pulses: [pulse(0, 0.5, 784, gain), pulse(0.5, 0.5, 1047, gain)], period: 1, repeats: true };
}

export function drawRing(ring: RingSound, sampleRate: number): Float32Array<ArrayBuffer> {
  const { pulses, period } = ringPattern(ring);
  return drawPulses(pulses, period, sampleRate);
}
