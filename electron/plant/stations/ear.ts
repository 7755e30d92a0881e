/** What a station hears: the last half second of frames, measured only when somebody asks, and digits (RFC 4733). */
import type { SoundFrame } from "../media/framePath.ts";
import { frameSamples, fromMulaw, sampleRate } from "../media/g711.ts";
import { digitNames } from "../media/keyFrames.ts";
import { rms, toneAmplitude } from "../media/measure.ts";

const windowMs = 500;
const windowFrames = (windowMs / 1000) * (sampleRate / frameSamples);

/**
 * amplitude: of the asked tone, 0…1. rms: of everything, 0…1. Both over the frames that came in the last 500 ms;
 * packets says how many that were (25 is all of them, 0 leaves both at 0).
 */
export interface Heard {
  amplitude: number;
  rms: number;
  packets: number;
}

export interface Ear {
  hear(frame: SoundFrame): void;
  measure(hz: number): Heard;
  /** Digits pressed at the other side, in order. */
  digits(): string;
  /** A digit that came as INFO (application/dtmf-relay). */
  addDigit(digit: string): void;
}

export function createEar(): Ear {
  const frames: { at: number; payload: Uint8Array }[] = [];
  let digits = "";
  let lastDigitAt: number | null = null;

  function hearDigit({ payload, timestamp }: SoundFrame): void {
    const isEnd = ((payload[1] ?? 0) & 0x80) !== 0;
    // RFC 4733, 2.5.1.4: the end is sent three times with one timestamp.
    if (!isEnd || timestamp === lastDigitAt) return;
    lastDigitAt = timestamp;
    digits += digitNames[payload[0] ?? -1] ?? "";
  }

  return {
    hear(frame) {
      if (frame.kind === "digit") return hearDigit(frame);
      frames.push({ at: performance.now(), payload: frame.payload });
      if (frames.length > windowFrames) frames.shift();
    },
    measure(hz) {
      const since = performance.now() - windowMs;
      const recent = frames.filter(({ at }) => at >= since);
      const samples = new Float64Array(recent.length * frameSamples);
      for (const [index, { payload }] of recent.entries())
        samples.set(fromMulaw(payload.subarray(0, frameSamples)), index * frameSamples);
      return { amplitude: toneAmplitude(samples, hz), rms: rms(samples), packets: recent.length };
    },
    digits: () => digits,
    addDigit(digit) {
      if (digitNames.includes(digit)) digits += digit;
    },
  };
}
