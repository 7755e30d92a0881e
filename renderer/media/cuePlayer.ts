/** The small sounds of the headset: a tick while another call waits, ON AIR, call ended. */
import { type Cue, drawCue, drawWaitingTicks } from "./cueSounds.ts";
import { playPcm, type SinkContext } from "./outputs.ts";

export interface CuePlayer {
  play(cue: Exclude<Cue, "waiting" | "announce">): void;
  /** Three steps in three seconds, on talk and ring devices; false breaks it off. */
  announce(on: boolean): void;
  /** A tick every 5 s until false. */
  tick(on: boolean): void;
}

/** `rings`: those of the ring devices, for whoever has no headset on. */
export function createCuePlayer(context: SinkContext, rings: () => readonly SinkContext[]): CuePlayer {
  let stopAnnouncing: (() => void)[] = [];
  let stopTicks: (() => void) | null = null;
  return {
    play(cue) {
      playPcm(context, context.destination, drawCue(cue, context.sampleRate), false);
    },
    announce(on) {
      for (const stop of stopAnnouncing) stop();
      stopAnnouncing = on
        ? [context, ...rings()].map((each) =>
            playPcm(each, each.destination, drawCue("announce", each.sampleRate), false),
          )
        : [];
    },
    tick(on) {
      if (on === (stopTicks !== null)) return;
      stopTicks?.();
      stopTicks = on ? playPcm(context, context.destination, drawWaitingTicks(context.sampleRate), true) : null;
    },
  };
}
