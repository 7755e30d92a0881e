/** Chromium's switches in tests: those of the product that matter to sound, and a microphone that hears a 1000 Hz tone. */
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeWav } from "../../shared/sound/wav.ts";

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
  const samples = Float32Array.from(
    { length: rate },
    (_, n) => 0.4 * Math.sin((2 * Math.PI * microphoneHz * n) / rate),
  );
  // Renamed into place: several workers may write it at once.
  writeFileSync(`${file}.${process.pid}`, writeWav({ rate, samples }));
  renameSync(`${file}.${process.pid}`, file);
  return file;
}
