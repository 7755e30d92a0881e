/**
 * The ladder of an event that nobody answers: after some time the supervisor is called, later another number. Part of the
 * state (shared/desk/state.ts).
 *
 *   rung due ▸ reached (once in each wait) ▸ called, at most three times ▸ acknowledged by key 1, or not reached
 *   call:  dialling ▸ alerting ▸ telling ▸ confirming ▸ ending ▸ (gone)
 */
import type { CallId, EventId, HostTime } from "../desk/state.ts";

/** In order of time. "Louder" is no rung of these: it is a view of time (call/planSound.ts). */
export type Rung = "supervisor" | "alternate";

/** Times of the rungs that a site has for a class, ms from the start of the wait; absent: never. Stored in entries. */
export type LadderTimes = Partial<Record<Rung, number>>;

export interface DueRung {
  rung: Rung;
  dueAt: HostTime;
}

/** What became of a call of the ladder. */
export type LadderResult =
  | { kind: "acknowledged" } // key 1
  | { kind: "notAcknowledged" } // was told, pressed nothing, and we ended the call
  | { kind: "hungUp" } // was told, and hung up without the key
  | { kind: "noAnswer" }
  | { kind: "failed"; code: number | null; text: string } // busy, declined, no such number, our side …
  | { kind: "notNeeded" } // somebody at the desk was faster
  | { kind: "gaveWay" } // the desk itself called the same number
  | { kind: "overtaken" } // had not answered when the next rung was due
  | { kind: "lost" }; // sound page, PBX or host went away

/** A rung that was reached: somebody is to be told by telephone. */
export interface Summons {
  rung: Rung;
  reachedAt: HostTime;
  /** Calls made for it. */
  attempts: number;
  /** When it is called (again); null: it is not, for it was called often enough. */
  nextAt: HostTime | null;
  /** No PBX is there to call by: it goes out as soon as one is. */
  waitsForPbx: boolean;
  last: LadderResult | null;
}

/** Something else than an event that the supervisor is to be told, such as a flood. */
export interface Notice extends Summons {
  about: NoticeAbout;
}
export type NoticeAbout = "flood" | "positionLeft";

export type LadderCallState =
  | "dialling"
  | "alerting"
  | "telling" // hears the announcement, again and again
  | "confirming" // hears what became of it, once
  | "ending";

/** What a call of the ladder is about. */
export type LadderSubject = { eventId: EventId } | { noticeId: string };

/** Never an operator's call: it is not in `desk.calls`, takes no microphone and is held by nobody. */
export interface LadderCall {
  id: CallId;
  pbxId: string;
  rung: Rung;
  number: string;
  name: string;
  state: LadderCallState;
  /** Whom it names. */
  subject: LadderSubject;
  /** All events that this call is for; the first one is named, the others are counted. */
  eventIds: readonly EventId[];
  startedAt: HostTime;
  /** When this state is over by itself. */
  dueAt: HostTime;
  /** How long each of its subjects waits for the next call. */
  retryMs: number;
  /** Known once it confirms or ends. */
  result: LadderResult | null;
}

export interface Ladder {
  /** One at a time. */
  call: LadderCall | null;
  notices: Readonly<Record<string, Notice>>;
}

export const emptyLadder: Ladder = { call: null, notices: {} };

/** Calls for one rung, the first included. */
export const mostAttempts = 3;
