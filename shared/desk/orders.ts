/** Orders to the borders (imperative): to SIP, and to what the site opens by HTTP. Media follows the sound plan (shared/call/soundPlan.ts), which is a view of the state. */

import type { HealCause } from "../call/healing.ts";
import type { DoorOrder } from "../door/door.ts";
import type { PictureOrder } from "../picture/picture.ts";
import type { CallId } from "./state.ts";

export type Order =
  /** Accept an offered call: 200 OK with our SDP. */
  | { type: "answerCall"; callId: CallId }
  /** Refuse an offered call, never with 6xx. */
  | { type: "refuseCall"; callId: CallId; code: 480 | 486 }
  /** End whatever stage it is in: CANCEL, BYE, or drop before it was sent. */
  | { type: "endCall"; callId: CallId }
  | {
      type: "dialCall";
      callId: CallId;
      pbxId: string;
      number: string;
      /** page: the far end is a focus; ask it for its members (RFC 4575) when `members`. ladder: its keys are listened for. */
      purpose: "call" | "page" | "ladder";
      members: boolean;
    }
  | { type: "sendDigits"; callId: CallId; digits: string }
  /** Take its sound back: by re-INVITE, or by an INVITE with Replaces (RFC 3891) where the cause or the PBX needs it. */
  | { type: "healCall"; callId: CallId; because: HealCause }
  /** Give the INVITE that rang before the restart to SIP.js again. */
  | { type: "replayCall"; callId: CallId }
  /** REFER in the dialog (RFC 3515). */
  | { type: "transferCall"; callId: CallId; number: string }
  | DoorOrder
  | PictureOrder;

export type SipOrder = Exclude<Order, DoorOrder | PictureOrder>;
