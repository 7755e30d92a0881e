/**
 * A measuring tap for tests of a running page (?probe=1): amplitudes of a frequency, over half a second, in what a leg
 * receives, plays and sends. Reads only; without the query it does not exist.
 */
import type { CallId } from "../../shared/desk/state.ts";
import { amplitudeAt } from "./goertzel.ts";
import type { Voice } from "./playback.ts";

export interface MediaProbe {
  /** Calls that have a peer here. */
  legs(): CallId[];
  /** The class sound that is asked for and confirmed to be heard; null: silence. */
  ringing(): string | null;
  /** Percent that the ring is played with. */
  ringVolume(): number;
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

export interface Taps {
  voice(callId: CallId): Voice | undefined;
  sentTrack(callId: CallId): MediaStreamTrack | null;
  legs(): CallId[];
  ringing(): string | null;
  ringVolume(): number;
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
