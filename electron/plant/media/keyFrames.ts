/** A key of a telephone, as frames of 20 ms: as events (RFC 4733), or as the two tones of ITU-T Q.23 in the sound. */
import type { SoundFrame } from "./framePath.ts";
import { frameSamples, sampleRate, toMulaw } from "./g711.ts";

/** RFC 4733, 3.2: events 0…15. */
export const digitNames = "0123456789*#ABCD";

const heldFrames = 6;
/** RFC 4733, 2.5.1.4: the end is sent three times. */
const endFrames = 3;
const volume = 10;

/** `timestamp`: when the key went down. */
export function eventFrames(digit: string, timestamp: number): SoundFrame[] {
  const event = digitNames.indexOf(digit);
  return Array.from({ length: heldFrames + endFrames - 1 }, (_, nth) => {
    const duration = frameSamples * Math.min(nth + 1, heldFrames);
    const isEnd = nth >= heldFrames - 1;
    const payload = Uint8Array.from([event, (isEnd ? 0x80 : 0) | volume, duration >> 8, duration & 0xff]);
    return { kind: "digit", payload, timestamp };
  });
}

const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const layout = "123A456B789C*0#D";

/** 120 ms of both tones. */
export function toneFrames(digit: string, timestamp: number): SoundFrame[] {
  const at = layout.indexOf(digit);
  const [low = 0, high = 0] = [rows[Math.floor(at / 4)], columns[at % 4]];
  const step = (2 * Math.PI) / sampleRate;
  return Array.from({ length: heldFrames }, (_, frame) => {
    const samples = Float64Array.from({ length: frameSamples }, (_sample, i) => {
      const n = frame * frameSamples + i;
      return 0.3 * (Math.sin(step * low * n) + Math.sin(step * high * n));
    });
    return { kind: "sound", payload: toMulaw(samples), timestamp: timestamp + frame * frameSamples };
  });
}
