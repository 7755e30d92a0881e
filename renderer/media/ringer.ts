/**
 * Sounds the ring on the ring device, and proves that it is heard: a running AudioContext whose time goes on, on a device
 * that exists; within 500 ms and every 2 s (wire.md, media page). The ring is one looped buffer, so no timer can fail it.
 */
import type { RingSound } from "../../shared/call/soundPlan.ts";
import { drawRing, ringPattern } from "../../shared/sound/ringPattern.ts";
import { playPcm, type SinkContext } from "./outputs.ts";

/** How long the context's time is watched before the first word: longer than any device's buffer. */
const firstLookMs = 300;
const againMs = 2000;

export interface Ringer {
  /** null: quiet. */
  ring(sound: RingSound | null): void;
  /** Percent; the ring itself may ask for more. */
  setVolume(percent: number): void;
  /** Percent that it is played with now. */
  readonly volume: number;
  /** Something has changed (device, permission): say at once whether it is still heard. */
  look(): void;
}

export interface RingProof {
  confirmed: boolean;
  /** In words; "" when confirmed. */
  why: string;
}

/** `deviceExists`: there is an output for the ring now. `tell`: the proof, while ringing. */
export function createRinger(
  context: SinkContext,
  deviceExists: () => Promise<boolean>,
  tell: (proof: RingProof) => void,
): Ringer {
  const gain = context.createGain();
  gain.connect(context.destination);
  let ringing = false;
  let atLeast = 0;
  let volume = 100;
  const turn = (): void => {
    gain.gain.value = Math.max(volume, atLeast) / 100;
  };
  let stop = (): void => undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lookedAt = 0;
  /** A proof that comes after the ring has ended or changed is dropped. */
  let round = 0;

  async function prove(): Promise<void> {
    const mine = round;
    const exists = await deviceExists();
    if (mine !== round) return;
    const advanced = context.currentTime > lookedAt;
    lookedAt = context.currentTime;
    tell(ringProof({ running: context.state === "running", advanced, deviceExists: exists }));
  }
  function unwatch(): void {
    clearTimeout(timer);
    round += 1;
  }
  function watch(): void {
    unwatch();
    lookedAt = context.currentTime;
    timer = setTimeout(function again() {
      timer = setTimeout(again, againMs);
      prove().catch((error: unknown) => console.error("the ring is not proved:", error));
    }, firstLookMs);
  }

  context.addEventListener("statechange", () => ringing && watch());

  return {
    ring(sound) {
      stop();
      unwatch();
      stop = () => undefined;
      ringing = sound !== null;
      atLeast = sound?.atLeast ?? 0;
      turn();
      if (!sound) return;
      // The watch comes first: a ring that cannot even be started is then said to be silent.
      watch();
      stop = playPcm(context, gain, drawRing(sound, context.sampleRate), ringPattern(sound).repeats);
    },
    get volume() {
      return Math.max(volume, atLeast);
    },
    setVolume(percent) {
      volume = percent;
      turn();
    },
    look() {
      if (ringing) watch();
    },
  };
}

/** Pure: whether a ring is heard, or why not. */
export function ringProof(seen: { running: boolean; advanced: boolean; deviceExists: boolean }): RingProof {
  if (!seen.deviceExists) return { confirmed: false, why: "There is no sound output device." };
  if (!seen.running) return { confirmed: false, why: "The browser does not allow sound before a click." };
  if (!seen.advanced) return { confirmed: false, why: "The sound output device has stopped." };
  return { confirmed: true, why: "" };
}
