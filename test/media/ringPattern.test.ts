/** The rings by their PCM: loud enough, in the band that is heard over speech, and told apart by rhythm. */
import { expect, test } from "vitest";
import { amplitudeAt } from "../../renderer/media/goertzel.ts";
import type { RingSound } from "../../shared/call/soundPlan.ts";
import { drawRing, ringPattern } from "../../shared/sound/ringPattern.ts";

const rate = 16_000;
const sounds = ["threeFast", "twoPulses", "oneSoft", "oneSoftOnce", "deaf", "fault", "faultReminder"] as const;
const levels = ["normal", "loud", "soft"] as const;
const all: RingSound[] = sounds.flatMap((sound) => levels.map((level) => ({ sound, level })));

/** Starts and ends of sounding stretches in seconds; a pause under 20 ms does not divide. */
function stretches(pcm: Float32Array): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  const gap = 0.02 * rate;
  let last = Number.NEGATIVE_INFINITY;
  pcm.forEach((sample, i) => {
    if (Math.abs(sample) < 0.002) return;
    const open = found.at(-1);
    if (open && i - last < gap) open.to = i / rate;
    else found.push({ from: i / rate, to: i / rate });
    last = i;
  });
  return found;
}

/** Frequencies that stand within 10 dB of the strongest, in 10 Hz steps from 100 Hz to 4 kHz; neighbours count once. */
function dominant(pcm: Float32Array): number[] {
  const steps = Array.from({ length: 390 }, (_, i) => 100 + i * 10);
  const amplitudes = steps.map((hz) => amplitudeAt(pcm, rate, hz));
  const floor = Math.max(...amplitudes) * 10 ** (-10 / 20);
  return steps.filter((_, i) => {
    const here = amplitudes[i] ?? 0;
    return here >= floor && here > (amplitudes[i - 1] ?? 0) && here >= (amplitudes[i + 1] ?? 0);
  });
}

const peak = (pcm: Float32Array) => pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);

test.each(all)(
  "each pulse of $sound, $level has two dominant components or more, all between 500 and 2,500 Hz",
  (ring) => {
    const pcm = drawRing(ring, rate);
    for (const pulse of ringPattern(ring).pulses) {
      const from = Math.round(pulse.at * rate);
      const found = dominant(pcm.slice(from, from + Math.round(Math.min(pulse.lasts, 0.15) * rate)));
      expect(found.length).toBeGreaterThanOrEqual(2);
      for (const hz of found) expect(hz > 500 && hz < 2500, `${hz} Hz`).toBe(true);
    }
  },
);

test("three fast pulses every 2 s for life safety", () => {
  const found = stretches(drawRing({ sound: "threeFast", level: "normal" }, rate));
  expect(found).toHaveLength(3);
  expect((found[2]?.from ?? 9) - (found[0]?.from ?? 0)).toBeLessThan(0.6);
  expect(ringPattern({ sound: "threeFast", level: "normal" }).period).toBe(2);
});

test("two pulses for urgent, one for assistance, one and no more for routine", () => {
  const count = (sound: RingSound["sound"]) => stretches(drawRing({ sound, level: "normal" }, rate)).length;
  expect([count("twoPulses"), count("oneSoft"), count("oneSoftOnce")]).toEqual([2, 1, 1]);
  expect(ringPattern({ sound: "oneSoft", level: "normal" }).repeats).toBe(true);
  expect(ringPattern({ sound: "oneSoftOnce", level: "normal" }).repeats).toBe(false);
});

test("past its target the ring is louder, and life safety rises from pulse to pulse", () => {
  for (const sound of ["threeFast", "twoPulses", "oneSoft", "oneSoftOnce"] as const) {
    const [normal, loud] = [drawRing({ sound, level: "normal" }, rate), drawRing({ sound, level: "loud" }, rate)];
    expect(peak(loud)).toBeGreaterThan(1.4 * peak(normal));
  }
  const roots = ringPattern({ sound: "threeFast", level: "loud" }).pulses.map(({ partials }) => partials[0]?.hz ?? 0);
  expect(roots).toEqual([...new Set(roots)].sort((a, b) => a - b));
});

test("while a call is live any class is one soft pulse every 5 s", () => {
  const ring: RingSound = { sound: "threeFast", level: "soft" };
  const pcm = drawRing(ring, rate);
  expect(stretches(pcm)).toHaveLength(1);
  expect(pcm.length / rate).toBe(5);
  expect(peak(pcm)).toBeLessThan(0.3);
});

test("a deaf console sounds without a pause, louder than any ring of its level", () => {
  const pcm = drawRing({ sound: "deaf", level: "normal" }, rate);
  const quietest = stretches(pcm);
  expect(quietest[0]?.from).toBeLessThan(0.02);
  expect(quietest.at(-1)?.to).toBeGreaterThan(0.98);
  // The two tones meet in their own fall and rise: no more than 50 ms between them.
  const [first, second] = quietest;
  if (first && second) expect(second.from - first.to).toBeLessThan(0.05);
  for (const sound of ["threeFast", "twoPulses", "oneSoft"] as const) {
    expect(peak(pcm)).toBeGreaterThan(peak(drawRing({ sound, level: "normal" }, rate)));
  }
});

test("a fault of the console is quieter than any event, also while a call is live, and its reminder is quieter still and plays once", () => {
  const ring = (sound: RingSound["sound"], level: RingSound["level"] = "normal") => drawRing({ sound, level }, rate);
  for (const sound of ["threeFast", "twoPulses", "oneSoft", "oneSoftOnce"] as const)
    for (const level of levels) expect(peak(ring("fault"))).toBeLessThan(peak(ring(sound, level)));
  expect(peak(ring("faultReminder"))).toBeLessThan(peak(ring("fault")));
  expect(ringPattern({ sound: "faultReminder", level: "normal" }).repeats).toBe(false);
  expect(ringPattern({ sound: "fault", level: "normal" }).period).toBeGreaterThan(5);
});

test.each(all)("$sound, $level begins and ends at nothing and stays within full scale", (ring) => {
  const pcm = drawRing(ring, rate);
  expect(Math.abs(pcm[0] ?? 1)).toBeLessThan(0.01);
  expect(Math.abs(pcm.at(-1) ?? 1)).toBeLessThan(0.01);
  expect(peak(pcm)).toBeLessThanOrEqual(1);
  // Shaped: within the first 5 ms a pulse has not reached half of what it comes to.
  expect(peak(pcm.slice(0, Math.round(0.005 * rate)))).toBeLessThan(0.5 * peak(pcm));
});
