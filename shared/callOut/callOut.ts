/** A call-out list that is being called, or the last one that was: part of the state (shared/desk/state.ts). */
import type { CallId, Cause, EndReason, EventId, HostTime } from "../desk/state.ts";

/** What became of one member of a call-out list. */
export type CallOutResult =
  | { kind: "reached" }
  | { kind: "ended"; reason: EndReason } // called, and over without an answer: busy, no answer, stopped …
  | { kind: "skipped"; words: string }; // never dialled: the role may not call it, or it is on the line already

export interface CallOutMember {
  number: string;
  name: string;
  /** null: not called (yet), or being called now. */
  result: CallOutResult | null;
}

export type CallOutOutcome =
  | "reached"
  | "nobody" // the end of the list
  | "stopped" // by the operator, also by ending the call that was being dialled
  | "noPbx" // nothing could go out any more
  | "nobodySignedIn"
  | "hostRestarted";

/** A call-out list that runs, or the last one that did: its members are called in order until one answers. */
export interface CallOut {
  id: string;
  listId: string;
  name: string;
  by: Cause;
  eventId: EventId | null;
  startedAt: HostTime;
  /** How long each may take to answer. */
  eachMs: number;
  members: readonly CallOutMember[];
  /** Whom it calls now, by index, and by which call; null once it is over. */
  calling: { member: number; callId: CallId } | null;
  over: { at: HostTime; outcome: CallOutOutcome } | null;
}
