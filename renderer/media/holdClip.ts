/** What a caller on hold hears instead of the operator: the clip, or a calm tone every 5 s. Made here, sent as a track. */
import { drawHoldTone } from "./cueSounds.ts";
import { playBuffer, playPcm, type SinkContext } from "./outputs.ts";

export interface SentSound {
  track: MediaStreamTrack;
  stop(): void;
}

export interface HoldClip {
  /** Fetches the clip; without one that can be played the tone stays. Never rejects. */
  load(url: string): Promise<void>;
  /** A track that carries the clip from its beginning, again and again. */
  start(): SentSound;
  /** A track of silence, for a leg without a microphone: packets flow all the same. */
  silence(): SentSound;
}

/** Between two rounds of the clip. */
const pauseSeconds = 2;

export function createHoldClip(context: SinkContext): HoldClip {
  let clip: AudioBuffer | null = null;
  // Chromium never frees a destination node: those of ended holds are used again, and all silence is one.
  const free: MediaStreamAudioDestinationNode[] = [];
  let silence: MediaStreamAudioDestinationNode | null = null;

  return {
    async load(url) {
      try {
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
        clip = withPause(context, await context.decodeAudioData(await answer.arrayBuffer()));
      } catch (error) {
        clip = null;
        console.warn("no hold clip, the tone is used:", error);
      }
    },
    start() {
      const out = free.pop() ?? context.createMediaStreamDestination();
      const end = clip
        ? playBuffer(context, out, clip, true)
        : playPcm(context, out, drawHoldTone(context.sampleRate), true);
      return sent(out, () => {
        end();
        free.push(out);
      });
    },
    silence() {
      silence ??= silentDestination(context);
      return sent(silence, () => undefined);
    },
  };
}

/** A clone is handed out, so that the destination's own track lives on. */
function sent(out: MediaStreamAudioDestinationNode, end: () => void): SentSound {
  const track = out.stream.getAudioTracks()[0]?.clone();
  if (!track) throw new Error("The browser made no track for the hold clip.");
  return {
    track,
    stop() {
      track.stop();
      end();
    },
  };
}

function silentDestination(context: AudioContext): MediaStreamAudioDestinationNode {
  const out = context.createMediaStreamDestination();
  const source = context.createConstantSource();
  source.offset.value = 0;
  source.connect(out);
  source.start();
  return out;
}

/** Mono, with a pause after it. */
function withPause(context: AudioContext, clip: AudioBuffer): AudioBuffer {
  const longer = context.createBuffer(
    1,
    clip.length + Math.round(pauseSeconds * context.sampleRate),
    context.sampleRate,
  );
  longer.copyToChannel(clip.getChannelData(0), 0);
  return longer;
}
