/** Chromium's switches in tests: those of the product that matter to sound, and a microphone that hears a 1000 Hz tone. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Hz of the tone that the fake microphone hears; amplitude 0.4 of full scale. */
export const microphoneHz = 1000;
const rate = 48_000;

export const chromiumArgs = (): string[] => [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--disable-features=WebRtcHideLocalIpsWithMdns",
  "--allow-loopback-in-peer-connection",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-audio-capture=${toneFile()}`,
];

/** One second of the tone: whole periods, so it loops without a click. */
function toneFile(): string {
  const file = path.join(import.meta.dirname, "../../.playwright", `tone${microphoneHz}.wav`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const samples = Buffer.alloc(rate * 2);
  for (let n = 0; n < rate; n++)
    samples.writeInt16LE(Math.round(0.4 * 32_767 * Math.sin((2 * Math.PI * microphoneHz * n) / rate)), n * 2);
  const head = Buffer.alloc(44);
  head.write("RIFF", 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write("WAVEfmt ", 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20); // PCM
  head.writeUInt16LE(1, 22); // one channel
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * 2, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36);
  head.writeUInt32LE(samples.length, 40);
  // Renamed into place: several workers may write it at once.
  writeFileSync(`${file}.${process.pid}`, Buffer.concat([head, samples]));
  renameSync(`${file}.${process.pid}`, file);
  return file;
}
