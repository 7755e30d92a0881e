/** Keys in sound: real ones are heard, at the edges of ITU-T Q.24; voices, music of tones and single tones are not. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fromMulaw, sampleRate } from "../../electron/plant/media/g711.ts";
import { createVoice } from "../../electron/plant/stations/voice.ts";
import { createKeyDetector } from "../../renderer/media/keyTone.ts";
import { readWav } from "../../shared/sound/wav.ts";

const rate = 48_000;

/** `pieces`: how the samples come, a few at a time. */
function keysIn(samples: Float32Array, at = rate, pieces = 777): string {
  let heard = "";
  const detector = createKeyDetector(at, (digit) => {
    heard += digit;
  });
  for (let from = 0; from < samples.length; from += pieces) detector.take(samples.subarray(from, from + pieces));
  return heard;
}

const silence = (ms: number): Float32Array => new Float32Array((rate * ms) / 1000);
const tones = (hz: readonly number[], ms: number, level = 0.2, twist = 1): Float32Array =>
  Float32Array.from({ length: (rate * ms) / 1000 }, (_, i) =>
    hz.reduce((sum, one, nth) => sum + level * (nth === 0 ? 1 : twist) * Math.sin((2 * Math.PI * one * i) / rate), 0),
  );
const one = (ms: number, level?: number, twist?: number) => tones([697, 1209], ms, level, twist);
const together = (...parts: readonly Float32Array[]): Float32Array =>
  Float32Array.from(parts.flatMap((part) => [...part]));
/** The same noise each time. */
function noise(length: number, level: number): Float32Array {
  let seed = 1;
  return Float32Array.from({ length }, () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return level * ((2 * seed) / 2_147_483_647 - 1);
  });
}
const plus = (a: Float32Array, b: Float32Array): Float32Array => a.map((sample, i) => sample + (b[i] ?? 0));

test("every key is heard once for each press, however long it is held", () => {
  const layout: Readonly<Record<string, readonly [number, number]>> = {
    1: [697, 1209],
    5: [770, 1336],
    9: [852, 1477],
    "0": [941, 1336],
    "*": [941, 1209],
    "#": [941, 1477],
    A: [697, 1633],
  };
  for (const [key, hz] of Object.entries(layout)) {
    expect(keysIn(together(silence(60), tones(hz, 100), silence(60)))).toBe(key);
  }
  expect(keysIn(together(one(2_000), silence(60), one(80), silence(60), one(80)))).toBe("111");
});

test.each([80, 160, 777, 4_096])("it does not matter how the sound comes: %s samples at a time", (pieces) => {
  const sound = together(silence(35), one(70), silence(71), one(70), silence(40));
  expect(keysIn(sound, rate, pieces)).toBe("11");
});

describe("a key is", () => {
  test.each([
    ["held for 65 ms", together(silence(50), one(65), silence(50)), "1"],
    ["not what lasts 40 ms", together(silence(50), one(40), silence(50)), ""],
    ["as quiet as -30 dBFS", one(100, 0.025), "1"],
    ["not what is at -46 dBFS", one(100, 0.005), ""],
    ["twisted by 6 dB one way", one(100, 0.1, 2), "1"],
    ["twisted by 6 dB the other way", one(100, 0.2, 0.5), "1"],
    ["not twisted by 12 dB", one(100, 0.3, 0.25), ""],
    ["heard over noise 15 dB below it", plus(one(150), noise(rate * 0.15, 0.06)), "1"],
    ["not one of its two tones", tones([697], 200), ""],
    ["not the two of a dial tone", tones([350, 440], 500), ""],
    [
      "not the three tones of 'no such number'",
      together(tones([950], 330), tones([1400], 330), tones([1800], 330)),
      "",
    ],
    ["not what has harmonics, as a voice does", tones([697, 1209, 1394, 2418], 200, 0.1), ""],
    ["not noise", noise(rate * 5, 0.5), ""],
  ])("%s", (_, sound, keys) => {
    expect(keysIn(sound)).toBe(keys);
  });
});

describe("a voice is no key", () => {
  const assets = path.join(import.meta.dirname, "../../assets");
  const files = [
    ...readdirSync(path.join(assets, "public/clips"), { recursive: true }).map(
      (file) => `public/clips/${String(file)}`,
    ),
    ...readdirSync(path.join(assets, "demo/messages")).map((file) => `demo/messages/${file}`),
  ].filter((file) => file.endsWith(".wav"));

  test(`in ${files.length} clips of two speakers, at four speeds`, () => {
    expect(files.length).toBeGreaterThan(160);
    const pressed = files.flatMap((file) => {
      const wav = readWav(readFileSync(path.join(assets, file)));
      if ("wrong" in wav) throw new Error(`${file}: ${wav.wrong}`);
      // Another rate makes another voice of it: lower or higher.
      return [0.8, 1, 1.15, 1.3].flatMap((speed) => {
        const keys = keysIn(Float32Array.from(wav.samples), Math.round(wav.rate * speed));
        return keys === "" ? [] : [`${file} at ${speed}: ${keys}`];
      });
    });
    expect(pressed).toEqual([]);
  });

  test("nor is the babble of the plant's stations, in 20 s of it", () => {
    const frames = createVoice("speech");
    const once = frames.flatMap((frame) => [...fromMulaw(frame)]);
    const long = Array.from({ length: Math.ceil((20 * sampleRate) / once.length) }, () => once).flat();
    expect(keysIn(Float32Array.from(long), sampleRate)).toBe("");
  });
});
