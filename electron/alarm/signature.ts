/**
 * Who may raise an alarm by webhook: whoever signs it. HMAC-SHA-256 with the site's secret over "<timestamp>.<body>", where
 * the timestamp is Unix time in seconds; within five minutes, and each signature once. Pure but for the memory of what came,
 * which outlives the webhook and the host: a copied request must not be good again after a restart.
 */
import { createHmac, timingSafeEqual } from "node:crypto";

export const windowMs = 5 * 60_000;
/** Signatures remembered; beyond, the oldest are forgotten: far more than the webhook's rate lets come in two windows. */
const rememberedMost = 50_000;

export type Wrong = "missing" | "unreadable" | "wrong" | "late" | "replayed";

export const wrongWords: Readonly<Record<Wrong, string>> = {
  missing: "The request is not signed: the headers with timestamp and signature are missing.",
  unreadable: "The timestamp is not Unix time in seconds, or the signature is not sha256=<64 hex digits>.",
  wrong: "The signature does not match.",
  late: "The timestamp is more than 5 minutes off this console's clock.",
  replayed: "This request came before. Sign it afresh to send it again.",
};

export const signatureOf = (secret: string, timestamp: string, body: Uint8Array): string =>
  createHmac("sha256", secret).update(`${timestamp}.`).update(body).digest("hex");

export interface Signed {
  timestamp: string | undefined;
  signature: string | undefined;
  body: Uint8Array;
}

export interface TakenSignatures {
  has(signature: string): boolean;
  /** Forgets those that are too old to be believed. `wall`: ms since the epoch. */
  add(signature: string, wall: number): void;
}

/** `before`: what was kept, oldest first; `keep`: to be known in the next life, or (null) not any more. */
export function createTakenSignatures(
  before: readonly (readonly [signature: string, wall: number])[] = [],
  keep: (signature: string, wall: number | null) => void = () => undefined,
): TakenSignatures {
  /** When each was taken. */
  const taken = new Map(before);
  return {
    has: (signature) => taken.has(signature),
    add(signature, wall) {
      for (const [old, at] of taken) {
        // A timestamp may lie a window ahead: its signature is good for two.
        if (wall - at <= 2 * windowMs && taken.size < rememberedMost) break;
        taken.delete(old);
        keep(old, null);
      }
      taken.set(signature, wall);
      keep(signature, wall);
    },
  };
}

export interface SignatureCheck {
  /** null: it is good, and will not be good a second time. `wall`: ms since the epoch. */
  check(request: Signed, wall: number): Wrong | null;
}

export function createSignatureCheck(secret: string, taken: TakenSignatures): SignatureCheck {
  return {
    check({ timestamp, signature, body }, wall) {
      if (timestamp === undefined || signature === undefined) return "missing";
      const given = /^(?:sha256=)?([0-9a-f]{64})$/i.exec(signature.trim())?.[1]?.toLowerCase();
      if (!/^\d{9,11}$/.test(timestamp) || given === undefined) return "unreadable";
      const right = signatureOf(secret, timestamp, body);
      if (!timingSafeEqual(Buffer.from(given), Buffer.from(right))) return "wrong";
      if (Math.abs(wall - Number(timestamp) * 1000) > windowMs) return "late";
      if (taken.has(right)) return "replayed";
      taken.add(right, wall);
      return null;
    },
  };
}
