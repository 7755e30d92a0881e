/**
 * Journal entries, format 1 (wire.md). Persisted: add, never change. Past tense: what was observed, decided or done.
 * `data` is the payload; `attach` holds what only the side table keeps (raw frames, dialog identities) and consoles never get.
 */

import type { AlarmSource } from "../alarm/alarm.ts";
import type { AutoAnswerVeto } from "../autoAnswer/autoAnswer.ts";
import type { HealCause } from "../call/healing.ts";
import type { CallOutOutcome, CallOutResult } from "../callOut/callOut.ts";
import type { DoorState } from "../door/door.ts";
import type { LadderTimes } from "../ladder/ladder.ts";
import type { LadderEntryData } from "../ladder/ladderEntries.ts";
import type { PageCloseReason, PageMember } from "../page/page.ts";
import type { Location } from "../place/location.ts";
import type { ShelfEnd, ShelfKind } from "../shelf/shelf.ts";
import type { ClassName, KeptProcedure } from "../site/site.ts";
import type { TrainingEnd } from "../training/training.ts";
import type {
  AcknowledgedHow,
  CallId,
  Cause,
  EndReason,
  EventId,
  Evidence,
  FaultKind,
  HostTime,
  MediaStatus,
  PageId,
  Reason,
  RegistrationState,
  Trust,
} from "./state.ts";

export interface EntryData extends LadderEntryData {
  hostStarted: {
    version: string /** ms since the host last gave a sign of life, by wall clock, clamped to 0…24 h */;
    gapMs: number;
  };
  siteLoaded: { name: string; hash: string };
  clockJumped: { byMs: number };
  journalGap: { lost: number };

  pbxChanged: { pbxId: string; state: RegistrationState; why: string };
  faultRaised: { fault: FaultKind; subject: string; words: string };
  /** `words`: how it ended, where there is more to say than that. */
  faultCleared: { fault: FaultKind; subject: string; words?: string };
  mediaChanged: MediaStatus;

  /** A frame opened an event. */
  eventOpened: {
    eventId: EventId;
    class: ClassName;
    why: readonly Reason[];
    stationId: string | null;
    number: string | null;
    name: string;
    claimedName: string;
    trust: Trust;
    targetMs: number;
    procedureId: string | null;
    /** As the site had it then; absent: it has none (and in old journals). */
    procedure?: KeptProcedure;
    earlierEventId: EventId | null;
    /** Rungs of its ladder, ms from now; absent: it has none (and in old journals). */
    ladder?: LadderTimes;
    /** It came without a call. */
    alarm?: AlarmSource;
    emergencyClaimed?: true;
  };
  /** A new press of the same station on its open event. `graver`: it says more than the ones before, and the event rises with it. */
  eventRepeated: {
    eventId: EventId;
    targetMs: number;
    graver?: { class: ClassName; why: readonly Reason[] };
    ladder?: LadderTimes;
    alarm?: AlarmSource;
    emergencyClaimed?: true;
  };
  /** Alarms without voice; follow the entry that opened or repeated their event. */
  alarmRaised: { eventId: EventId; source: AlarmSource; alarmId: string; text: string };
  alarmCleared: { eventId: EventId; source: AlarmSource; alarmId: string; text: string };
  /**
   * Nothing was done for the class's stalled time, a held caller's return timer ran out, a call was lost, its caller is heard
   * again, or the shelf that kept it quiet ended.
   */
  eventSoundedAgain: {
    eventId: EventId;
    because: "stalled" | "holdReturn" | "callLost" | "callerBack" | "shelfEnded";
    callId: CallId | null;
    targetMs: number;
    ladder?: LadderTimes;
  };
  eventAcknowledged: {
    eventId: EventId;
    how: AcknowledgedHow;
    stalledMs: number;
  };
  eventNoted: { eventId: EventId; text: string; stalledMs: number };
  stepDone: { eventId: EventId; step: number; answer: string | null; stalledMs: number };
  /** `override`: mandatory steps that were not done. Why not stands in `overrideReason`; in old journals the note says it. */
  eventClosed: {
    eventId: EventId;
    outcome: string;
    note: string;
    override?: readonly string[];
    overrideReason?: string;
  };
  closeUndone: { eventId: EventId };

  callOffered: {
    callId: CallId;
    pbxId: string;
    eventId: EventId;
    stationId: string | null;
    number: string | null;
    name: string;
    evidence: Evidence;
    notAnswerable: string | null;
    /** Another PBX's copy of the press that began with this call; absent for a press of its own. */
    pressId?: CallId;
  };
  /** SIP.js took the frame: it can be answered. */
  callTaken: { callId: CallId };
  /** SIP.js refused the frame or did not take it in time: seen, not answerable. */
  callNotTaken: { callId: CallId; why: string };
  /** The two readers of the frame disagree on the caller: nobody knows which of the two it is. */
  identityDoubted: { eventId: EventId; callId: CallId; readAs: string };
  /** Where the call says it comes from: read after the event was opened, which does not wait for it. */
  callLocated: { callId: CallId; eventId: EventId; location: Location };
  answerRequested: { callId: CallId; eventId: EventId | null; dueMs: number };
  callDialled: {
    callId: CallId;
    pbxId: string;
    number: string;
    name: string;
    stationId: string | null;
    eventId: EventId | null;
    /** A call-back, a call from a procedure or pad, a plain call, or a further party of a call. */
    purpose: "call" | "callBack" | "party";
    dueMs: number;
    /** party: the call that the conference began with. */
    conference?: CallId;
    /** The call-out list that this call is part of, and which of its members is called. */
    callOut?: { callOutId: string; member: number };
  };
  callAlerting: { callId: CallId };
  callEstablished: { callId: CallId };
  callSoundChanged: { callId: CallId; in: boolean; out: boolean };
  callSilent: { callId: CallId; silent: boolean };
  /** Its sound is to be taken back; dueMs: how long it may wait for the PBX and the sound page, null: as long as it takes. */
  callHealing: { callId: CallId; because: HealCause; dueMs: number | null };
  callHealAsked: { callId: CallId; dueMs: number };
  callHealed: { callId: CallId };
  /** It goes on as it is. One that cannot go on ends as lost. */
  callNotHealed: { callId: CallId; words: string };
  callHeld: { callId: CallId; returnMs: number };
  callResumed: { callId: CallId };
  callMuted: { callId: CallId; muted: boolean };
  digitsSent: { callId: CallId; digits: string };
  /** The digits of the station's door went into the call. Whether it opened cannot be read back. */
  doorOpened: { callId: CallId; stationId: string; eventId: EventId | null; words: string };
  /** The camera at a press; the bytes are in the pictures' folder under their hash. */
  pictureKept: { eventId: EventId; stationId: string; hash: string };
  pictureMissed: { eventId: EventId; stationId: string; words: string };
  /** A door by HTTP: this entry is on its way to the disk before the request is on its way to the door. */
  httpDoorAsked: { attemptId: string; stationId: string; eventId: EventId | null; words: string; dueMs: number };
  /** `said`: why it failed, or why nothing was read back. */
  httpDoorAnswered: {
    attemptId: string;
    stationId: string;
    eventId: EventId | null;
    words: string;
    opened: boolean;
    said: string;
    state: DoorState;
  };
  /** The far end did not take them: whatever they should have opened is still shut. */
  digitsRefused: { callId: CallId; digits: string; why: string };
  /** Passing the call on was asked for; it is held meanwhile. Given up when nothing is heard of it for `dueMs`. */
  transferAsked: { callId: CallId; number: string; name: string; dueMs: number };
  /** The PBX told how far it is: SIP status of the target. */
  transferProgressed: { callId: CallId; code: number; dueMs: number };
  /** The call goes on: talking (`resumes`), else held, and asked about again after `returnMs` (0: never). */
  transferFailed: { callId: CallId; code: number | null; text: string; resumes: boolean; returnMs: number };
  /** The target has taken the call; our own leg is ended next. */
  callTransferred: { callId: CallId };
  endRequested: { callId: CallId };
  callEnded: { callId: CallId; reason: EndReason; stalledMs: number };

  /** An idle desk will answer by itself in dueMs. The answer itself is answerRequested, by rule:autoAnswer. */
  autoAnswerAnnounced: { eventId: EventId; callId: CallId; dueMs: number };
  autoAnswerVetoed: { eventId: EventId; callId: CallId; because: AutoAnswerVeto };
  /** Somebody touched the desk after it: the call is his. */
  autoAnswerTaken: { eventId: EventId; callId: CallId };

  /** The cause of every call that the list makes afterwards. */
  callOutStarted: {
    callOutId: string;
    listId: string;
    name: string;
    eventId: EventId | null;
    eachMs: number;
    members: readonly { number: string; name: string }[];
  };
  callOutMemberDone: {
    callOutId: string;
    /** The list's. */
    name: string;
    eventId: EventId | null;
    member: number;
    memberName: string;
    result: CallOutResult;
  };
  /** `results`: of every member in order; null: not called. */
  callOutEnded: {
    callOutId: string;
    name: string;
    eventId: EventId | null;
    outcome: CallOutOutcome;
    results: readonly { name: string; result: CallOutResult | null }[];
  };

  pageRequested: {
    pageId: PageId;
    legs: readonly { zoneId: string; callId: CallId; pbxId: string; number: string; reportsMembers: boolean }[];
    allCall: boolean;
    approvedBy: string | null;
    dueMs: number;
    /** The message that is played instead of the microphone; absent: somebody talks. */
    message?: { id: string; durationMs: number };
  };
  pageLegOpened: { pageId: PageId; callId: CallId };
  /** All members of a zone are in, or were waited for long enough: the message begins there. */
  pageMessageBegan: { pageId: PageId; callId: CallId };
  /** A zone has heard the message to its end. */
  pageMessagePlayed: { pageId: PageId; callId: CallId };
  pageLegFailed: { pageId: PageId; callId: CallId; words: string };
  /** `words`: why, where it was cut off while the page went on; absent: as it should. */
  pageLegEnded: { pageId: PageId; callId: CallId; words?: string };
  /** The link is back: an open zone's dialog is to be told our new address. */
  pageLegRefreshAsked: { pageId: PageId; callId: CallId };
  /** `failure`: in words, why it was not; null: it was. The zone stays open either way. */
  pageLegRefreshed: { pageId: PageId; callId: CallId; failure: string | null };
  pageMembersReported: { pageId: PageId; callId: CallId; members: readonly PageMember[] };
  pageReleased: { pageId: PageId; reason: PageCloseReason };
  pageClosed: { pageId: PageId; reason: PageCloseReason };

  /** At the real desk: its windows show an exercise from now on, and do so no longer. */
  trainingStarted: { runId: string; scenarioId: string; name: string };
  /** `eventId`: the real event that ended it; null for any other reason. */
  trainingEnded: { runId: string; reason: TrainingEnd; words: string; eventId: EventId | null };
  /** Checks met of those asked; the whole result lies with the exercise's own journal. */
  trainingScored: { runId: string; met: number; asked: number };
  /** In the exercise's own journal: when it began, and why it ended. */
  exerciseBegan: { runId: string; scenarioId: string; name: string; operatorId: string };
  exerciseOver: { runId: string; reason: TrainingEnd };
  /** More than 10 events opened in 10 minutes; fewer than 5. */
  floodBegan: { events: number; windowMs: number };
  floodEnded: Record<never, never>;

  /** Exactly one of event, station and area is set. `stationIds`: those whose presses it silences, as the site was then. */
  shelved: {
    shelfId: string;
    as: ShelfKind;
    eventId: EventId | null;
    stationId: string | null;
    areaId: string | null;
    stationIds: readonly string[];
    name: string;
    reason: string;
    forMs: number;
    approvedBy: string | null;
  };
  shelfEnded: {
    shelfId: string;
    as: ShelfKind;
    because: ShelfEnd;
    eventId: EventId | null;
    stationId: string | null;
    name: string;
  };

  signedIn: { operatorId: string };
  signInRefused: { operatorId: string };
  signedOut: { operatorId: string };
  // Between shifts.
  shiftNoted: { noteId: string; text: string };
  shiftNoteDropped: { noteId: string };
  /** First signature, by who goes; the events that were open then. */
  handoverSigned: { eventIds: readonly EventId[] };
  handoverWithdrawn: Record<never, never>;
  /** Second signature, by who came; `signed`: the sheet had its first. */
  shiftTaken: { from: string; signed: boolean };
  /** Signed out over open urgent events with nobody after, by leave of a supervisor. */
  positionLeft: { approvedBy: string; eventIds: readonly EventId[] };
  soundTestStarted: { playMs: number; dueMs: number };
  /** dueMs: until the next one. */
  soundTestEnded: { result: "heard" | "notHeard" | "unanswered"; dueMs: number };
  soundSilenced: { forMs: number };
  soundUnsilenced: Record<never, never>;
  /** A command that was refused for want of permission; other refusals are not journalled. */
  commandRefused: { command: string; target: string; code: string; words: string };
  /** A thrown error, caught at an edge; work went on. */
  bugCaught: { where: string; words: string };
}

export type EntryKind = keyof EntryData;

interface EntryOf<K extends EntryKind> {
  seq: number;
  at: HostTime;
  /** Wall clock, ms since the epoch: display only. */
  wall: number;
  kind: K;
  by: Cause;
  data: EntryData[K];
}
export type Entry = { [K in EntryKind]: EntryOf<K> }[EntryKind];

/** An entry as `decide` makes it: the desk loop stamps sequence and times. */
export type NewEntry = { [K in EntryKind]: { kind: K; by: Cause; data: EntryData[K]; attach?: Attachment } }[EntryKind];

/** Side table only: never in state, never sent to a console, never exported. */
export interface Attachment {
  /** The raw frame, with Authorization and ICE/DTLS secrets already redacted by the tap. */
  frame?: string;
}

/**
 * Fields of `data` that name people or hold their words. The journal keeps them in the side table by hash, so that they
 * can be deleted (with a tombstone) without breaking the chain.
 */
export const personalFields: Partial<Record<EntryKind, readonly string[]>> = {
  eventOpened: ["number", "name", "claimedName"],
  identityDoubted: ["readAs"],
  alarmRaised: ["text"],
  alarmCleared: ["text"],
  eventNoted: ["text"],
  eventClosed: ["note", "overrideReason"],
  shiftNoted: ["text"],
  callOffered: ["number", "name", "evidence"],
  callLocated: ["location"],
  callDialled: ["number", "name"],
  transferAsked: ["number", "name"],
  callOutStarted: ["members"],
  callOutMemberDone: ["memberName"],
  callOutEnded: ["results"],
  ladderCalled: ["number", "name"],
  shelved: ["name", "reason"],
  shelfEnded: ["name"],
};
