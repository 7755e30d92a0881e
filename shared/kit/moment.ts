/** When something is decided: time is data, given by the host. */
import type { HostTime } from "../desk/state.ts";

export interface Moment {
  now: HostTime;
  /** Minutes since local midnight, for rights that hold at certain hours only. */
  localMinute: number;
  /** When each PBX last proved that calls from it can reach us; who is not named never did. */
  proofs: Readonly<Record<string, HostTime>>;
  /**
   * idle: no key and no pointer in any window for 10 s. attended: a window is in sight. untouched: no key and no pointer yet
   * since this host started, so that "not idle" is only not known. Absent: nothing is known of it.
   */
  operator?: { idle: boolean; attended: boolean; untouched?: true };
}

/** What rights depend on. */
export type Hour = Pick<Moment, "now" | "localMinute">;
