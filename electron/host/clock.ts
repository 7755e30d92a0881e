/** Host time: the wall clock read once at start plus the monotonic clock, going on where the journal left off (wire.md). */
import type { Clock, LifeSign } from "./ports.ts";

const longestGapMs = 24 * 3_600_000;
const jumpMs = 2_000;

export interface HostClock extends Clock {
  /** Wall time that passed while no host ran, clamped to 0…24 h. */
  readonly gapMs: number;
  /** How far the wall clock moved against host time since the last call, when by more than 2 s; else 0. */
  jumped(): number;
}

/** `last`: until when the journal knows that a host lived; null for an empty journal. */
export function hostClock(last: LifeSign | null): HostClock {
  const wallAtStart = Date.now();
  const startedAt = performance.now();
  const gapMs = last ? Math.min(Math.max(wallAtStart - last.wall, 0), longestGapMs) : 0;
  const base = last ? last.at + gapMs : wallAtStart;
  const now = () => Math.round(base + performance.now() - startedAt);
  let offset = wallAtStart - base;
  return {
    now,
    wall: () => Date.now(),
    gapMs,
    jumped() {
      const drift = Date.now() - now() - offset;
      if (Math.abs(drift) < jumpMs) return 0;
      offset += drift;
      return Math.round(drift);
    },
  };
}

/** Minutes since local midnight. */
export function localMinute(wall: number): number {
  const date = new Date(wall);
  return date.getHours() * 60 + date.getMinutes();
}
