/** Dialogs that an earlier life of the host had up: SIP.js knows nothing of them until they are taken back. */
import { SessionDialog } from "sip.js/lib/core/index.js";
import type { CallId } from "../../shared/desk/state.ts";
import type { Tapped } from "./frameTap.ts";
import type { Leg, LegContext } from "./leg.ts";
import { createUpLeg, type UpLeg } from "./upLeg.ts";

export interface Strays {
  /** A leg for a kept dialog; null: there is none of this call. */
  revive(callId: CallId): Leg | null;
  /** The far end's BYE. False: in none of these dialogs. */
  ended(bye: Tapped): boolean;
}

export function createStrays(context: LegContext): Strays {
  const { kept, userAgent } = context;
  const revived = new Map<CallId, UpLeg>();

  return {
    revive(callId) {
      const leg = kept.get(callId);
      if (!leg?.dialog) return null;
      const { direction, number, since } = leg;
      const up = createUpLeg(context, { callId, direction, number, since }, null, () => revived.delete(callId));
      revived.set(callId, up);
      context.takeOver(up);
      return up;
    },
    ended({ callId: sipCallId, fromTag, toTag }) {
      if (userAgent.userAgentCore.dialogs.get(sipCallId + toTag + fromTag) instanceof SessionDialog) return false;
      const leg = kept
        .all()
        .find(
          ({ dialog }) => dialog?.sipCallId === sipCallId && dialog.localTag === toTag && dialog.remoteTag === fromTag,
        );
      if (!leg) return false;
      const { callId } = leg;
      const up = revived.get(callId);
      if (up) up.farEnded();
      else {
        kept.forget(callId);
        context.report({ type: "callEnded", callId, by: "far" });
      }
      return true;
    },
  };
}
