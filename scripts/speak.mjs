// Makes the spoken sounds of assets/ anew: hold clips, the words of the ladder's call and the demo site's messages. Not part of setup: the files are in the
// repository. Needs flite and espeak-ng (Debian: apt-get install flite espeak-ng). Runs with Node 24:
//   node_modules/.bin/node scripts/speak.mjs
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { spokenTexts } from "../shared/ladder/spokenWords.ts";
import { readWav, writeWav } from "../shared/sound/wav.ts";
import { fail, root, run, say } from "./steps.mjs";

/** What is said where; assets/sounds/README.md says the same for people. */
const sounds = [
  {
    file: "assets/public/clips/hold-en.wav",
    parts: [{ en: "Please stay on the line. We are coming back to you." }],
  },
  {
    file: "assets/public/clips/hold-de.wav",
    parts: [{ de: "Bitte bleiben Sie dran. Wir sind gleich wieder bei Ihnen." }],
  },
  {
    file: "assets/demo/messages/evacuate.wav",
    parts: [
      {
        en: "Attention please. Leave your vehicle, and leave the key in it. Walk to the nearest emergency exit. The exits are marked green.",
      },
      {
        de: "Achtung, bitte. Verlassen Sie Ihr Fahrzeug, und lassen Sie den Schlüssel stecken. Gehen Sie zum nächsten Notausgang. Die Ausgänge sind grün gekennzeichnet.",
      },
    ],
  },
  {
    file: "assets/demo/messages/platform-edge.wav",
    parts: [
      { en: "Please keep clear of the platform edge." },
      { de: "Bitte halten Sie Abstand von der Bahnsteigkante." },
    ],
  },
  {
    file: "assets/demo/messages/test.wav",
    parts: [{ en: "This is a test of the loudspeakers. There is nothing you need to do." }],
  },
];

const rate = 16_000;
/** Words are heard over the telephone only. */
const wordRate = 8_000;
const betweenPartsS = 0.7;
/** Loudness of the speech itself, and the highest peak that is left for it; full scale is 1. */
const speechRms = 0.14;
const peak = 0.92;

const work = mkdtempSync(path.join(tmpdir(), "speak-"));
try {
  for (const language of ["en", "de"]) {
    const folder = `assets/public/clips/words/${language}`;
    mkdirSync(path.join(root, folder), { recursive: true });
    const texts = Object.entries(spokenTexts(language));
    for (const [word, text] of texts) {
      const samples = levelled(resampled(trimmed(speak({ [language]: text })), wordRate));
      writeFileSync(path.join(root, folder, `${word}.wav`), writeWav({ rate: wordRate, samples }));
    }
    say(`${folder}: ${texts.length} words`);
  }
  for (const { file, parts } of sounds) {
    const spoken = parts.map((part) => levelled(resampled(trimmed(speak(part)), rate)));
    const pause = new Float32Array(betweenPartsS * rate);
    const samples = Float32Array.from(spoken.flatMap((one, i) => (i === 0 ? [...one] : [...pause, ...one])));
    writeFileSync(path.join(root, file), writeWav({ rate, samples }));
    say(`${file}: ${(samples.length / rate).toFixed(1)} s`);
  }
} finally {
  rmSync(work, { recursive: true });
}

function speak({ en, de }) {
  const file = path.join(work, "part.wav");
  const failed =
    en === undefined
      ? run("espeak-ng", ["-v", "de", "-s", "150", "-w", file, de])
      : run("flite", ["-voice", "slt", "-t", en, "-o", file]);
  if (failed) fail("The words could not be spoken: are flite and espeak-ng installed?");
  const read = readWav(readFileSync(file));
  if ("wrong" in read) fail(`The speech program wrote ${read.wrong}.`);
  return read;
}

/** Without the silence before and after the words. */
function trimmed({ rate: from, samples }) {
  const margin = Math.round(0.03 * from);
  const first = samples.findIndex((sample) => Math.abs(sample) > 0.01);
  const last = samples.findLastIndex((sample) => Math.abs(sample) > 0.01);
  return { rate: from, samples: samples.slice(Math.max(0, first - margin), last + margin) };
}

/** By a windowed sinc, with what the new rate cannot carry left out. */
function resampled({ rate: from, samples }, to) {
  if (from === to) return samples;
  const cut = Math.min(1, to / from);
  const half = 24;
  return Float32Array.from({ length: Math.floor((samples.length * to) / from) }, (_, i) => {
    const at = (i * from) / to;
    let sum = 0;
    for (let n = Math.ceil(at - half); n <= at + half; n++) {
      const x = n - at;
      const sinc = x === 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
      sum += (samples[n] ?? 0) * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / half));
    }
    return sum;
  });
}

/** To the same loudness; the few peaks above are rounded off, as speech on a telephone can bear. */
function levelled(samples) {
  const loud = samples.filter((sample) => Math.abs(sample) > 0.01);
  const rms = Math.sqrt(loud.reduce((sum, sample) => sum + sample * sample, 0) / loud.length);
  const knee = 0.6;
  return samples.map((sample) => {
    const wanted = (sample * speechRms) / rms;
    const size = Math.abs(wanted);
    if (size <= knee) return wanted;
    return Math.sign(wanted) * (knee + (peak - knee) * Math.tanh((size - knee) / (peak - knee)));
  });
}
