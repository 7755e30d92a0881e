/** That a caller hears nothing more: no packet comes to him, so that his record does not grow. */
import { microphoneHz } from "../e2e/chromiumArgs.ts";
import type { Station } from "./baresip.ts";
import { until } from "./position.ts";

const goneMs = 1_000;
/**
 * Most of the microphone's tone in the first 200 ms after it: his jitter buffer keeps one frame of 20 ms until the next comes,
 * and plays it then (0.04 measured, a tenth of 0.4).
 */
export const oldFrame = 0.06;

/** Waits until nothing has come to him for 1 s; gives for how long something had come, ms, known to 0.25 s. */
export async function untilNothingComes(station: Station): Promise<number> {
  const from = performance.now();
  let lastCame = from;
  let listening = station.listen();
  await until("nothing comes to the caller", () => {
    if (listening(microphoneHz) !== null) {
      lastCame = performance.now();
      listening = station.listen();
    }
    return performance.now() - lastCame > goneMs;
  });
  return lastCame - from;
}
