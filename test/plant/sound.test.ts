/** The plant's sound in numbers: G.711, what a station says and hears, and descriptions of sessions. */
import { expect, test } from "vitest";
import { peerChange, withSpokenCodecs, writePlain } from "../../electron/plant/media/description.ts";
import { createFrameEnd } from "../../electron/plant/media/frameEnd.ts";
import { createFramePath, type SoundFrame } from "../../electron/plant/media/framePath.ts";
import { fromMulaw, toMulaw } from "../../electron/plant/media/g711.ts";
import { rms, toneAmplitude } from "../../electron/plant/media/measure.ts";
import { createEar } from "../../electron/plant/stations/ear.ts";
import { createVoice } from "../../electron/plant/stations/voice.ts";

const all = (frames: readonly Uint8Array[]) => fromMulaw(Uint8Array.from(frames.flatMap((frame) => [...frame])));

test("µ-law keeps every one of its 256 values, and a sample to within its step", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  const back = toMulaw(fromMulaw(bytes).map((sample) => (sample * 32768) / 32767));
  // 0x7f and 0xff are the two zeros.
  expect([...back].filter((byte, index) => byte !== index && index !== 0x7f)).toEqual([]);
  for (const sample of [-1, -0.3, -0.001, 0, 0.01, 0.7]) {
    const [decoded = 9] = fromMulaw(toMulaw(Float64Array.of(sample)));
    expect(Math.abs(decoded - sample)).toBeLessThan(0.001 + Math.abs(sample) * 0.04);
  }
});

test("the tone is 440 Hz at 0.3 without a seam", () => {
  const frames = createVoice("tone");
  const looped = all([...frames, ...frames, ...frames, ...frames, ...frames]);
  expect(toneAmplitude(looped, 440)).toBeCloseTo(0.3, 2);
  expect(toneAmplitude(looped, 1000)).toBeLessThan(0.005);
});

test("the babble has voice and pauses, and never clips", () => {
  const frames = createVoice("speech");
  expect(frames.length).toBeGreaterThan(100);
  expect(frames.every((frame) => frame.length === 160)).toBe(true);
  const levels = frames.map((frame) => rms(fromMulaw(frame)));
  expect(levels.filter((level) => level > 0.03).length).toBeGreaterThan(30);
  expect(levels.filter((level) => level < 0.005).length).toBeGreaterThan(20);
  expect(Math.max(...all(frames).map(Math.abs))).toBeLessThan(0.6);
});

test("a digit counts once, though its end is sent three times, and again when it is pressed again", () => {
  const ear = createEar();
  const block = (event: number, end: number, timestamp: number): SoundFrame => ({
    kind: "digit",
    payload: Uint8Array.of(event, end, 0, 160),
    timestamp,
  });
  for (const [event, at] of [
    [5, 100],
    [5, 900],
    [11, 1700],
  ] as const)
    for (const end of [10, 0x8a, 0x8a, 0x8a]) ear.hear(block(event, end, at));
  expect(ear.digits()).toBe("55#");
});

test("two ends on the frame path speak and hear as they agreed", async () => {
  const path = createFramePath();
  const [plant, station] = [createFrameEnd(path), createFrameEnd(path)];
  let heard = 0;
  station.onFrame(() => {
    heard += 1;
  });
  const frame: SoundFrame = { kind: "sound", payload: new Uint8Array(160), timestamp: 0 };
  plant.send(frame);
  await plant.takeAnswer(await station.answer(await plant.offer("sendonly"), "sendrecv"));
  expect(station.direction()).toBe("recvonly");
  plant.send(frame);
  expect(heard).toBe(1);
  await plant.takeAnswer(await station.answer(await plant.offer("inactive"), "sendrecv"));
  plant.send(frame);
  expect(heard).toBe(1);
  station.close();
  plant.send(frame);
  expect(heard).toBe(1);
  await expect(plant.takeAnswer("v=0\r\n")).rejects.toThrow("RTP/AVP");
});

test("of an offer only PCMU and digits at 8 kHz are kept; one without PCMU is none", () => {
  const offer = writePlain(20000, "sendrecv", 1)
    .replace("RTP/AVP 0 101", "UDP/TLS/RTP/SAVPF 111 0 110 126")
    .replace(
      "a=rtpmap:101 telephone-event/8000",
      "a=rtpmap:111 opus/48000/2\r\na=rtpmap:110 telephone-event/48000\r\na=rtpmap:126 telephone-event/8000",
    );
  const kept = withSpokenCodecs(offer) ?? "";
  expect(kept).toContain("m=audio 20000 UDP/TLS/RTP/SAVPF 0 126\r\n");
  expect(kept).not.toMatch(/rtpmap:(111|110)/);
  expect(withSpokenCodecs(offer.replace(" 111 0 ", " 111 "))).toBeNull();
});

test("another peer connection is told from a restart of ICE on the same one", () => {
  const offer = (session: number, fingerprint: string, ufrag: string) =>
    `v=0\r\no=- ${session} 2 IN IP4 127.0.0.1\r\na=fingerprint:sha-256 ${fingerprint}\r\na=ice-ufrag:${ufrag}\r\n`;
  const before = offer(1, "AA", "x");
  expect(peerChange(before, offer(1, "AA", "x"))).toBe("same");
  expect(peerChange(before, offer(1, "AA", "y"))).toBe("iceRestart");
  expect(peerChange(before, offer(2, "AA", "y"))).toBe("other");
  expect(peerChange(before, offer(1, "BB", "x"))).toBe("other");
});
