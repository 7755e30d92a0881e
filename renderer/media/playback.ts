/**
 * Callers' voices on the talk device: one audio element per leg, heard or muted as the plan says, and a tap for levels.
 * The element also pulls the stream, without which WebAudio hears nothing in Chromium.
 */
import type { CallId } from "../../shared/desk/state.ts";
import { createMeter, type Meter } from "./meter.ts";

export interface Voice {
  /** Received sound before mute, 0…1. */
  level(): number;
  element: HTMLAudioElement;
  stream: MediaStream;
}

export interface Playback {
  /** The far end's track has come; muted until `hear` says otherwise. */
  attach(callId: CallId, track: MediaStreamTrack): void;
  hear(callId: CallId, speaker: boolean): void;
  detach(callId: CallId): void;
  /** "" is the system's default. Never rejects. */
  toDevice(id: string): void;
  voices(): ReadonlyMap<CallId, Voice>;
  /** Tries again what the browser did not let play. */
  wake(): void;
}

/** `createContext`: one for measuring, rendered for no device. */
export function createPlayback(createContext: () => AudioContext): Playback {
  const voices = new Map<CallId, Voice>();
  const meters = new Map<CallId, Meter>();
  // Chromium never frees a stream's source node but with its context: this one lives while there are voices.
  let ears: AudioContext | null = null;
  let device = "";

  const play = (element: HTMLAudioElement) => {
    element.play().catch((error: unknown) => {
      // A newer track interrupts the older one's start; that is no fault.
      if ((error as DOMException).name !== "AbortError") console.warn("a voice is not played:", error);
    });
  };
  const route = (element: HTMLAudioElement) => {
    if (element.sinkId === device) return;
    element.setSinkId(device).catch((error: unknown) => console.warn("the talk device is not taken:", error));
  };

  function detach(callId: CallId): void {
    const voice = voices.get(callId);
    if (!voice) return;
    voices.delete(callId);
    meters.get(callId)?.close();
    meters.delete(callId);
    voice.element.pause();
    voice.element.srcObject = null;
    if (voices.size > 0 || !ears) return;
    ears.close().catch((error: unknown) => console.warn("the measuring context stays:", error));
    ears = null;
  }

  /** The meter is made when first read: the answer does not wait for it. */
  function levelOf(callId: CallId, stream: MediaStream): number {
    let meter = meters.get(callId);
    if (!meter) {
      ears ??= createContext();
      meter = createMeter(ears, stream);
      meters.set(callId, meter);
    }
    return meter.level();
  }

  return {
    attach(callId, track) {
      detach(callId);
      const stream = new MediaStream([track]);
      const element = new Audio();
      element.muted = true;
      element.srcObject = stream;
      route(element);
      play(element);
      voices.set(callId, { level: () => levelOf(callId, stream), element, stream });
    },
    hear(callId, speaker) {
      const voice = voices.get(callId);
      if (voice) voice.element.muted = !speaker;
    },
    detach,
    toDevice(id) {
      device = id;
      for (const { element } of voices.values()) route(element);
    },
    voices: () => voices,
    wake() {
      for (const { element } of voices.values()) if (element.paused) play(element);
      ears?.resume().catch((error: unknown) => console.warn("levels are not measured:", error));
    },
  };
}
