/**
 * Sounds the ring on every output that rings, and proves that it is heard: a running AudioContext whose time goes on, on a
 * device that exists; within 500 ms and every 2 s (wire.md, media page). The ring is one looped buffer, so no timer can fail it.
 */
import type { RingSound } from "../../shared/call/soundPlan.ts";
import type { AudioDevice } from "../../shared/link/mediaLink.ts";
import { drawRing, ringPattern } from "../../shared/sound/ringPattern.ts";
import { playBuffer, type SinkContext } from "./outputs.ts";
import type { RingOutputs } from "./ringOutputs.ts";
import type { RingProof } from "./ringProof.ts";

/** How long the contexts' time is watched before the first word: longer than any device's buffer. */
const firstLookMs = 300;
const againMs = 2000;

export interface Ringer {
  /** null: quiet. */
  ring(sound: RingSound | null): void;
  /** Percent; the ring itself may ask for more. */
  setVolume(percent: number): void;
  /** Percent that it is played with now. */
  readonly volume: number;
  /** Something has changed (device, permission): say soon whether it is still heard, and by which device. */
  look(): void;
  /** Other outputs play now: the ring goes where they are, in step with the others. */
  follow(): void;
  /** What sounds now, and how loud it is made. */
  sounding(): ReadonlyMap<SinkContext, GainNode>;
}

export interface RingerOptions {
  outputs: RingOutputs;
  listDevices(): Promise<readonly AudioDevice[]>;
  /** The proof, while ringing. */
  tell(proof: RingProof): void;
  /** After a look, and what followed from it. */
  looked(): void;
}

interface Playing {
  buffer: AudioBuffer;
  repeats: boolean;
  /** ms of the page's clock. */
  since: number;
}

export function createRinger({ outputs, listDevices, tell, looked }: RingerOptions): Ringer {
  const gains = new Map<SinkContext, GainNode>();
  const stops = new Map<SinkContext, () => void>();
  let playing: Playing | null = null;
  let ringing = false;
  let atLeast = 0;
  let volume = 100;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** A look that comes after the ring has ended or changed is dropped. */
  let round = 0;

  const loudness = (): number => Math.max(volume, atLeast) / 100;
  const turn = (): void => {
    for (const gain of gains.values()) gain.gain.value = loudness();
  };

  function start(context: SinkContext, { buffer, repeats, since }: Playing): void {
    const lasted = (performance.now() - since) / 1000;
    if (!repeats && lasted >= buffer.duration) return;
    const gain = context.createGain();
    gain.gain.value = loudness();
    gain.connect(context.destination);
    gains.set(context, gain);
    stops.set(context, playBuffer(context, gain, buffer, repeats, undefined, lasted % buffer.duration));
  }
  function stop(context: SinkContext): void {
    const end = stops.get(context);
    stops.delete(context);
    gains.get(context)?.disconnect();
    gains.delete(context);
    end?.();
  }
  function follow(): void {
    const wanted = playing ? outputs.playing() : [];
    for (const context of [...gains.keys()].filter((each) => !wanted.includes(each))) guarded(() => stop(context));
    // One that fails leaves the others their ring.
    for (const context of wanted) if (playing && !gains.has(context)) guarded(() => playing && start(context, playing));
  }

  const isWatched = (): boolean => ringing || outputs.now().silent.length > 0;

  async function prove(): Promise<void> {
    const mine = round;
    const listed = await listDevices();
    if (mine !== round) return;
    outputs.look();
    const opened = outputs.take(listed);
    if (ringing) tell(outputs.proof());
    await opened;
    looked();
    if (mine === round && !isWatched()) unwatch();
  }
  function unwatch(): void {
    clearTimeout(timer);
    round += 1;
  }
  function watch(): void {
    unwatch();
    outputs.mark();
    timer = setTimeout(function again() {
      timer = setTimeout(again, againMs);
      prove().catch((error: unknown) => console.error("the ring is not proved:", error));
    }, firstLookMs);
  }
  function look(): void {
    if (isWatched()) watch();
    else unwatch();
  }

  return {
    ring(sound) {
      playing = null;
      follow();
      ringing = sound !== null;
      atLeast = sound?.atLeast ?? 0;
      // The watch comes first: a ring that cannot even be started is then said to be silent.
      look();
      if (!sound) return;
      const [first] = outputs.playing();
      if (!first) return;
      const pcm = drawRing(sound, first.sampleRate);
      const buffer = new AudioBuffer({ length: pcm.length, sampleRate: first.sampleRate });
      buffer.copyToChannel(pcm, 0);
      playing = { buffer, repeats: ringPattern(sound).repeats, since: performance.now() };
      follow();
    },
    get volume() {
      return Math.max(volume, atLeast);
    },
    setVolume(percent) {
      volume = percent;
      turn();
    },
    look,
    follow,
    sounding: () => gains,
  };
}

function guarded(work: () => unknown): void {
  try {
    work();
  } catch (error) {
    console.error("the ring on one output:", error);
  }
}
