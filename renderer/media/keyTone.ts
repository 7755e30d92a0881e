/**
 * Keys in received sound: DTMF tones (ITU-T Q.23, Q.24), whether the far end sends them in its sound or as telephone events
 * (RFC 4733), which the browser plays as tones. A voice must not pass for a key: both tones have to carry nearly all there is,
 * be about as loud as each other, have no second harmonic, and last.
 */

export interface KeyDetector {
  /** The next samples, -1…1, without gaps. `pressed` is called once for each key, while it is still held. */
  take(samples: Float32Array): void;
}

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keys = ["123A", "456B", "789C", "*0#D"];

const windowMs = 20;
const hopMs = 10;
/** Windows in a row: the first is 20 ms long, each further one adds 10 ms. Together 50 ms of the tone. */
const windowsNeeded = 4;
/** Windows without the key before the same key counts again. */
const windowsBetween = 3;
/** -36 dBFS for both tones together. */
const leastPower = 0.00025;
/** Of all there is in the window. Two pure tones have 1, a vowel rarely over 0.5. */
const leastShare = 0.8;
/** One tone may be stronger than the other by this much: 8 dB. */
const mostTwist = 6.3;
/** Voices have harmonics, tones have none: 13 dB below each. */
const mostHarmonic = 0.05;

export function createKeyDetector(sampleRate: number, pressed: (digit: string) => void): KeyDetector {
  const size = Math.round((sampleRate * windowMs) / 1000);
  const hop = Math.round((sampleRate * hopMs) / 1000);
  let waiting = new Float32Array(0);
  let last: string | null = null;
  let run = 0;
  let told: string | null = null;
  let missed = 0;

  function look(key: string | null): void {
    run = key !== null && key === last ? run + 1 : 1;
    last = key;
    missed = key === told ? 0 : missed + 1;
    if (told !== null && missed >= windowsBetween) told = null;
    if (key === null || run < windowsNeeded || key === told) return;
    told = key;
    missed = 0;
    pressed(key);
  }

  return {
    take(samples) {
      const all = new Float32Array(waiting.length + samples.length);
      all.set(waiting);
      all.set(samples, waiting.length);
      let at = 0;
      for (; at + size <= all.length; at += hop) look(keyIn(all.subarray(at, at + size), sampleRate));
      waiting = all.slice(at);
    },
  };
}

/** The key whose two tones are all that a window holds; null: none. */
function keyIn(samples: Float32Array, sampleRate: number): string | null {
  let power = 0;
  for (const sample of samples) power += sample * sample;
  power /= samples.length;
  if (power < leastPower) return null;
  const of = (hz: number): number => tonePower(samples, sampleRate, hz);
  const low = rows.map(of);
  const high = columns.map(of);
  const row = strongest(low);
  const column = strongest(high);
  const [a = 0, b = 0] = [low[row], high[column]];
  if (a + b < leastShare * power) return null;
  if (a > b * mostTwist || b > a * mostTwist) return null;
  if (of(2 * (rows[row] ?? 0)) > mostHarmonic * a || of(2 * (columns[column] ?? 0)) > mostHarmonic * b) return null;
  return keys[row]?.[column] ?? null;
}

/** Goertzel: mean power of the tone at `hz`; of a pure tone, the power of the whole. */
function tonePower(samples: Float32Array, sampleRate: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let last = 0;
  let before = 0;
  for (const sample of samples) {
    const next = sample + turn * last - before;
    before = last;
    last = next;
  }
  return (2 * (last * last + before * before - turn * last * before)) / (samples.length * samples.length);
}

const strongest = (powers: readonly number[]): number => powers.indexOf(Math.max(...powers));
