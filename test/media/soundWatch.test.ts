/** Small judgements of the media page: packets, rings, devices and levels. */
import { expect, test } from "vitest";
import { chooseOutput, microphoneLabel } from "../../renderer/media/audioDevices.ts";
import { amplitudeAt } from "../../renderer/media/goertzel.ts";
import { levelOf } from "../../renderer/media/meter.ts";
import { ringProof } from "../../renderer/media/ringProof.ts";
import { flowOf, nextProof, type PacketCount, type Proof } from "../../renderer/media/soundWatch.ts";

function after(counts: readonly PacketCount[]) {
  let proof: Proof | null = null;
  for (const count of counts) proof = nextProof(proof, count);
  return proof ? flowOf(proof) : null;
}

test("no packet proves nothing, the first one proves its own direction", () => {
  expect(after([{ received: 0, sent: 0, at: 0 }])).toEqual({ in: false, out: false });
  expect(after([{ received: 1, sent: 0, at: 0 }])).toEqual({ in: true, out: false });
  expect(after([{ received: 0, sent: 3, at: 0 }])).toEqual({ in: false, out: true });
});

test("sound is gone after 2 s without a packet and back with the next", () => {
  const flow = (...received: readonly [number, number][]) =>
    after(received.map(([at, count]) => ({ received: count, sent: 0, at })))?.in;
  expect(flow([0, 5], [1900, 5])).toBe(true);
  expect(flow([0, 5], [2000, 5])).toBe(false);
  expect(flow([0, 5], [2500, 5], [3000, 6])).toBe(true);
});

test("a ring is confirmed only by a running context on a device that exists, else the reason is in words", () => {
  const good = { running: true, advanced: true, deviceExists: true };
  expect(ringProof(good)).toEqual({ confirmed: true, why: "" });
  expect(ringProof({ ...good, deviceExists: false }).why).toBe("There is no sound output device.");
  expect(ringProof({ ...good, running: false }).why).toBe("The browser does not allow sound before a click.");
  expect(ringProof({ ...good, advanced: false })).toEqual({
    confirmed: false,
    why: "The sound output device has stopped.",
  });
});

test("a chosen output that has vanished falls back to the default and says so", () => {
  const devices = [
    { id: "desk", label: "Desk speaker", kind: "output" },
    { id: "mic", label: "Headset", kind: "input" },
  ] as const;
  expect(chooseOutput("desk", devices)).toEqual({ id: "desk", label: "Desk speaker" });
  expect(chooseOutput("", devices)).toEqual({ id: "", label: "System default" });
  expect(chooseOutput("mic", devices)).toEqual({ id: "", label: "System default (the chosen device is gone)" });
  expect(chooseOutput("desk", [])).toEqual({ id: "", label: null });
});

test("the status names the microphone that is really open", () => {
  expect(microphoneLabel("", { label: "Built-in", deviceId: "b" })).toBe("Built-in");
  expect(microphoneLabel("headset", { label: "Built-in", deviceId: "b" })).toBe("Built-in (the chosen device is gone)");
  expect(microphoneLabel("headset", null)).toBeNull();
});

test("a level is 0 in silence, 1 at full scale, and halfway at -30 dB", () => {
  expect(levelOf(new Float32Array(512))).toBe(0);
  expect(levelOf(new Float32Array(512).fill(1))).toBe(1);
  expect(levelOf(new Float32Array(512).fill(10 ** (-30 / 20)))).toBeCloseTo(0.5, 5);
});

test("the measure of a tone is its amplitude, and nothing at another frequency", () => {
  const tone = Float32Array.from({ length: 8000 }, (_, i) => 0.4 * Math.sin((2 * Math.PI * 1000 * i) / 16_000));
  expect(amplitudeAt(tone, 16_000, 1000)).toBeCloseTo(0.4, 3);
  expect(amplitudeAt(tone, 16_000, 440)).toBeLessThan(0.001);
});
