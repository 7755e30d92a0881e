/** When something is decided: time is data, given by the host. */
import type { HostTime } from "../desk/state.ts";

export interface Moment {
  now: HostTime;
  /** Minutes since local midnight, for rights that hold at certain hours only. */
  localMinute: number;
}
