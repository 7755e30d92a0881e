/**
 * What is sent to a far end instead of the microphone: the hold clips in turn, or a calm tone every 5 s; a recorded message;
 * spoken clips in order; silence. Made here, sent as a track.
 */
import { drawHoldTone } from "./cueSounds.ts";
import { playBuffer, playPcm, type SinkContext } from "./outputs.ts";

export interface SentSound {
  track: MediaStreamTrack;
  stop(): void;
}

export interface Clips {
  /** Fetches the hold clips; without one that can be played the tone stays. Never rejects. */
  loadHold(urls: readonly string[]): Promise<void>;
  /** A track that carries the hold clips from the beginning, again and again. */
  hold(): SentSound;
  /** A track that carries a message once from its beginning. `over`: played to its end (null), or in words why it is not. */
  message(messageId: string, over: (failed: string | null) => void): SentSound;
  /**
   * A track that carries these clips in order; `again`: from the beginning, after a pause. One that cannot be played is left
   * out: a warning without its announcement is still a warning. `over` as of a message; failed: none can be played.
   */
  say(urls: readonly string[], again: boolean, over: (failed: string | null) => void): SentSound;
  /** A track of silence, for a leg without a microphone: packets flow all the same. */
  silence(): SentSound;
}

/** Between two languages, and before they begin again. */
const betweenSeconds = 1;
const pauseSeconds = 5;
/** Between the words that are said, and before they are said again. */
const wordSeconds = 0.08;
const againSeconds = 1.5;
/** Around a message: the first packets may find a path that is only just up, the last ones are still on their way. */
const leadSeconds = 0.4;
const tailSeconds = 0.6;

export function createClips(context: SinkContext): Clips {
  let held: AudioBuffer | null = null;
  let loading = 0;
  /** The message that is being played: fetched once for all zones, and anew for the next page. */
  let played: { id: string; buffer: Promise<AudioBuffer>; users: number } | null = null;
  // Chromium never frees a destination node: those of ended sounds are used again, and all silence is one.
  const free: MediaStreamAudioDestinationNode[] = [];
  let silence: MediaStreamAudioDestinationNode | null = null;

  const destination = () => free.pop() ?? context.createMediaStreamDestination();

  async function fetched(url: string): Promise<AudioBuffer> {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return context.decodeAudioData(await answer.arrayBuffer());
  }

  function takeMessage(id: string): NonNullable<typeof played> {
    if (played?.id !== id) {
      const buffer = fetched(`./site/message/${encodeURIComponent(id)}`).then((sound) =>
        together(context, [sound], { lead: leadSeconds, between: 0, tail: tailSeconds }),
      );
      played = { id, buffer, users: 0 };
    }
    played.users += 1;
    return played;
  }

  /** `over` when it was played to its end, or cannot be, unless it was stopped before. */
  function playWhenThere(
    buffer: Promise<AudioBuffer>,
    again: boolean,
    over: (failed: string | null) => void,
    atEnd: () => void = () => undefined,
  ): SentSound {
    const out = destination();
    let stopped = false;
    let end = (): void => undefined;
    buffer.then(
      (sound) => {
        if (stopped) return;
        end = playBuffer(context, out, sound, again, () => {
          if (!stopped) over(null);
        });
      },
      (error: unknown) => {
        console.error("a message cannot be played:", error);
        if (!stopped) over(error instanceof Error ? error.message : String(error));
      },
    );
    return sent(out, () => {
      stopped = true;
      end();
      free.push(out);
      atEnd();
    });
  }

  return {
    async loadHold(urls) {
      const mine = ++loading;
      const found = await Promise.allSettled(urls.map(fetched));
      if (mine !== loading) return;
      const sounds = came(found, "a hold clip");
      const spaces = { lead: 0, between: betweenSeconds, tail: pauseSeconds };
      held = sounds.length > 0 ? together(context, sounds, spaces) : null;
    },
    hold() {
      const out = destination();
      const end = held
        ? playBuffer(context, out, held, true)
        : playPcm(context, out, drawHoldTone(context.sampleRate), true);
      return sent(out, () => {
        end();
        free.push(out);
      });
    },
    message(messageId, over) {
      const taken = takeMessage(messageId);
      return playWhenThere(taken.buffer, false, over, () => {
        taken.users -= 1;
        if (taken.users === 0 && played === taken) played = null;
      });
    },
    say(urls, again, over) {
      const spaces = { lead: leadSeconds, between: wordSeconds, tail: again ? againSeconds : tailSeconds };
      const buffer = Promise.allSettled(urls.map(fetched)).then((found) => {
        const sounds = came(found, "a clip that is said");
        const failure = found.find((one) => one.status === "rejected");
        if (sounds.length === 0 && failure) throw failure.reason;
        return together(context, sounds, spaces);
      });
      return playWhenThere(buffer, again, over);
    },
    silence() {
      silence ??= silentDestination(context);
      return sent(silence, () => undefined);
    },
  };
}

/** Those that can be played; of the others the log tells. */
function came(found: readonly PromiseSettledResult<AudioBuffer>[], what: string): AudioBuffer[] {
  return found.flatMap((one) => {
    if (one.status === "fulfilled") return [one.value];
    console.warn(`${what} cannot be played:`, one.reason);
    return [];
  });
}

/** A clone is handed out, so that the destination's own track lives on. */
function sent(out: MediaStreamAudioDestinationNode, end: () => void): SentSound {
  const track = out.stream.getAudioTracks()[0]?.clone();
  if (!track) throw new Error("The browser made no track for a clip.");
  let ended = false;
  return {
    track,
    stop() {
      if (ended) return;
      ended = true;
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

/** One after the other, mono; silences in seconds. */
function together(
  context: AudioContext,
  sounds: readonly AudioBuffer[],
  { lead, between, tail }: { lead: number; between: number; tail: number },
): AudioBuffer {
  const long = (seconds: number) => Math.round(seconds * context.sampleRate);
  const length = sounds.reduce((sum, sound) => sum + sound.length, 0) + long(between) * (sounds.length - 1);
  const whole = context.createBuffer(1, long(lead) + length + long(tail), context.sampleRate);
  let at = long(lead);
  for (const sound of sounds) {
    whole.copyToChannel(sound.getChannelData(0), 0, at);
    at += sound.length + long(between);
  }
  return whole;
}
