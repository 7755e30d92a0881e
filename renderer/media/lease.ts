/**
 * Which orders the media page obeys, and whether its microphone may be open: exactly one page has the lease, with an epoch;
 * messages of another epoch are ignored; 2 s without a word from the host close the microphone (wire.md, media page). Pure.
 */
import type { ToMedia } from "../../shared/link/mediaLink.ts";

/** The host beats every 500 ms. */
const silentHostMs = 2000;

export interface Lease {
  /** null: this page has no lease. */
  epoch: number | null;
  /** When the host was last heard under this epoch; ms of any monotonic clock. */
  heardAt: number;
}

export const noLease: Lease = { epoch: null, heardAt: 0 };

export interface Heard {
  lease: Lease;
  /** Whether the message is to be carried out. */
  obey: boolean;
}

/** A new connection begins with `noLease`: a restarted host may count its epochs from 1 again. */
export function hear(lease: Lease, message: ToMedia, now: number): Heard {
  if (message.t === "revoked") return { lease: noLease, obey: true };
  if (message.t === "lease") {
    const older = lease.epoch !== null && message.epoch < lease.epoch;
    return older ? { lease, obey: false } : { lease: { epoch: message.epoch, heardAt: now }, obey: true };
  }
  if (lease.epoch === null || message.epoch !== lease.epoch) return { lease, obey: false };
  return { lease: { ...lease, heardAt: now }, obey: true };
}

export function microphoneMayOpen(lease: Lease, now: number): boolean {
  return lease.epoch !== null && now - lease.heardAt < silentHostMs;
}
