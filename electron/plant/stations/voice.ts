/** What a station says, as a loop of G.711 frames: a tone that can be measured, or babble that sounds like a person. */
import { frameSamples, sampleRate, toMulaw } from "../media/g711.ts";

export type VoiceKind = "tone" | "speech";

/** Frames of 20 ms, said one after another, again from the start. */
export type Voice = readonly Uint8Array[];

const toneHz = 440;
const toneLevel = 0.3;

function framesOf(samples: Float64Array): Voice {
  const bytes = toMulaw(samples);
  return Array.from({ length: Math.floor(bytes.length / frameSamples) }, (_, index) =>
    bytes.slice(index * frameSamples, (index + 1) * frameSamples),
  );
}

/** 100 ms hold 44 whole periods of 440 Hz, so the loop has no seam. */
function tone(): Voice {
  const step = (2 * Math.PI * toneHz) / sampleRate;
  return framesOf(Float64Array.from({ length: sampleRate / 10 }, (_, at) => toneLevel * Math.sin(step * at)));
}

/** First three resonances of a vowel in Hz, and how long it lasts in seconds; null: a pause. */
const syllables: readonly { vowel: readonly [number, number, number] | null; seconds: number }[] = [
  { vowel: [500, 1500, 2500], seconds: 0.16 },
  { vowel: [700, 1200, 2600], seconds: 0.2 },
  { vowel: null, seconds: 0.06 },
  { vowel: [300, 2200, 2900], seconds: 0.14 },
  { vowel: [450, 900, 2500], seconds: 0.22 },
  { vowel: null, seconds: 0.3 },
  { vowel: [600, 1700, 2500], seconds: 0.18 },
  { vowel: [320, 850, 2300], seconds: 0.16 },
  { vowel: null, seconds: 0.05 },
  { vowel: [700, 1200, 2600], seconds: 0.26 },
  { vowel: null, seconds: 0.67 },
];

/** A pulse train through three resonators: vowels without words, with the rise and fall of a sentence. */
function speech(): Voice {
  const out: number[] = [];
  let sincePulse = 0;
  const memory = [0, 0, 0, 0, 0, 0];
  for (const [index, { vowel, seconds }] of syllables.entries()) {
    const length = Math.round(seconds * sampleRate);
    for (let at = 0; at < length; at += 1) {
      const envelope = vowel === null ? 0 : Math.sin((Math.PI * at) / length) ** 0.5;
      const pitch = 135 - index * 3 + 12 * Math.sin((Math.PI * at) / length);
      sincePulse += 1;
      const isPulse = sincePulse >= sampleRate / pitch;
      if (isPulse) sincePulse = 0;
      let sound = isPulse ? envelope : 0;
      for (const [resonator, hz] of (vowel ?? [500, 1500, 2500]).entries()) {
        const radius = Math.exp((-Math.PI * (60 + 40 * resonator)) / sampleRate);
        const last = memory[resonator * 2] ?? 0;
        const before = memory[resonator * 2 + 1] ?? 0;
        const now = sound + 2 * radius * Math.cos((2 * Math.PI * hz) / sampleRate) * last - radius * radius * before;
        memory[resonator * 2 + 1] = last;
        memory[resonator * 2] = now;
        sound = now * (1 - radius);
      }
      out.push(sound);
    }
  }
  const loudest = out.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-9);
  return framesOf(Float64Array.from(out, (sample) => (0.5 * sample) / loudest));
}

/** Somebody who is there and says nothing: packets go on. */
export const silentVoice: Voice = [new Uint8Array(frameSamples).fill(0xff)];

export const createVoice = (kind: VoiceKind): Voice => (kind === "tone" ? tone() : speech());
