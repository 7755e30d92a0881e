/** G.711 µ-law (ITU-T G.711): linear samples to bytes and back, 8 kHz, 160 bytes in a frame of 20 ms. */

export const sampleRate = 8000;
export const frameSamples = 160;

const bias = 0x84;
const clip = 32635;

function encodeSample(value: number): number {
  const sign = value < 0 ? 0x80 : 0;
  const magnitude = Math.min(Math.abs(value), clip) + bias;
  let exponent = 7;
  for (let mask = 0x4000; (magnitude & mask) === 0 && exponent > 0; mask >>= 1) exponent -= 1;
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff;
}

function decodeByte(byte: number): number {
  const inverted = ~byte & 0xff;
  const exponent = (inverted >> 4) & 7;
  const magnitude = ((((inverted & 0x0f) << 3) + bias) << exponent) - bias;
  return inverted & 0x80 ? -magnitude : magnitude;
}

const decoded = Int16Array.from({ length: 256 }, (_, byte) => decodeByte(byte));

/** Amplitudes −1…1 to µ-law bytes. */
export function toMulaw(samples: Float64Array): Uint8Array {
  return Uint8Array.from(samples, (sample) => encodeSample(Math.trunc(sample * 32767)));
}

/** µ-law bytes to amplitudes −1…1. */
export function fromMulaw(bytes: Uint8Array): Float64Array {
  return Float64Array.from(bytes, (byte) => (decoded[byte] ?? 0) / 32768);
}
