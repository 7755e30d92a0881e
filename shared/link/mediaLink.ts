/**
 * The link between the host and the media page. Exactly one page holds the lease, with an epoch; both sides ignore
 * messages of another epoch (wire.md, media page). JSON in the browser shell, structured clone in Electron.
 */
import type { SoundPlan } from "../call/soundPlan.ts";
import type { CallId, MediaStatus } from "../desk/state.ts";
import type { RingDevice, RingsNow } from "../sound/ringDevices.ts";

/** Chosen devices by role, ids but for the ring; "" is the system's default. */
export interface DeviceChoice {
  microphone: string;
  /** Headset or desk speaker: callers' voices. */
  talk: string;
  /** All of them ring; none: the system's default does. At most `mostRingDevices`. */
  ring: readonly RingDevice[];
  /** Percent; absent: full. The plan may ask for more. */
  ringVolume?: number | undefined;
}
export interface AudioDevice {
  id: string;
  label: string;
  kind: "input" | "output";
}

export type MediaAsk =
  /**
   * Make (or renew) a peer and give a complete offer; `purpose` page: receive nothing; ladder: tell of keys that the far end presses. `path`: of a peer that there is,
   * renew the description only; or restart its ICE; or make another peer, for another dialog with the same caller.
   */
  | { op: "offer"; callId: CallId; purpose: "call" | "page" | "ladder"; path?: "same" | "restartIce" | "fresh" }
  /** Set the remote offer and give a complete answer. */
  | { op: "answer"; callId: CallId; sdp: string }
  /** Set the remote answer to our offer. */
  | { op: "accept"; callId: CallId; sdp: string }
  /** Digits by RFC 4733 over the peer's sender; fails where the far end does not offer it. */
  | { op: "sendDigits"; callId: CallId; digits: string };

export type ToMedia =
  | { t: "lease"; epoch: number; loopbackIce: boolean; devices: DeviceChoice; holdClips: readonly string[] }
  | { t: "ask"; epoch: number; id: number; ask: MediaAsk }
  | { t: "close"; epoch: number; callId: CallId }
  | { t: "plan"; epoch: number; plan: SoundPlan }
  | { t: "devices"; epoch: number; choice: DeviceChoice }
  /** The site was loaded again: what a held caller hears from the next hold on, as addresses of the media page's own origin. */
  | { t: "holdClips"; epoch: number; holdClips: readonly string[] }
  /** Every 500 ms; a page that hears nothing for 2 s disables its senders and keeps receiving. */
  | { t: "beat"; epoch: number }
  /** Another page has the lease: be silent. */
  | { t: "revoked" };

/**
 * The sound of an exercise has a link of its own within the page's one link, and a page within the page: the real desk keeps
 * its lease, its ring and its microphone all the while.
 */
export type ToTrainingSound =
  | { t: "trainingBegan" }
  | { t: "trainingSound"; message: ToMedia }
  /** Silence it, and end what it carries. */
  | { t: "trainingOver" };
export interface FromTrainingSound {
  t: "trainingSound";
  message: FromMedia;
}

export type FromMedia =
  /** `has`: calls whose sound this page still carries, from before its link was cut. */
  | { t: "hello"; has: readonly CallId[] }
  /** Packets come and carry silence for 5 s, or a voice again. Sent on change only. */
  | { t: "silent"; epoch: number; callId: CallId; silent: boolean }
  | { t: "told"; epoch: number; id: number; sdp: string | null }
  | { t: "failed"; epoch: number; id: number; why: string }
  | { t: "status"; epoch: number; status: MediaStatus; rings: RingsNow; devices: readonly AudioDevice[] }
  /** Packets proved: sent on change only. */
  | { t: "sound"; epoch: number; callId: CallId; in: boolean; out: boolean }
  /** The message of this leg was played to its end; `failed`: or could not be, in words. Told once. */
  | { t: "messageOver"; epoch: number; callId: CallId; failed: string | null }
  /** The far end of a call of the ladder pressed a key: a DTMF tone in what it sends. */
  | { t: "digit"; epoch: number; callId: CallId; digit: string }
  /** Ten times a second while a call is up; 0…1. */
  | { t: "levels"; epoch: number; microphone: number; calls: Readonly<Record<CallId, number>> }
  /** The ring is heard (a running AudioContext on an existing device; of several, on one at least), or why not; within 500 ms and every 2 s. */
  | { t: "ringing"; epoch: number; confirmed: boolean; why: string }
  | { t: "beat"; epoch: number };
