/** The small sounds by their PCM: short, quiet against a voice, and the hold tone calm and far between. */
import { expect, test } from "vitest";
import { drawCue, drawHoldTone, drawWaitingTicks } from "../../renderer/media/cueSounds.ts";

const rate = 8000;
const peak = (pcm: Float32Array) => pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
const soundsUntil = (pcm: Float32Array) => pcm.findLastIndex((sample) => Math.abs(sample) > 0.002) / rate;

test("a waiting call ticks once every 5 s, shorter than a syllable and under the voice", () => {
  const ticks = drawWaitingTicks(rate);
  expect(ticks.length / rate).toBe(5);
  expect(soundsUntil(ticks)).toBeLessThan(0.1);
  expect(peak(ticks)).toBeGreaterThan(0.05);
  expect(peak(ticks)).toBeLessThan(0.2);
});

test("ON AIR and call ended are over within 0.3 s and are not the same", () => {
  const [onAir, ended] = [drawCue("onAir", rate), drawCue("ended", rate)];
  for (const cue of [onAir, ended]) {
    expect(soundsUntil(cue)).toBeLessThan(0.3);
    expect(peak(cue)).toBeGreaterThan(0.1);
    expect(peak(cue)).toBeLessThan(0.3);
  }
  expect(onAir).not.toEqual(ended);
});

test("without a clip a held caller hears a calm tone for a second, and quiet until 5 s", () => {
  const tone = drawHoldTone(rate);
  expect(tone.length / rate).toBe(5);
  expect(soundsUntil(tone)).toBeLessThan(1);
  expect(peak(tone)).toBeGreaterThan(0.1);
  // Slow to rise: nothing startles.
  expect(peak(tone.slice(0, rate / 100))).toBeLessThan(0.3 * peak(tone));
});
