/**
 * A flood (ISA-18.2, EEMUA 191): more than 10 new events in 10 minutes at this position; it is over below 5. Part of the
 * state: when events opened, as far back as it matters. Silent ones do not count: nobody is disturbed by them.
 */
import type { HostTime } from "../desk/state.ts";

export const floodWindowMs = 600_000;
const beginsAbove = 10;
const endsBelow = 5;
/** Enough to say how great a flood is; beyond it only the newest are kept. */
export const openingsKept = 1_000;

export interface FloodWatch {
  /** Times at which events opened, oldest first; of the last 10 minutes, at most `openingsKept`. */
  openings: readonly HostTime[];
  /** Since when there is a flood; null: there is none. */
  since: HostTime | null;
}

export const noFlood: FloodWatch = { openings: [], since: null };

export const opened = (watch: FloodWatch, at: HostTime): FloodWatch => ({
  ...watch,
  openings: [...within(watch, at), at].slice(-openingsKept),
});

const within = ({ openings }: FloodWatch, now: HostTime): readonly HostTime[] =>
  openings.filter((at) => at > now - floodWindowMs);

/** How many events opened in the last 10 minutes. */
export const openedLately = (watch: FloodWatch, now: HostTime): number => within(watch, now).length;

export const isAbove = (count: number): boolean => count > beginsAbove;

/** When fewer than 5 are left in the window if no other opens; null without a flood. */
export function floodEndsAt({ openings, since }: FloodWatch): HostTime | null {
  if (since === null) return null;
  const fifthNewest = openings.at(-endsBelow);
  return fifthNewest === undefined ? since : fifthNewest + floodWindowMs;
}
