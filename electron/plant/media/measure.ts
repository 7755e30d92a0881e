/** Measures of sound: how strong one tone is, and how loud all of it is. */
import { sampleRate } from "./g711.ts";

/** Goertzel: amplitude 0…1 of the tone at `hz` in samples −1…1 taken at 8 kHz. 0 for no samples. */
export function toneAmplitude(samples: Float64Array, hz: number): number {
  if (samples.length === 0) return 0;
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let last = 0;
  let beforeLast = 0;
  for (const sample of samples) {
    const now = sample + coefficient * last - beforeLast;
    beforeLast = last;
    last = now;
  }
  const power = last * last + beforeLast * beforeLast - coefficient * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}

/** Root mean square 0…1. */
export function rms(samples: Float64Array): number {
  if (samples.length === 0) return 0;
  return Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
}
