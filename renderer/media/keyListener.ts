/** Listens to one leg for keys. Sound is looked at in pieces; a machine that stalls for half a second misses none of it. */
import { createKeyDetector } from "./keyTone.ts";

const lookMs = 40;
/** The longest window of an analyser: 0.68 s at 48 kHz. */
const longest = 32_768;

/** `createContext`: one for measuring, for this listener alone. The returned function ends it. */
export function listenForKeys(
  createContext: () => AudioContext,
  stream: MediaStream,
  pressed: (digit: string) => void,
): () => void {
  const context = createContext();
  const source = context.createMediaStreamSource(stream);
  const analyser = context.createAnalyser();
  analyser.fftSize = longest;
  source.connect(analyser);
  const detector = createKeyDetector(context.sampleRate, pressed);
  const samples = new Float32Array(longest);
  let seen = context.currentTime;
  const looking = setInterval(() => {
    const now = context.currentTime;
    const fresh = Math.min(longest, Math.round((now - seen) * context.sampleRate));
    if (fresh <= 0) return;
    seen = now;
    analyser.getFloatTimeDomainData(samples);
    detector.take(samples.subarray(longest - fresh));
  }, lookMs);
  return () => {
    clearInterval(looking);
    source.disconnect();
    context.close().catch((error: unknown) => console.warn("the context that listened for keys stays:", error));
  };
}
