/** Entries of the ladder. Persisted: add, never change. */
import type { CallId, EventId } from "../desk/state.ts";
import type { LadderResult, NoticeAbout, Rung } from "./ladder.ts";

/** `eventId`: the event that the call names; null: it names a notice. */
interface OfCall {
  callId: CallId;
  eventId: EventId | null;
  rung: Rung;
}

export interface LadderEntryData {
  /** Nobody has answered or acknowledged it for as long as its class allows. Once in each wait. */
  ladderRungReached: { eventId: EventId; rung: Rung };
  /** Something that is no event is to be told by telephone; `rung`: to whom, absent: the supervisor. */
  supervisorAsked: { noticeId: string; about: NoticeAbout; rung?: Rung };
  /** It is over before he could be told, or he has acknowledged it. */
  supervisorAskOver: { noticeId: string; acknowledged: boolean };
  /** Nothing can go out: no PBX is proved. Tried when one is, or after `retryMs`. */
  ladderWaits: { eventId: EventId | null; noticeId: string | null; rung: Rung; retryMs: number };
  /** `eventIds`: all that wait for this rung, the named one first; none where a notice is named. */
  ladderCalled: OfCall & {
    noticeId: string | null;
    eventIds: readonly EventId[];
    pbxId: string;
    number: string;
    name: string;
    attempt: number;
    dueMs: number;
    retryMs: number;
  };
  ladderAlerting: OfCall;
  /** The telephone was lifted: what has happened is said until a key is pressed. */
  ladderTelling: OfCall & { dueMs: number };
  /** What became of it is said, then the call ends. */
  ladderConfirming: OfCall & { result: LadderResult; dueMs: number };
  ladderEnding: OfCall & { result: LadderResult; dueMs: number };
  ladderCallEnded: OfCall & { result: LadderResult };
}
