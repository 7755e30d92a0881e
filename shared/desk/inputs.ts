/** What `decide` is given: commands of operators, reports from SIP, media and the host, and ticks of time. */

import type { SeenAlarm } from "../alarm/alarm.ts";
import type { DoorState } from "../door/door.ts";
import type { PageMember } from "../page/page.ts";
import type { Location } from "../place/location.ts";
import type { ShelfTarget } from "../shelf/shelf.ts";
import type { RingsNow } from "../sound/ringDevices.ts";
import type { TrainingEnd } from "../training/training.ts";
import type { Attachment } from "./entries.ts";
import type {
  CallId,
  Cause,
  EndReason,
  EventId,
  Evidence,
  FaultKind,
  MediaStatus,
  PageId,
  RegistrationState,
} from "./state.ts";

/** What an operator asks for. Identity and permission are the host's: nothing here says who asks. */
export type Command =
  /** Answer an event, by its id; `hold` permits holding a live call of equal or higher class (second press within 2 s). */
  | { type: "answer"; eventId: EventId; holdEqual: boolean }
  | { type: "hold"; callId: CallId }
  | { type: "resume"; callId: CallId }
  | { type: "mute"; callId: CallId; muted: boolean }
  | { type: "sendDigits"; callId: CallId; digits: string }
  /** Open the door of the station on the line; the operator has confirmed it (rules.md: armed, then Enter). */
  | { type: "openDoor"; callId: CallId }
  /** Open the door of a station by HTTP, with or without a call; confirmed as above. `eventId`: for which event. */
  | { type: "openHttpDoor"; stationId: string; eventId: EventId | null }
  | { type: "end"; callId: CallId }
  /** Pass the call on to a station, contact or number, and leave it (blind transfer). */
  | { type: "transfer"; callId: CallId; number: string }
  /** Call a further party into a call: all hear one another. */
  | { type: "addParty"; callId: CallId; number: string }
  | { type: "acknowledge"; eventId: EventId }
  | { type: "callBack"; eventId: EventId }
  | { type: "note"; eventId: EventId; text: string }
  | { type: "doStep"; eventId: EventId; step: number; answer: string | null }
  /** `override`: why it is closed although steps that must be done are open. */
  | { type: "close"; eventId: EventId; outcome: string; note: string; override?: string | undefined }
  | { type: "undoClose"; eventId: EventId }
  /** Call a station, contact or number; the host looks the number up, policy decides. */
  | { type: "call"; number: string; eventId: EventId | null }
  /** Call the members of a call-out list one after the other until one answers. */
  | { type: "startCallOut"; listId: string; eventId: EventId | null }
  | { type: "stopCallOut" }
  | {
      type: "startPage";
      zoneIds: readonly string[];
      allCall: boolean /** set by the host after the second PIN */;
      approvedBy: string | null;
    }
  /** Plays a recorded message to zones: the same right as a page to them. */
  | {
      type: "playMessage";
      messageId: string;
      zoneIds: readonly string[];
      allCall: boolean /** set by the host after the second PIN */;
      approvedBy: string | null;
    }
  | { type: "stopPage"; pageId: PageId }
  /** Stops an answer that is announced. */
  | { type: "vetoAutoAnswer" }
  | { type: "silence" }
  /** An exercise at this position: the windows show it until it is over, or until something real comes first. */
  | { type: "startTraining"; scenarioId: string }
  | { type: "endTraining" }
  /** Keep an event, the presses of a station, or those of an area quiet for a while: never life safety. */
  | {
      type: "shelve";
      of: ShelfTarget;
      reason: string;
      forMs: number;
      /** An area: set by the host after the second PIN. */
      approvedBy: string | null;
    }
  | { type: "takeOutOfService"; stationId: string; reason: string; forMs: number }
  | { type: "endShelf"; shelfId: string }
  // Between shifts.
  | { type: "noteShift"; text: string }
  | { type: "dropShiftNote"; noteId: string }
  | { type: "signHandover" }
  | { type: "withdrawHandover" }
  | { type: "startSoundTest" }
  | { type: "endSoundTest"; heard: boolean }
  | { type: "signOut" /** set by the host after the second PIN */; approvedBy?: string | null };

export type Report =
  /** `kept`: calls of the earlier life whose dialog, or whose ringing INVITE, the journal still has. */
  | { type: "hostStarted"; version: string; gapMs: number; kept: readonly CallId[] }
  /** In order: what must not go on without this host is ended. */
  | { type: "hostStopping" }
  | { type: "siteLoaded"; name: string; hash: string }
  | { type: "clockJumped"; byMs: number }
  /** The tap saw a new INVITE frame: not a retransmission, a re-INVITE, nor a copy within its 32 s. */
  | { type: "callSeen"; callId: CallId; pbxId: string; evidence: Evidence; readable: boolean; attach: Attachment }
  /** What its Geolocation header and body say (RFC 6442): comes after callSeen, as soon as there is time for it. */
  | { type: "callLocated"; callId: CallId; location: Location }
  /** An alarm without voice, by a way in that the site opened, from a sender that it believes. */
  | { type: "alarmSeen"; alarm: SeenAlarm }
  | { type: "callTaken"; callId: CallId }
  | { type: "callNotTaken"; callId: CallId; why: string }
  /** SIP.js reads another caller in the frame than the tap did: `readAs`, untrusted. Comes before callTaken. */
  | { type: "identityDiffers"; callId: CallId; readAs: string }
  /** The far end takes digits neither as tones nor by INFO; its answer in words. */
  | { type: "digitsRefused"; callId: CallId; digits: string; why: string }
  /** The far end pressed a key: a tone that the sound page heard (RFC 4733 or in the sound), or INFO. */
  | { type: "digitHeard"; callId: CallId; digit: string }
  /** What a door by HTTP answered, and its state as it was read back. */
  | { type: "doorAnswered"; attemptId: string; stationId: string; opened: boolean; said: string; state: DoorState }
  /** What became of the picture of a press; `hash` null: none, and why in words. */
  | { type: "pictureTaken"; eventId: EventId; stationId: string; hash: string | null; words: string }
  /** CANCEL before an answer. `elsewhere`: with Reason SIP;cause=200 (RFC 3326) on the leg's own transaction. */
  | { type: "callCancelled"; callId: CallId; elsewhere: boolean }
  | { type: "callAlerting"; callId: CallId }
  | { type: "callEstablished"; callId: CallId }
  | { type: "callSound"; callId: CallId; in: boolean; out: boolean }
  | { type: "callSilent"; callId: CallId; silent: boolean }
  /** A healCall order was carried out: the far end agreed. */
  | { type: "callHealed"; callId: CallId }
  /** `gone`: the far end has no such dialog any more (481, 408 …), or will not give it back. */
  | { type: "callNotHealed"; callId: CallId; gone: boolean; words: string }
  /** The dialog or the attempt is over. `by: "us"`: after an endCall order. */
  | { type: "callEnded"; callId: CallId; by: "far" | "us" }
  | { type: "callFailed"; callId: CallId; reason: Extract<EndReason, { kind: "refusedByFarEnd" | "failed" }> }
  /** What became of a transfer, from NOTIFYs of its REFER (RFC 3515 2.4.5); `code`: SIP status of the target. */
  | { type: "transferProgress"; callId: CallId; code: number }
  | { type: "transferred"; callId: CallId }
  /** Also when the REFER itself was refused; `code` null where nothing came. */
  | { type: "transferFailed"; callId: CallId; code: number | null; text: string }
  | { type: "pageMembers"; callId: CallId; members: readonly { number: string; status: PageMember["status"] }[] }
  /** Hold-to-talk was released ("released") or not renewed for 500 ms ("lapsed"). */
  | { type: "talkEnded"; pageId: PageId; reason: "released" | "lapsed" }
  /** The media page has played the message of this leg to its end; `failed`: or could not, in words. */
  | { type: "messageOver"; callId: CallId; failed: string | null }
  | { type: "pbx"; pbxId: string; state: RegistrationState; why: string }
  | { type: "media"; status: MediaStatus }
  /** Which of the chosen ring devices ring now, and which do not. */
  | { type: "ringDevices"; rings: RingsNow }
  /** A sound page took the lease; `has`: the calls whose sound it still carries. */
  | { type: "mediaTook"; has: readonly CallId[] }
  | { type: "fault"; fault: FaultKind; subject: string; present: boolean; words: string }
  /** The desk's windows: nobody touched one for 10 s, somebody did again, or the last one in sight is gone. It is in the moment. */
  | { type: "attendanceChanged" }
  /** At the real desk: the exercise says that it is over, or could not be played; and what it was worth. */
  | { type: "trainingOver"; runId: string; reason: "done" | "limit" | "failed"; words: string }
  | { type: "trainingScored"; runId: string; met: number; asked: number }
  /** At the desk of the exercise, for its own journal. */
  | { type: "exerciseBegan"; runId: string; scenarioId: string; name: string; operatorId: string }
  | { type: "exerciseOver"; runId: string; reason: TrainingEnd }
  | { type: "signInChecked"; operatorId: string; ok: boolean }
  | { type: "bugCaught"; where: string; words: string };

/** Everything `decide` can be given. `by` is stamped by the host: "operator:<id>" or "position". */
export type Input =
  | { type: "command"; command: Command; by: Cause }
  | { type: "report"; report: Report }
  | { type: "tick" };
