/** Draws shaped tones into PCM. Pure: what the ring, the ticks and the hold tone are made of. */

export interface Partial {
  hz: number;
  /** Peak amplitude, 0…1. */
  gain: number;
}

export interface Pulse {
  /** Seconds from the start of the buffer. */
  at: number;
  /** Seconds, envelope included. */
  lasts: number;
  partials: readonly Partial[];
  /** Seconds of rise and of fall; 10…20 ms keeps a pulse free of clicks and still sharp in rhythm. */
  rise: number;
  fall: number;
}

/** Silence of `seconds` with the pulses added; a pulse that passes the end is cut there. Samples stay within ±1. */
export function drawPulses(pulses: readonly Pulse[], seconds: number, sampleRate: number): Float32Array<ArrayBuffer> {
  const pcm = new Float32Array(Math.round(seconds * sampleRate));
  for (const pulse of pulses) {
    const first = Math.round(pulse.at * sampleRate);
    const count = Math.min(Math.round(pulse.lasts * sampleRate), pcm.length - first);
    for (let i = 0; i < count; i++) {
      const t = i / sampleRate;
      let sample = 0;
      for (const { hz, gain } of pulse.partials) sample += gain * Math.sin(2 * Math.PI * hz * t);
      const at = first + i;
      pcm[at] = Math.max(-1, Math.min(1, (pcm[at] ?? 0) + sample * envelope(t, pulse)));
    }
  }
  return pcm;
}

/** Raised cosine up and down. */
function envelope(t: number, { lasts, rise, fall }: Pulse): number {
  const half = (x: number) => 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, Math.min(1, x)));
  return Math.min(half(t / rise), half((lasts - t) / fall));
}
