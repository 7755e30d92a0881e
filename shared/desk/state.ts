/**
 * The state of the desk: what `reduce` makes of the entries. Plain JSON, so that it can be a snapshot and cross a link.
 * Bounded: open events, calls that are up, one page per position, the last closed events and the last outbound calls.
 *
 * Priority event            call in: offered ▸ answering ▸ talking ⇄ held ▸ (gone)
 *   active ⇄ returned       call out:  dialling ▸ alerting ▸ talking ⇄ held ▸ (gone)
 *   unacknowledged ⇄ acknowledged ▸ closed(outcome)
 */

import type { Alarm } from "../alarm/alarm.ts";
import type { AutoAnswer } from "../autoAnswer/autoAnswer.ts";
import type { Healing } from "../call/healing.ts";
import type { Transfer } from "../call/transfer.ts";
import type { CallOut } from "../callOut/callOut.ts";
import type { DoorAttempt } from "../door/door.ts";
import { type FloodWatch, noFlood } from "../flood/flood.ts";
import { type DueRung, emptyLadder, type Ladder, type Summons } from "../ladder/ladder.ts";
import type { EndedPage, Page } from "../page/page.ts";
import type { Picture } from "../picture/picture.ts";
import type { Location } from "../place/location.ts";
import type { Shelf } from "../shelf/shelf.ts";
import { emptyShift, type Handover, type Shift, type ShiftNote, type SoundTest } from "../shift/shift.ts";
import type { Sickness } from "../sick/sick.ts";
import type { ClassName, KeptProcedure } from "../site/site.ts";
import type { Training } from "../training/training.ts";

/** Host time in ms: the wall clock read once at start plus the monotonic clock (wire.md, time). */
export type HostTime = number;
export type CallId = string;
export type EventId = string;
export type PageId = string;

/** Who caused an entry: "operator:<id>", "rule:<name>", "wire:<pbxId>", "position" (nobody signed in), "host". */
export type Cause = string;

/** What a frame says about its caller, before any belief. All text is untrusted. */
export interface Evidence {
  /** User part of From; null where none could be read. */
  number: string | null;
  displayName: string | null;
  /** User part of P-Asserted-Identity (RFC 3325). */
  assertedNumber: string | null;
  /** User part of the request URI: the number that was called. */
  calledNumber: string | null;
  /** Priority (RFC 3261 20.26), lower case. */
  priority: string | null;
  /** Resource-Priority (RFC 4412), lower case, one per value. */
  resourcePriority: readonly string[];
  alertInfo: readonly string[];
  /** Value of the header by which the site joins copies of one press; absent where it names none or the frame has none. */
  correlation?: string;
}

/** unreadable: two From or two Call-ID headers, or over the cap; an event all the same, not answerable. */
export type Trust = "asserted" | "claimed" | "unconfirmed" | "unreadable";

/** Why an event has its class, in the order of weight; words are made by shared/words. */
export interface Reason {
  kind:
    | "stationClass"
    | "stationType"
    | "priorityHeader"
    | "resourcePriority"
    | "alertInfo"
    | "emergencyNumber"
    | "calledNumber" // the site gives calls to this number a class
    | "contact"
    | "claimNotVerified" // an emergency is claimed by somebody who is no station of the site
    | "claimsStation" // From names a station, the PBX asserts another number
    | "notAsserted" // the PBX asserts its callers, and not this one
    | "unknownCaller"
    | "ordinaryCaller"
    // Alarms without voice: the way in, the class that the site gives to it, a sender that the site does not know.
    | "alarm"
    | "alarmRule"
    | "unknownStation";
  text: string;
}

export type CallState =
  | "offered" // INVITE seen; not answered by us
  | "answering" // the operator has answered; 200 OK not yet confirmed by ACK
  | "dialling" // our INVITE is out (or about to go); nothing heard yet
  | "alerting" // the far end rings (180, 183)
  | "talking" // dialog confirmed, voice path ours
  | "held"; // dialog confirmed; neither voice passes, the caller hears a clip or tone (desk hold)

export interface Call {
  id: CallId;
  direction: "in" | "out";
  state: CallState;
  pbxId: string;
  /** First call of its press: another one's id when several PBXs offered the same press (wire.md), else its own. */
  pressId: CallId;
  /** The site's correlation value that came with it. */
  correlation: string | null;
  /** Another leg of its press was answered: when this one is refused, unless its PBX cancels it first. */
  copyDueAt: HostTime | null;
  /** The event it belongs to; null for a plain outbound call. */
  eventId: EventId | null;
  stationId: string | null;
  number: string | null;
  /** Name for people: the directory's, else the caller's own (untrusted). */
  name: string;
  since: HostTime;
  stateSince: HostTime;
  answeredAt: HostTime | null;
  /** When an operator last asked for it (answer, dial, resume): the latest live one owns the microphone. */
  claimedAt: HostTime | null;
  /** SIP.js has taken the INVITE, so that it can be answered; before: "connecting". Always true for calls out. */
  bound: boolean;
  /** In words, why it cannot be answered; null when it can. */
  notAnswerable: string | null;
  muted: boolean;
  /** Operator who has it; null while offered. "position" when answered unsigned. */
  handledBy: Cause | null;
  /** Which ways sound was proved by packets. */
  sound: { in: boolean; out: boolean };
  digits: string;
  /** When the digits of its station's door were last sent; null: never. Not whether the door is open: that is not known. */
  doorSentAt: HostTime | null;
  /** In words, why the far end did not take the last of them; null where it did, or has not said. */
  digitsRefused: string | null;
  /** True once an end was asked for, until the far end or the SIP border confirms. */
  ending: boolean;
  /** Held: when the card asks again, then null once it has asked. */
  returnDueAt: HostTime | null;
  /** Held and asked again: sounds with its class's sound until resumed or held afresh. */
  asksAgain: boolean;
  /** Deadline of the order under way (answer, dial, heal); null when none. */
  orderDueAt: HostTime | null;
  /** It is being taken back; null: it is as it should be. An offered call with it waits to be given to SIP.js again. */
  healing: Healing | null;
  /** Taken back after a restart of the host: the caller is heard, and an operator has not yet opened the microphone. */
  listenOnly: boolean;
  /** When its present sound path was agreed on (answer, or taken back): packets are waited for from then on. */
  pathSince: HostTime | null;
  /** ICE was restarted for want of sound; once in a call. */
  iceRestarted: boolean;
  /** Packets come and carry silence: "caller is silent: listen". */
  silent: boolean;
  /** The last attempt to pass this call on, under way or failed; null: none. */
  transfer: Transfer | null;
  /** Calls with the same one hear one another: the id of the call that it began with. null: a call of two. */
  conference: CallId | null;
}

export interface Note {
  at: HostTime;
  by: Cause;
  text: string;
}

export interface StepDone {
  step: number;
  at: HostTime;
  by: Cause;
  answer: string | null;
}

export type AcknowledgedHow =
  | "answered"
  | "calledBack"
  | "byHand"
  | "answeredElsewhere"
  | "bySupervisor"
  | "byAlternate";

export interface PriorityEvent {
  id: EventId;
  class: ClassName;
  why: readonly Reason[];
  stationId: string | null;
  number: string | null;
  /** Name for people: the station's, else the caller's own (untrusted), else "Unknown caller". */
  name: string;
  /** Display name that the caller claims (untrusted); "" where none. */
  claimedName: string;
  trust: Trust;
  /** Where the newest press that said so says it is (untrusted); absent: none did. */
  location?: Location;
  /** The caller as SIP.js read him, where the tap read another (untrusted); "" where they agree. */
  readAs: string;
  /** active: a caller is on the line; returned: the caller has gone. */
  condition: "active" | "returned";
  acknowledged: boolean;
  openedAt: HostTime;
  /** Start of the present wait: opening, a repeat, or sounding again. */
  waitingSince: HostTime;
  /** When the answer is due, from waitingSince and the class's target. */
  targetAt: HostTime;
  /** Times of its newest presses, at most `pressesKept`; the count (`pressCount`) only adds. */
  presses: readonly HostTime[];
  /** How many presses came before those; absent: none. */
  earlierPresses?: number;
  /** A press of it claims an emergency: no shelf silences it. */
  emergencyClaimed?: true;
  /** Calls of this event that are up, newest last. */
  callIds: readonly CallId[];
  /** Alarms without voice, newest last; absent: none came. While one lasts the event is active. */
  alarms?: readonly Alarm[];
  /** Pictures of its station's camera at each press, newest last; absent: none were kept. */
  pictures?: readonly Picture[];
  /** In words, why the last one is missing; null or absent: it is not. */
  pictureMissed?: string | null;
  firstAnsweredAt: HostTime | null;
  acknowledgedBy: Cause | null;
  acknowledgedHow: AcknowledgedHow | null;
  /** The caller hung up before any answer. */
  abandoned: boolean;
  /** A call was up when the host or the link was lost: "call lost, call back". */
  callLost: boolean;
  lastEnded: { at: HostTime; reason: EndReason } | null;
  /** Acknowledged, no call up, nothing done: when it sounds again. */
  stalledDueAt: HostTime | null;
  /** It sounded again because nothing was done. */
  stalled: boolean;
  /** Somebody did not want it answered by itself; until its next press. */
  autoAnswerVetoed?: boolean;
  /** Rungs of the ladder that are still to come in this wait, and those reached (shared/ladder). */
  rungs: readonly DueRung[];
  summons: readonly Summons[];
  procedureId: string | null;
  /** As it was when the event was opened; read by `procedureOf` alone. */
  procedure?: KeptProcedure;
  /** By the number of the step in it. */
  steps: readonly StepDone[];
  notes: readonly Note[];
  /** An earlier event of the same station that was closed; shown on the card. */
  earlierEventId: EventId | null;
  closed: Closed | null;
}

export interface Closed {
  at: HostTime;
  by: Cause;
  outcome: string;
  note: string;
  /** It was closed over steps that had to be done; absent: none were open. `reason` "": an old journal, whose note says it. */
  override?: { steps: readonly string[]; reason: string };
}

export type EndReason =
  | { kind: "callerEnded" }
  | { kind: "operatorEnded" }
  | { kind: "abandoned" } // the caller had gone before any answer
  | { kind: "answeredElsewhere" }
  | { kind: "farEndEnded" } // outbound: the called party hung up
  | { kind: "transferred"; to?: string } // passed on; `to` is filled in by reduce: the entry names nobody
  | { kind: "refusedByFarEnd"; code: number; text: string } // busy, declined, no answer, not found …
  | { kind: "cancelledByOperator" }
  | { kind: "failed"; code: number | null; text: string } // our side, media or transport
  | { kind: "lost" }; // host restart or link loss

export interface EndedCall {
  callId: CallId;
  number: string | null;
  name: string;
  stationId: string | null;
  direction: "in" | "out";
  startedAt: HostTime;
  answeredAt: HostTime | null;
  endedAt: HostTime;
  reason: EndReason;
  /** The conference that it was a party of. */
  conference: CallId | null;
}

export type RegistrationState = "down" | "connecting" | "registering" | "registered" | "lost";

export interface PbxStatus {
  state: RegistrationState;
  since: HostTime;
  /** In words: what is wrong; "" when registered. */
  why: string;
}

export type FaultKind =
  | "pbxUnreachable"
  | "wayInUnproved" // registered, but a call to our own number did not arrive
  | "certificateExpiring"
  | "deaf" // no PBX registered: no call can reach us
  | "mediaPageLost"
  | "microphoneMissing"
  | "ringSilent"
  | "ringDeviceSilent" // one of the chosen ring devices; the ring is heard all the same, by the others or the system's default
  | "soundNotHeard" // the operator said so at the sound test
  | "journalDegraded"
  | "alarmsLost" // a way in of alarms without voice: broker not reachable, port taken
  | "alarmsRefused" // what came by it was not taken: wrong signatures, not understood, too fast
  | "siteReloadRefused"
  | "internalError";

export interface Fault {
  kind: FaultKind;
  /** What it concerns: a PBX's id, a device; "" when there is one only. */
  subject: string;
  raisedAt: HostTime;
  words: string;
  /** When its sound was last silenced; absent: not yet. From then on only a reminder is heard of it. */
  silencedAt?: HostTime;
}

export interface MediaStatus {
  up: boolean;
  /** Labels of the devices in use; null: none. */
  microphone: string | null;
  /** Without a microphone: in words, why, and what to do. Entries of old journals have none. */
  microphoneWhy?: string | undefined;
  talk: string | null;
  /** Of several that ring: "Desk speaker + Ceiling speaker". */
  ring: string | null;
}

export interface Desk {
  /** Sequence number of the last entry in this state. */
  seq: number;
  siteHash: string;
  events: Readonly<Record<EventId, PriorityEvent>>;
  /** Last closed events, newest first, at most `closedKept`. */
  closed: readonly PriorityEvent[];
  calls: Readonly<Record<CallId, Call>>;
  page: Page | null;
  lastPage: EndedPage | null;
  /** One at a time; the last one stays until the next begins. */
  callOut: CallOut | null;
  /** An answer that is announced and not yet made; absent or null: none. */
  autoAnswer?: AutoAnswer | null;
  ladder: Ladder;
  /** Last ended calls that had no event, and call-backs; newest first, at most `recentKept`. */
  recent: readonly EndedCall[];
  signedIn: { operatorId: string; since: HostTime } | null;
  pbxs: Readonly<Record<string, PbxStatus>>;
  /** The PBX that calls go out by, until it fails; null: the first of the site that is proved. */
  outboundPbxId: string | null;
  faults: Readonly<Record<string, Fault>>;
  /** The last attempt on each door that is opened by HTTP, by station. */
  doors: Readonly<Record<string, DoorAttempt>>;
  media: MediaStatus;
  /** The exercise that this position's windows show instead of this desk; null: none. */
  training: Training | null;
  /** Sounds are silenced until then (F2); null: not silenced. */
  silencedUntil: HostTime | null;
  flood: FloodWatch;
  /** What is shelved or out of service, by the shelf's id. */
  shelves: Readonly<Record<string, Shelf>>;
  /** Stations that could not be reached, or heard, when last tried; by id. */
  sick: Readonly<Record<string, Sickness>>;
  shift: Shift;
  /** Oldest first. */
  shiftNotes: readonly ShiftNote[];
  /** The handover sheet has its first signature. */
  handover: Handover | null;
  /** null: nobody has signed in yet. */
  soundTest: SoundTest | null;
}

export const closedKept = 50;
export const recentKept = 50;

export const emptyDesk: Desk = {
  seq: 0,
  siteHash: "",
  events: {},
  closed: [],
  calls: {},
  page: null,
  lastPage: null,
  callOut: null,
  ladder: emptyLadder,
  recent: [],
  signedIn: null,
  pbxs: {},
  outboundPbxId: null,
  faults: {},
  doors: {},
  media: { up: false, microphone: null, talk: null, ring: null },
  training: null,
  silencedUntil: null,
  flood: noFlood,
  shelves: {},
  sick: {},
  shift: emptyShift(0),
  shiftNotes: [],
  handover: null,
  soundTest: null,
};

/** Version of `reduce`: a snapshot made by another version is not used, the journal is replayed instead. */
export const reducerVersion = 17;
