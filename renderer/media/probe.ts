/**
 * A measuring tap for tests of a running page (?probe=1): amplitudes of a frequency, over half a second, in what a leg
 * receives, plays and sends. Reads only; without the query it does not exist.
 */
import type { CallId } from "../../shared/desk/state.ts";
import { amplitudeAt } from "./goertzel.ts";
import type { SinkContext } from "./outputs.ts";
import type { Voice } from "./playback.ts";

export interface MediaProbe {
  /** Calls that have a peer here. */
  legs(): CallId[];
  /** The class sound that is asked for and confirmed to be heard; null: silence. */
  ringing(): string | null;
  /** Percent that the ring is played with. */
  ringVolume(): number;
  /** Of each output that the ring is played on: its device ("" the system's default), its percent, and its peak in the next 2 s. */
  rings(): Promise<{ sinkId: string; percent: number; peak: number }[]>;
  /** In the received track, heard or not. */
  heard(callId: CallId, hz: number): Promise<number>;
  /** What comes of it goes to the talk device now. */
  plays(callId: CallId): boolean;
  /** In what goes to the talk device. */
  played(callId: CallId, hz: number): Promise<number>;
  /** In the track that the sender carries. */
  sent(callId: CallId, hz: number): Promise<number>;
}

declare global {
  interface Window {
    mediaProbe?: MediaProbe;
  }
}

const listenMs = 500;
/** A ring has pulses and pauses: its longest pattern but the soft one lasts this long. */
const ringMs = 2_500;

export interface Taps {
  voice(callId: CallId): Voice | undefined;
  sentTrack(callId: CallId): MediaStreamTrack | null;
  legs(): CallId[];
  ringing(): string | null;
  ringVolume(): number;
  rings(): ReadonlyMap<SinkContext, GainNode>;
}

/** What goes to the output, by a tap on its own context: where that stands still nothing is measured. */
async function peakOf(context: AudioContext, from: AudioNode): Promise<number> {
  const analyser = context.createAnalyser();
  analyser.fftSize = 32_768;
  from.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const until = performance.now() + ringMs;
  let peak = 0;
  while (performance.now() < until) {
    await new Promise((done) => setTimeout(done, listenMs));
    analyser.getFloatTimeDomainData(samples);
    for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
  }
  // The tap ends with its ring: that may have stopped meanwhile.
  return peak;
}

export function createProbe(context: AudioContext, taps: Taps): MediaProbe {
  async function amplitude(stream: MediaStream, hz: number): Promise<number> {
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 32_768;
    source.connect(analyser);
    await new Promise((done) => setTimeout(done, (analyser.fftSize / context.sampleRate) * 1000 + 50));
    const samples = new Float32Array(analyser.fftSize);
    analyser.getFloatTimeDomainData(samples);
    source.disconnect();
    return amplitudeAt(samples.slice(-Math.round((listenMs / 1000) * context.sampleRate)), context.sampleRate, hz);
  }
  function playing(callId: CallId): HTMLAudioElement | null {
    const element = taps.voice(callId)?.element;
    return !element || element.muted || element.paused ? null : element;
  }
  async function heard(callId: CallId, hz: number): Promise<number> {
    const voice = taps.voice(callId);
    return voice ? amplitude(voice.stream, hz) : 0;
  }
  return {
    legs: taps.legs,
    ringing: taps.ringing,
    ringVolume: taps.ringVolume,
    rings: () =>
      Promise.all(
        [...taps.rings()].map(async ([ring, gain]) => ({
          sinkId: String(ring.sinkId),
          percent: Math.round(gain.gain.value * 100),
          peak: await peakOf(ring, gain),
        })),
      ),
    heard,
    plays: (callId) => playing(callId) !== null,
    async played(callId, hz) {
      const element = playing(callId);
      return element ? (await heard(callId, hz)) * element.volume : 0;
    },
    async sent(callId, hz) {
      const track = taps.sentTrack(callId);
      return track ? amplitude(new MediaStream([track]), hz) : 0;
    },
  };
}
