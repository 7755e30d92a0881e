/**
 * What a party of a conference is sent: the microphone and the voices of the others, added up. Made here and not by the PBX,
 * so that a conference needs nothing of it. Voices must be played somewhere, muted or not, or Chromium does not pull them
 * (playback.ts does).
 */

export interface Mix {
  /** Carries the sum of what was taken last. */
  track: MediaStreamTrack;
  /** Another set of tracks; those that stay are not interrupted. */
  take(tracks: readonly MediaStreamTrack[]): void;
  stop(): void;
}

export interface Mixer {
  start(): Mix;
}

/** `createContext`: a quick one, rendered for no device. */
export function createMixer(createContext: () => AudioContext): Mixer {
  // Chromium frees sources and destinations of streams only with their context: this one lives while anything is mixed.
  let context: AudioContext | null = null;
  let running = 0;

  return {
    start() {
      context ??= createContext();
      const own = context;
      running += 1;
      const out = new MediaStreamAudioDestinationNode(own, { channelCount: 1 });
      const sources = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
      const [track] = out.stream.getAudioTracks();
      if (!track) throw new Error("The browser made no track for a conference.");
      let stopped = false;

      function take(tracks: readonly MediaStreamTrack[]): void {
        for (const [one, source] of sources) {
          if (tracks.includes(one)) continue;
          source.disconnect();
          sources.delete(one);
        }
        for (const one of tracks) {
          if (sources.has(one)) continue;
          const source = own.createMediaStreamSource(new MediaStream([one]));
          source.connect(out);
          sources.set(one, source);
        }
      }

      return {
        track,
        take,
        stop() {
          if (stopped) return;
          stopped = true;
          take([]);
          track.stop();
          running -= 1;
          if (running > 0 || own !== context) return;
          context = null;
          own.close().catch((error: unknown) => console.warn("the mixing context stays:", error));
        },
      };
    },
  };
}
