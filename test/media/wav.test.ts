import { describe, expect, test } from "vitest";
import { readWav, writeWav } from "../../shared/sound/wav.ts";

const tone = { rate: 16_000, samples: Float32Array.from({ length: 160 }, (_, i) => 0.5 * Math.sin(i / 5)) };

/** The written tone with some bytes changed. */
function spoilt(change: (view: DataView, bytes: Uint8Array) => void): Uint8Array {
  const bytes = writeWav(tone);
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

test("what is written is read again, to the last bit of 16", () => {
  const read = readWav(writeWav(tone));
  if ("wrong" in read) throw new Error(read.wrong);
  expect(read.rate).toBe(16_000);
  expect(read.samples).toHaveLength(160);
  for (const [i, sample] of read.samples.entries()) expect(sample).toBeCloseTo(tone.samples[i] ?? 0, 3);
});

test("a sample over full scale is cut, not turned over", () => {
  const read = readWav(writeWav({ rate: 8_000, samples: Float32Array.from([2, -2]) }));
  if ("wrong" in read) throw new Error(read.wrong);
  expect(read.samples[0]).toBeGreaterThan(0.99);
  expect(read.samples[1]).toBeLessThan(-0.99);
});

test("chunks that other programs add, of odd length too, are passed over", () => {
  const whole = writeWav(tone);
  const extra = Uint8Array.from([...Buffer.from("LIST"), 3, 0, 0, 0, 1, 2, 3, 0]);
  const read = readWav(Uint8Array.from([...whole.subarray(0, 36), ...extra, ...whole.subarray(36)]));
  expect("wrong" in read ? read.wrong : read.samples.length).toBe(160);
});

test("bytes that start in the middle of a buffer are read", () => {
  const whole = writeWav(tone);
  const moved = new Uint8Array(whole.length + 3);
  moved.set(whole, 3);
  expect(readWav(moved.subarray(3))).toMatchObject({ rate: 16_000 });
});

describe("what is no PCM of one channel and 16 bits is refused in words:", () => {
  test.each([
    ["nothing", new Uint8Array(0), "no WAV file"],
    ["text", new TextEncoder().encode("RIFF is what I am not"), "no WAV file"],
    ["two channels", spoilt((view) => view.setUint16(22, 2, true)), "2 channels"],
    ["8 bits", spoilt((view) => view.setUint16(34, 8, true)), "8 bits"],
    [
      "floating point",
      spoilt((view) => view.setUint16(20, 3, true)),
      "a compressed WAV file, or one of floating point",
    ],
    ["the end missing", writeWav(tone).subarray(0, 200), "a WAV file that is cut off"],
    ["no format", spoilt((_, bytes) => bytes.set([120], 12)), "a WAV file without its format"],
    ["a short format", spoilt((view) => view.setUint32(16, 4, true)), "a WAV file without its format"],
    ["no sound", writeWav(tone).subarray(0, 36), "a WAV file without sound"],
  ])("%s", (_what, bytes, wrong) => expect(readWav(bytes)).toEqual({ wrong }));
});
