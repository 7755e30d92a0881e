/** The times of the SIP border in one place, so that a test can shorten them. All in ms. */
export interface Pace {
  /** A WebSocket that does not open within this time has failed. */
  connectWithinMs: number;
  /** Between connect attempts while the PBX refuses or does not answer; ± `retrySpreadMs`. */
  retryMs: number;
  retrySpreadMs: number;
  /** After a SIP or HTTP refusal: from the first to the last, doubling. */
  slowRetryMs: readonly [first: number, last: number];
  /** Every so often the link is probed, and something must be heard within the limit. */
  probeMs: number;
  probeLimitMs: number;
  /** A REGISTER is repeated this often: its 200 is the proof that calls can reach us. */
  proofMs: number;
  registerWithinMs: number;
  /** An INVITE that SIP.js neither took nor refused by then is answered by the host. */
  takeWithinMs: number;
  /** A registration whose proof is older counts no more. */
  staleMs: number;
  /** A call to our own number: so long after the first proof, then every so often, sooner after a failure. */
  wayInAfterMs: number;
  wayInEveryMs: number;
  wayInRetryMs: number;
  /** It must have come back within this time. */
  wayInLimitMs: number;
  /** Same Call-ID, From tag and CSeq is the same press for this long after its leg ended. */
  samePressMs: number;
  /** `stop` waits this long for the PBX to confirm that we are gone. */
  stopWithinMs: number;
  /** A call must be taken back by then; the desk waits no longer. */
  healWithinMs: number;
  /** After a 491: least and most time to wait, in a dialog that we began, or that the far end did (RFC 3261, 14.1). */
  glareOwnMs: readonly [least: number, most: number];
  glareMs: readonly [least: number, most: number];
  /** The PBX ends a dialog that was replaced by then; else we do. */
  replacedEndsWithinMs: number;
  /** A call-back waits this long for the end of the dialog that was lost. */
  farewellWithinMs: number;
  /** Between two tries of a call-back that finds its number still busy. */
  redialMs: number;
  /** A ringing INVITE of an earlier life that the desk does not ask for by then is given back to the PBX. */
  parkedForMs: number;
}

export const defaultPace: Pace = {
  connectWithinMs: 5_000,
  retryMs: 1_000,
  retrySpreadMs: 300,
  slowRetryMs: [2_000, 15_000],
  probeMs: 5_000,
  probeLimitMs: 3_000,
  proofMs: 15_000,
  registerWithinMs: 5_000,
  takeWithinMs: 1_000,
  staleMs: 20_000,
  wayInAfterMs: 1_000,
  wayInEveryMs: 3_600_000,
  wayInRetryMs: 60_000,
  wayInLimitMs: 5_000,
  samePressMs: 32_000,
  stopWithinMs: 1_000,
  healWithinMs: 8_000,
  glareOwnMs: [2_100, 4_000],
  glareMs: [0, 2_000],
  replacedEndsWithinMs: 5_000,
  farewellWithinMs: 1_000,
  redialMs: 1_000,
  parkedForMs: 90_000,
};

/** Asked for in REGISTER, seconds; the proof refreshes it long before. */
export const registerForS = 120;

/** A SIP frame over this is seen, and never parsed (wire.md, frames). */
export const frameCapBytes = 64 * 1024;
/** Over this the WebSocket itself is closed: nobody has a use for such a message. */
export const socketCapBytes = 1024 * 1024;
export const headerCap = 200;
/**
 * SIP.js spends about 5 µs on each byte of the headers that its grammar reads, and cannot be interrupted: 6 kB of them
 * keep a slice under 50 ms. An ordinary INVITE has less than 1 kB.
 */
export const grammarCapChars = 6 * 1024;
/** A member list is long and all body; the grammar never sees it. */
export const notifyCapBytes = 320 * 1024;
/** Messages that may wait for SIP.js before the socket is left unread. */
export const waitingCap = 5_000;
