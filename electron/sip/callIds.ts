/**
 * One press, one call (wire.md): the same Call-ID, From tag and CSeq is the same press while its leg lives and for 32 s
 * after; later it is a new one, because cheap stations reuse all three. Bounded: what is over is forgotten in time.
 */
import { createHash } from "node:crypto";
import type { CallId, HostTime } from "../../shared/desk/state.ts";
import type { Tapped } from "./frameTap.ts";
import type { Lane } from "./lanes.ts";

/** A new INVITE as the tap saw it. */
export interface Press {
  readonly callId: CallId;
  readonly identity: Identity;
  readonly key: string;
  lane: Lane;
  /** The host has answered the INVITE itself, so SIP.js does not know it. */
  answeredByHost: boolean;
  /** Host time at which its leg ended; null while it lives. */
  overAt: HostTime | null;
}

export interface Identity {
  callId: string;
  fromTag: string;
  cseq: number;
  branch: string;
  /** From and P-Asserted-Identity as they came. */
  from: string;
  asserted: string;
}

export interface CallIds {
  /** The press a new INVITE belongs to. */
  meet(tapped: Tapped): { press: Press; isNew: boolean };
  /** The press of an INVITE that an earlier life of the host had seen. */
  restore(tapped: Tapped, callId: CallId): Press;
  /** The living press of this transaction (all four agree), as for a CANCEL or for what SIP.js parsed. */
  find(identity: Identity): Press | undefined;
  /** The leg of this press has ended. */
  over(press: Press): void;
  readonly size: number;
}

export function createCallIds(pbxId: string, now: () => HostTime, samePressMs: number): CallIds {
  const presses = new Map<string, Press>();
  /** In the order in which they ended. */
  const ended: Press[] = [];

  function forget(at: HostTime): void {
    for (;;) {
      const [first] = ended;
      if (!first || first.overAt === null || at - first.overAt < samePressMs) return;
      ended.shift();
      if (presses.get(first.key) === first) presses.delete(first.key);
    }
  }

  function add(key: string, callId: CallId, tapped: Tapped): Press {
    const { callId: sipCallId, fromTag, cseq, branch, from, asserted } = tapped;
    const identity = { callId: sipCallId, fromTag, cseq, branch, from, asserted };
    const press: Press = { callId, identity, key, lane: 2, answeredByHost: false, overAt: null };
    presses.set(key, press);
    return press;
  }

  return {
    meet(tapped) {
      const at = now();
      forget(at);
      const key = keyOf(tapped);
      const known = presses.get(key);
      if (known) return { press: known, isNew: false };
      // The time makes it unlike the id of an earlier press with the same three, also across a restart.
      const hash = createHash("sha1").update(`${pbxId}\n${key}\n${at}`).digest("hex").slice(0, 16);
      const press = add(key, `in-${hash}`, tapped);
      return { press, isNew: true };
    },
    restore: (tapped, callId) => add(keyOf(tapped), callId, tapped),
    find(identity) {
      const press = presses.get(keyOf(identity));
      return press && press.identity.branch === identity.branch ? press : undefined;
    },
    over(press) {
      if (press.overAt !== null) return;
      press.overAt = now();
      ended.push(press);
    },
    get size() {
      return presses.size;
    },
  };
}

/** A frame without a Call-ID is told from others by its transaction and its caller. */
const keyOf = ({ callId, fromTag, cseq, branch, from }: Identity): string =>
  `${callId === "" ? `\t${branch}\t${from}` : callId}\n${fromTag}\n${cseq}`;
