/** What a new sound plan asks for, compared with the one before it. Pure: the media page carries it out. */
import type { LegSound, RingSound, SoundPlan } from "../../shared/call/soundPlan.ts";
import type { CallId } from "../../shared/desk/state.ts";

/** A leg of which the plan says nothing: neither voice passes. */
export const silentLeg: LegSound = { microphone: false, speaker: false, clip: null, hears: [] };

/** What a leg is to carry now. Without the host's beat no leg carries a voice; receiving goes on (wire.md, media page). */
export function legSound(plan: SoundPlan, callId: CallId, hostHeard: boolean): LegSound {
  const sound = Object.hasOwn(plan.legs, callId) ? plan.legs[callId] : undefined;
  if (!sound) return silentLeg;
  return hostHeard ? sound : { ...sound, microphone: false, hears: [] };
}

export interface PlanChanges {
  /** undefined: the ring goes on as it is. */
  ring: RingSound | null | undefined;
  /** Legs that the plan no longer names. */
  gone: readonly CallId[];
  onAirBegan: boolean;
  /** An announcement begins (true) or is over; undefined: neither. */
  announces: boolean | undefined;
}

export function planChanges(before: SoundPlan, after: SoundPlan): PlanChanges {
  return {
    ring: sameRing(before.ring, after.ring) ? undefined : after.ring,
    gone: Object.keys(before.legs).filter((callId) => !Object.hasOwn(after.legs, callId)),
    onAirBegan: after.onAir && !before.onAir,
    announces: after.announces === before.announces ? undefined : after.announces === true,
  };
}

function sameRing(a: RingSound | null, b: RingSound | null): boolean {
  return (
    a === b || (a?.sound === b?.sound && a?.level === b?.level && a?.since === b?.since && a?.atLeast === b?.atLeast)
  );
}
