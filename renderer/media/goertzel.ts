/** How much of one frequency is in PCM, for measurements: what a test compares with the tone that was sent. Pure. */

/** Peak amplitude of the `hz` component (a full-scale sine gives 1), Hann-windowed against its neighbours. */
export function amplitudeAt(samples: Float32Array, sampleRate: number, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / sampleRate);
  let last = 0;
  let beforeLast = 0;
  let weight = 0;
  for (let i = 0; i < samples.length; i++) {
    const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (samples.length - 1));
    const next = (samples[i] ?? 0) * window + turn * last - beforeLast;
    beforeLast = last;
    last = next;
    weight += window;
  }
  const power = last * last + beforeLast * beforeLast - turn * last * beforeLast;
  return (2 * Math.sqrt(Math.max(0, power))) / weight;
}
