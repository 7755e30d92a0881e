/**
 * Packets that carry silence: the caller is there and says nothing, or his microphone is dead. Told per leg on change only.
 * Comfort noise is below the level of any voice, and counts as silence (rules.md, sound watch).
 */
import type { CallId } from "../../shared/desk/state.ts";

export interface SilenceWatch {
  /** One look at a leg: `level` 0…1 as in meter.ts, where 0 is -60 dBFS and below; `flows`: packets come; `at` ms. */
  look(callId: CallId, level: number, flows: boolean, at: number): void;
  /** Only these legs are there: what is known of others is forgotten. */
  only(callIds: ReadonlySet<CallId>): void;
}

const silentForMs = 5_000;
/** -57 dBFS: noise about the floor is not taken for a voice and silence by turns. */
const voiceLevel = 0.05;

export function createSilenceWatch(tell: (callId: CallId, silent: boolean) => void): SilenceWatch {
  const legs = new Map<CallId, { quietSince: number | null; silent: boolean }>();

  return {
    look(callId, level, flows, at) {
      const leg = legs.get(callId) ?? { quietSince: null, silent: false };
      legs.set(callId, leg);
      const isQuiet = flows && level < (leg.quietSince === null ? Number.MIN_VALUE : voiceLevel);
      leg.quietSince = isQuiet ? (leg.quietSince ?? at) : null;
      const silent = leg.quietSince !== null && at - leg.quietSince >= silentForMs;
      if (silent === leg.silent) return;
      leg.silent = silent;
      tell(callId, silent);
    },
    only(callIds) {
      for (const callId of legs.keys()) if (!callIds.has(callId)) legs.delete(callId);
    },
  };
}
