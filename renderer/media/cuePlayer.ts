/** The small sounds of the headset: a tick while another call waits, ON AIR, call ended. */
import { type Cue, drawCue, drawWaitingTicks } from "./cueSounds.ts";
import { playPcm, type SinkContext } from "./outputs.ts";

export interface CuePlayer {
  play(cue: Exclude<Cue, "waiting">): void;
  /** A tick every 5 s until false. */
  tick(on: boolean): void;
}

export function createCuePlayer(context: SinkContext): CuePlayer {
  let stopTicks: (() => void) | null = null;
  return {
    play(cue) {
      playPcm(context, context.destination, drawCue(cue, context.sampleRate), false);
    },
    tick(on) {
      if (on === (stopTicks !== null)) return;
      stopTicks?.();
      stopTicks = on ? playPcm(context, context.destination, drawWaitingTicks(context.sampleRate), true) : null;
    },
  };
}
