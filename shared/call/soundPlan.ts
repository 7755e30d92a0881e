/** What is to be heard where: a view of the state that the media page follows. Written by `planSound`. */
import type { CallId } from "../desk/state.ts";
import type { SoundName } from "../site/site.ts";

export interface LegSound {
  /** Our microphone reaches the far end. It reaches one call, one conference, or the legs of a page, never two of them. */
  microphone: boolean;
  /** Legs whose far ends this far end hears, besides the microphone: the others of its conference. */
  hears: readonly CallId[];
  /** The far end is played to the operator. */
  speaker: boolean;
  /** Sent to the far end instead of the microphone: the hold clip or tone, a message once from its beginning, or spoken clips; null: silence. */
  clip: Clip | null;
}

/** `say`: addresses of clips of the media page's own origin, in order; `again`: from the beginning after a pause, until something else is. */
export type Clip = "hold" | { message: string } | { say: readonly string[]; again: boolean };

export interface RingSound {
  sound: SoundName | "deaf" | "fault" | "faultReminder" | "test";
  /** soft: a call is live (one pulse every 5 s and a tick in the headset). loud: past its target. */
  level: "normal" | "loud" | "soft";
  /** Percent below which its volume cannot be turned; absent: as far as wanted. */
  atLeast?: number;
  /** Of a sound that plays once: the newest wait that it is for, or when it was due. It plays again when this changes. */
  since?: number;
}

export interface SoundPlan {
  ring: RingSound | null;
  legs: Readonly<Record<CallId, LegSound>>;
  /** A page is open and somebody talks to it: the ON AIR tick. A message takes no microphone. */
  onAir: boolean;
  /** An answer by itself is announced: its tone, until it is made or vetoed. Absent: none. */
  announces?: true;
}

export const silentPlan: SoundPlan = { ring: null, legs: {}, onAir: false };
