/** A call whose sound is being taken back; part of the state (shared/desk/state.ts). */
import type { HostTime } from "../desk/state.ts";

/** Why a call's sound has to be taken back (wire.md, healing). */
export type HealCause =
  | "linkBack" // the PBX was lost and is back: the dialog is refreshed, so that the far end's words reach us again
  | "mediaPage" // another sound page took the lease and has nothing of this call
  | "hostRestarted" // the host was lost with the call up
  | "noSound"; // no RTP for 2 s: one ICE restart

export interface Healing {
  because: HealCause;
  since: HostTime;
  /** The order is out; before: it waits for the PBX and the sound page. */
  asked: boolean;
}
