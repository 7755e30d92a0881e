/**
 * What is kept of the legs of one PBX while they ring or are up (ports.ts, KeptLeg), so that a restarted host can take them
 * back, answer them or end them. A dialog that was lost stays kept after its leg: deadDialog.ts ends it before a call-back.
 */
import type { Session } from "sip.js";
import { SessionDialog } from "sip.js/lib/core/index.js";
import type { CallId, HostTime } from "../../shared/desk/state.ts";
import type { KeptDialog, KeptLeg, SipOptions } from "../host/ports.ts";

export interface KeptLegs {
  get(callId: CallId): KeptLeg | undefined;
  all(): readonly KeptLeg[];
  /** In place of what was kept of this call before. */
  put(leg: KeptLeg): void;
  /** The PBX has nothing of this call any more. */
  forget(callId: CallId): void;
  /** We send the request with this Call-ID and CSeq: a restarted host has to count on from here. */
  counted(sipCallId: string, cseq: number): void;
}

/** No PBX keeps a dialog for longer that nobody refreshed. */
const keptForMs = 24 * 3600_000;

/** Begins with what an earlier life of the host had kept. */
export function createKeptLegs({ kept, keep, clock }: SipOptions, pbxId: string): KeptLegs {
  const legs = new Map<CallId, KeptLeg>();

  function put(leg: KeptLeg): void {
    legs.set(leg.callId, leg);
    keep(leg.callId, leg);
  }

  function forget(callId: CallId): void {
    if (legs.delete(callId)) keep(callId, null);
  }

  for (const leg of kept) {
    if (leg.pbxId !== pbxId) continue;
    legs.set(leg.callId, leg);
    if (isOld(leg, clock.now())) forget(leg.callId);
  }

  return {
    get: (callId) => legs.get(callId),
    all: () => [...legs.values()],
    put,
    forget,
    counted(sipCallId, cseq) {
      for (const leg of legs.values()) {
        const { dialog } = leg;
        if (dialog?.sipCallId !== sipCallId || cseq <= dialog.localSeq) continue;
        put({ ...leg, dialog: { ...dialog, localSeq: cseq } });
      }
    },
  };
}

const isOld = ({ since }: KeptLeg, now: HostTime): boolean => now - since > keptForMs;

/** What SIP.js knows of a session's dialog; null before there is one. */
export function dialogOf({ dialog }: Session): KeptDialog | null {
  if (!(dialog instanceof SessionDialog)) return null;
  return {
    sipCallId: dialog.callId,
    localTag: dialog.localTag,
    remoteTag: dialog.remoteTag,
    localSeq: dialog.localSequenceNumber ?? 0,
    localUri: dialog.localURI.toString(),
    remoteUri: dialog.remoteURI.toString(),
    remoteTarget: dialog.remoteTarget.toString(),
    routeSet: [...dialog.routeSet],
  };
}

/** Counts a request of ours on its way out, by its text: whatever part of SIP.js sends it, and with digest again. */
export function countRequest(kept: KeptLegs, message: string): void {
  if (/^(?:SIP\/2\.0|ACK|CANCEL|REGISTER|OPTIONS) /.test(message)) return;
  const sipCallId = /\r\nCall-ID: *([^\r\n]+)/i.exec(message)?.[1];
  const cseq = /\r\nCSeq: *(\d+)/i.exec(message)?.[1];
  if (sipCallId !== undefined && cseq !== undefined) kept.counted(sipCallId.trim(), Number(cseq));
}
