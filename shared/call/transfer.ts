/** Passing a call on; part of the state (shared/desk/state.ts). */
import type { HostTime } from "../desk/state.ts";

/**
 * A blind transfer (RFC 3515, 5589): asked ▸ ringing ▸ done, or failed. The caller is held meanwhile. A deadline passes for a
 * failure; should the PBX tell of a success after it, that is what counts.
 */
export interface Transfer {
  number: string;
  name: string;
  state: "asked" | "ringing" | "failed" | "done";
  askedAt: HostTime;
  /** It talked when it was asked: after a failure it talks again. */
  talked: boolean;
  /** When it is given up unless the PBX says more; null once failed or done. */
  dueAt: HostTime | null;
  /** Why it failed: SIP status of the target or of the REFER, null where none came, and the words that came with it. */
  code: number | null;
  text: string;
}
