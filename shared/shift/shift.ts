/** A shift, its counters, and what goes from one to the next: notes, the signed handover sheet, the sound test. Part of the state (shared/desk/state.ts). */
import type { Cause, EventId, HostTime } from "../desk/state.ts";

/** What the next shift must know; it stays until somebody takes it off the sheet. */
export interface ShiftNote {
  id: string;
  at: HostTime;
  by: Cause;
  text: string;
}

/** The sheet as its first signature found it; the successor's sign-in is the second. */
export interface Handover {
  by: Cause;
  at: HostTime;
  eventIds: readonly EventId[];
}

/** At each sign-in, and again within a long shift: a ring is played, and the operator says whether it was heard. */
export interface SoundTest {
  startedAt: HostTime;
  /** The ring of the test is played until then. */
  playUntil: HostTime;
  result: "asked" | "heard" | "notHeard" | "unanswered";
  /** asked: when nobody will answer any more; else when the next test is due. */
  dueAt: HostTime;
}

/** Counters of the present shift (since sign-in), inbound and outbound apart, never summed (promise 8). */
export interface Shift {
  since: HostTime;
  inbound: { presses: number; answered: number; inTarget: number; abandoned: number; longestWaitMs: number };
  outbound: { sent: number; reached: number; pages: number };
}

export const emptyShift = (since: HostTime): Shift => ({
  since,
  inbound: { presses: 0, answered: 0, inTarget: 0, abandoned: 0, longestWaitMs: 0 },
  outbound: { sent: 0, reached: 0, pages: 0 },
});
