/** A journal entry as a sentence, for the history and the time line. Who did it stands beside it (causeWords). */
import type { AutoAnswerVeto } from "../autoAnswer/autoAnswer.ts";
import type { HealCause } from "../call/healing.ts";
import type { Entry, EntryData } from "../desk/entries.ts";
import type { AcknowledgedHow, CallId, EventId } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { PageCloseReason } from "../page/page.ts";
import type { Site } from "../site/site.ts";
import { callOutEndWords, resultsWords, resultWords } from "./callOut.ts";
import { capital } from "./capital.ts";
import { doorAnswerWords } from "./doors.ts";
import { about } from "./durations.ts";
import { endReasonWords } from "./endReasons.ts";
import { faultLabels, registrationWords } from "./health.ts";
import { alarmSourceLabels } from "./labels.ts";
import { ladderEntryWords } from "./ladder.ts";
import { locationWords } from "./location.ts";
import { shelfEndedWords, shelvedWords } from "./shelves.ts";
import { trainingEndWords } from "./training.ts";
import { transferFailure } from "./transfers.ts";
import { whyWords } from "./why.ts";

type Names = Pick<
  Site,
  "stations" | "zones" | "messages" | "pbxs" | "operators" | "outcomes" | "procedures" | "classes"
>;

/** Names of events and calls where the reader has them; an entry itself carries only their ids. */
export interface Subjects {
  event?(eventId: EventId): string | undefined;
  call?(callId: CallId): string | undefined;
}

export function entryWords(entry: Entry, site: Names, subjects: Subjects = {}): string {
  const event = (id: EventId) => subjects.event?.(id) ?? "the event";
  const call = (id: CallId) => subjects.call?.(id) ?? "the call";
  const zone = (id: string) => site.zones.find((one) => one.id === id)?.name ?? id;
  const pbx = (id: string) => site.pbxs.find((one) => one.id === id)?.name ?? id;
  const operator = (id: string) => site.operators.find((one) => one.id === id)?.name ?? id;
  switch (entry.kind) {
    case "hostStarted":
      return `Console started, version ${entry.data.version}${entry.data.gapMs > 0 ? `, ${about(entry.data.gapMs)} after its last sign of life` : ""}`;
    case "siteLoaded":
      return `Site “${entry.data.name}” loaded, ${entry.data.hash.slice(0, 8)}`;
    case "clockJumped":
      return `The clock of this computer jumped by ${about(Math.abs(entry.data.byMs))} ${entry.data.byMs < 0 ? "back" : "forward"}`;
    case "journalGap":
      return `${entry.data.lost} entries could not be recorded`;
    case "pbxChanged":
      return `${pbx(entry.data.pbxId)}: ${registrationWords(entry.data.state)}${entry.data.why === "" ? "" : `, ${entry.data.why}`}`;
    case "faultRaised":
      return `Fault: ${faultLabels[entry.data.fault]}${entry.data.words === "" ? "" : ` (${entry.data.words})`}`;
    case "faultCleared":
      return `Fault over: ${faultLabels[entry.data.fault]}${entry.data.words ? ` (${entry.data.words})` : ""}`;
    case "mediaChanged":
      return entry.data.up
        ? `Sound ready: microphone ${entry.data.microphone ?? `none (${entry.data.microphoneWhy ?? "not known why"})`}, ring on ${entry.data.ring ?? "none"}`
        : "Sound not available";
    case "eventOpened":
      return `${entry.data.name} opened. ${whyWords(entry.data, site.classes)}`;
    case "eventRepeated": {
      const { alarm, graver } = entry.data;
      const rises = graver ? `. It is graver now: ${whyWords({ ...graver, trust: "claimed" }, site.classes)}` : "";
      return `${capital(event(entry.data.eventId))}${alarm ? ": another alarm" : " was pressed again"}${rises}`;
    }
    case "alarmRaised":
      return `Alarm by ${alarmSourceLabels[entry.data.source]}${saidWords(entry.data.text)}`;
    case "alarmCleared":
      return `Alarm by ${alarmSourceLabels[entry.data.source]} over${saidWords(entry.data.text)}`;
    case "eventSoundedAgain":
      return `${capital(event(entry.data.eventId))} sounded again: ${againWords[entry.data.because]}`;
    case "eventAcknowledged":
      return `${capital(event(entry.data.eventId))} acknowledged${howWords(entry.data.how)}`;
    case "identityDoubted":
      return `The identity of ${call(entry.data.callId)} is in doubt: its message can also be read as from “${entry.data.readAs}”`;
    case "eventNoted":
      return `Note: “${entry.data.text}”`;
    case "stepDone":
      return `Procedure step ${entry.data.step + 1} done${entry.data.answer === null ? "" : `: ${entry.data.answer}`}`;
    case "eventClosed":
      return `${capital(event(entry.data.eventId))} closed: ${outcomeWords(entry.data.outcome, site)}${overrideWords(entry.data)}${entry.data.note === "" ? "" : `, “${entry.data.note}”`}`;
    case "closeUndone":
      return `Close of ${event(entry.data.eventId)} undone`;
    case "callOffered":
      return `${entry.data.name} called${entry.data.number === null ? "" : ` from ${entry.data.number}`}`;
    case "callLocated":
      return `${capital(call(entry.data.callId))} says where it is: ${locationWords(entry.data.location)}`;
    case "callTaken":
      return `${capital(call(entry.data.callId))} can be answered`;
    case "callNotTaken":
      return `${capital(call(entry.data.callId))} cannot be answered: ${entry.data.why}`;
    case "answerRequested":
      return `${capital(call(entry.data.callId))}: answer`;
    case "callDialled":
      return `${entry.data.callOut ? "Call-out list: called" : dialledWords(entry.data.purpose)} ${whomWords(entry.data)}`;
    case "callAlerting":
      return `${capital(call(entry.data.callId))}: it rings there`;
    case "callEstablished":
      return `${capital(call(entry.data.callId))}: connected`;
    case "callSoundChanged":
      return `${capital(call(entry.data.callId))}: ${soundWords(entry.data.in, entry.data.out)}`;
    case "callSilent":
      return `${capital(call(entry.data.callId))}: ${entry.data.silent ? "the caller is silent" : "the caller is heard again"}`;
    case "callHealing":
      return `${capital(call(entry.data.callId))}: ${healWords[entry.data.because]}`;
    case "callHealAsked":
      return `${capital(call(entry.data.callId))}: being taken back`;
    case "callHealed":
      return `${capital(call(entry.data.callId))}: taken back`;
    case "callNotHealed":
      return `${capital(call(entry.data.callId))}: not taken back, ${entry.data.words}`;
    case "callHeld":
      return `${capital(call(entry.data.callId))} held`;
    case "callResumed":
      return `${capital(call(entry.data.callId))} resumed`;
    case "callMuted":
      return `${capital(call(entry.data.callId))}: microphone ${entry.data.muted ? "muted" : "on"}`;
    case "digitsSent":
      return `${capital(call(entry.data.callId))}: digits ${entry.data.digits} sent`;
    case "doorOpened":
      return `Door ${entry.data.words}: digits sent in ${call(entry.data.callId)}, state unknown`;
    case "pictureKept":
      return `Picture of the camera kept, ${entry.data.hash.slice(0, 8)}`;
    case "pictureMissed":
      return `No picture: ${entry.data.words}`;
    case "httpDoorAsked":
      return `Door ${entry.data.words}: asked to open`;
    case "httpDoorAnswered":
      return `Door ${entry.data.words}: ${doorAnswerWords(entry.data)}`;
    case "digitsRefused":
      return `${capital(call(entry.data.callId))}: digits ${entry.data.digits} not taken by the far end (${entry.data.why})`;
    case "transferAsked":
      return `${capital(call(entry.data.callId))}: transfer to ${whomWords(entry.data)}`;
    case "transferProgressed":
      return `${capital(call(entry.data.callId))}: ${entry.data.code >= 180 ? "it rings at the target" : "the PBX tries the target"}`;
    case "transferFailed": {
      const { words, code } = transferFailure(entry.data, "the target");
      return `${capital(call(entry.data.callId))}: ${words}${code === null ? "" : ` (${code})`}`;
    }
    case "callTransferred":
      return `${capital(call(entry.data.callId))}: the target has taken it`;
    case "endRequested":
      return `${capital(call(entry.data.callId))}: end`;
    case "callEnded": {
      const { words, code } = endReasonWords(entry.data.reason);
      return `${capital(call(entry.data.callId))} ended: ${words}${code === null ? "" : ` (${code})`}`;
    }
    case "autoAnswerAnnounced":
      return `${capital(event(entry.data.eventId))} will be answered by itself in ${about(entry.data.dueMs)}`;
    case "autoAnswerVetoed":
      return `${capital(event(entry.data.eventId))} is not answered by itself: ${vetoWords[entry.data.because]}`;
    case "autoAnswerTaken":
      return `${capital(event(entry.data.eventId))}: somebody is there, after it was answered by itself`;
    case "callOutStarted": {
      const names = entry.data.members.map(({ name }) => name).join(", ") || "members deleted";
      return `Call-out list ${entry.data.name} started: ${names}, ${about(entry.data.eachMs)} each`;
    }
    case "callOutMemberDone":
      return `${entry.data.name}: ${resultWords(entry.data.result, entry.data.memberName)}`;
    case "callOutEnded": {
      const { name, outcome, results } = entry.data;
      const ended = `${name}: ${callOutEndWords(outcome, results)}`;
      return results.length === 0 ? ended : `${ended}. ${capital(resultsWords(results))}`;
    }
    case "pageRequested":
      return `${entry.data.allCall ? "All call" : "Page"}${entry.data.message ? ` with the message “${messageName(entry.data.message.id, site)}”` : ""} to ${entry.data.legs.map((leg) => zone(leg.zoneId)).join(", ")}${entry.data.approvedBy === null ? "" : `, approved by ${operator(entry.data.approvedBy)}`}`;
    case "pageLegOpened":
      return "Page: a zone is open";
    case "pageMessageBegan":
      return "Page: the message begins in a zone";
    case "pageMessagePlayed":
      return "Page: the message was played to its end in a zone";
    case "pageLegFailed":
      return `Page: a zone did not open, ${entry.data.words}`;
    case "pageLegEnded":
      return entry.data.words === undefined ? "Page: a zone closed" : `Page: a zone was cut off, ${entry.data.words}`;
    case "pageLegRefreshAsked":
      return "Page: the connection to the PBX is back, an open zone is told of it";
    case "pageLegRefreshed":
      return entry.data.failure === null
        ? "Page: an open zone was told of the new connection"
        : `Page: an open zone was not told of the new connection, ${entry.data.failure}`;
    case "pageMembersReported": {
      const joined = entry.data.members.filter((member) => member.status === "joined").length;
      return `Page: ${joined} of ${entry.data.members.length} members`;
    }
    case "pageReleased":
      return `Page ${pageEndWords(entry.data.reason)}`;
    case "pageClosed":
      return `Page over: ${pageEndWords(entry.data.reason)}`;
    case "trainingStarted":
      return `Exercise “${entry.data.name}” begun: the windows show it instead of this desk`;
    case "trainingEnded":
      return `Exercise over: ${trainingEndWords(entry.data.reason)}${entry.data.words === "" ? "" : ` (${entry.data.words})`}`;
    case "trainingScored":
      return `Exercise: ${entry.data.met} of ${entry.data.asked} checks met`;
    case "exerciseBegan":
      return `Exercise “${entry.data.name}” for ${operator(entry.data.operatorId)} begun. Nothing of it is real`;
    case "exerciseOver":
      return `Exercise over: ${trainingEndWords(entry.data.reason)}`;
    case "floodBegan":
      return `Flood: ${entry.data.events} new events in ${about(entry.data.windowMs)}`;
    case "floodEnded":
      return "The flood is over";
    case "shelved":
      return shelvedWords(entry.data, entry.data.approvedBy === null ? null : operator(entry.data.approvedBy));
    case "shelfEnded":
      return shelfEndedWords(entry.data);
    case "signedIn":
      return `${operator(entry.data.operatorId)} signed in`;
    case "signInRefused":
      return `Sign-in as ${operator(entry.data.operatorId)} refused`;
    case "signedOut":
      return `${operator(entry.data.operatorId)} signed out`;
    case "shiftNoted":
      return `For the next shift: “${entry.data.text}”`;
    case "shiftNoteDropped":
      return "A note for the next shift was taken off the sheet";
    case "handoverSigned":
      return `Handover sheet signed, with ${openEvents(entry.data.eventIds)}`;
    case "handoverWithdrawn":
      return "Signature on the handover sheet withdrawn";
    case "shiftTaken":
      return `Took over from ${operator(entry.data.from)}${entry.data.signed ? ", sheet signed by both" : ", who had not signed the sheet"}`;
    case "positionLeft":
      return `Position left unattended over ${openEvents(entry.data.eventIds)}, by leave of ${operator(entry.data.approvedBy)}`;
    case "soundTestStarted":
      return "Sound test: the ring is played";
    case "soundTestEnded":
      return testWords[entry.data.result];
    case "soundSilenced":
      return `Sound silenced for ${about(entry.data.forMs)}`;
    case "soundUnsilenced":
      return "Sound on again";
    case "commandRefused":
      return `Refused: ${entry.data.words}`;
    case "bugCaught":
      return `Internal error in ${entry.data.where}: ${entry.data.words}`;
    case "ladderRungReached":
    case "supervisorAsked":
    case "supervisorAskOver":
    case "ladderWaits":
    case "ladderCalled":
    case "ladderAlerting":
    case "ladderTelling":
    case "ladderConfirming":
    case "ladderEnding":
    case "ladderCallEnded":
      return ladderEntryWords(entry, (id) => capital(event(id)));
    default:
      return assertNever(entry);
  }
}

/** Steps as they read when the event was closed: the site may have changed since. */
function overrideWords({ override = [], overrideReason }: EntryData["eventClosed"]): string {
  if (override.length === 0) return "";
  const steps = override.map((words) => `“${words}”`).join(", ");
  return `, OVERRIDE, not done: ${steps}${overrideReason ? `, reason: “${overrideReason}”` : ""}`;
}

const saidWords = (text: string): string => (text === "" ? "" : `: “${text}”`);

function dialledWords(purpose: "call" | "callBack" | "party"): string {
  if (purpose === "party") return "Called into the call:";
  return purpose === "callBack" ? "Called back" : "Called";
}

const whomWords = ({ name, number }: { name: string; number: string }): string =>
  name === "" || name === number ? number : `${name} (${number})`;

/** Its name; its id when the site no longer has it. */
export const messageName = (messageId: string, { messages }: Pick<Site, "messages">): string =>
  messages.find(({ id }) => id === messageId)?.name ?? messageId;

export const outcomeWords = (outcome: string, site: Pick<Site, "outcomes">): string =>
  site.outcomes.find((one) => one.id === outcome)?.label ?? outcome;

export function pageEndWords(reason: PageCloseReason): string {
  switch (reason) {
    case "released":
      return "released";
    case "stopped":
      return "stopped";
    case "lapsed":
      return "closed by itself: the talk button was no longer held";
    case "failed":
      return "failed: no zone opened";
    case "timeout":
      return "given up: no zone opened in time";
    case "lost":
      return "lost with the connection";
    case "played":
      return "ended: the message was played";
    case "unconfirmed":
      return "ended: nobody confirmed that the message was played to its end";
    default:
      return assertNever(reason);
  }
}

const againWords = {
  stalled: "nothing was done",
  holdReturn: "held for too long",
  callLost: "its call was lost",
  callerBack: "its caller is back on the line",
  shelfEnded: "what kept it quiet ended",
} as const;

const vetoWords: Readonly<Record<AutoAnswerVeto, string>> = {
  operator: "an operator did not want it",
  active: "somebody is at the desk",
  busy: "the desk is not idle any more",
  graver: "another event comes first",
  unverified: "it is not certain who calls",
  gone: "it cannot be answered any more",
  nobody: "nobody is signed in, or no window is in sight",
  noSound: "there is no microphone, or the announcement is not heard",
};

/** Why a call has to be taken back. */
const healWords: Readonly<Record<HealCause, string>> = {
  linkBack: "the connection to the PBX was lost and is back",
  mediaPage: "the sound page was lost",
  hostRestarted: "the console was restarted in mid-call",
  noSound: "no sound comes from the far end",
};

function howWords(how: AcknowledgedHow): string {
  switch (how) {
    case "answered":
      return " by answering";
    case "calledBack":
      return " by a call-back";
    case "byHand":
      return " by hand";
    case "answeredElsewhere":
      return ": answered at another desk";
    case "bySupervisor":
      return " by the supervisor, by telephone";
    case "byAlternate":
      return " by the alternate number, by telephone";
    default:
      return assertNever(how);
  }
}

function soundWords(ofThem: boolean, ofUs: boolean): string {
  if (ofThem && ofUs) return "sound both ways";
  if (ofThem) return "sound from them only";
  return ofUs ? "sound from us only" : "no sound";
}

const openEvents = ({ length }: readonly EventId[]): string =>
  length === 1 ? "1 open event" : `${length} open events`;

const testWords = {
  heard: "Sound test: the ring was heard",
  notHeard: "Sound test: the ring was not heard",
  unanswered: "Sound test: nobody said whether the ring was heard",
} as const;
