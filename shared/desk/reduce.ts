/**
 * The next state after an entry. Pure, and the only way state changes: host, consoles, replay, reports and tests use it alike.
 * Entries are persisted, so every branch must go on understanding what an older version wrote. A change of meaning here
 * raises `reducerVersion` (state.ts), which makes old snapshots unused.
 */

import { reduceAlarm } from "../alarm/reduceAlarm.ts";
import { reduceAutoAnswer } from "../autoAnswer/reduceAutoAnswer.ts";
import { reduceCall } from "../call/reduceCall.ts";
import { reduceCallOut } from "../callOut/reduceCallOut.ts";
import { reduceDoor } from "../door/reduceDoor.ts";
import { assertNever } from "../kit/assertNever.ts";
import { reduceLadder } from "../ladder/reduceLadder.ts";
import { reducePage } from "../page/reducePage.ts";
import { reducePicture } from "../picture/reducePicture.ts";
import { reduceLocated } from "../place/decideLocated.ts";
import { reduceEvent } from "../priority/reduceEvent.ts";
import { reduceShelf } from "../shelf/reduceShelf.ts";
import { reduceShift } from "../shift/reduceShift.ts";
import { emptyShift } from "../shift/shift.ts";
import { sickAfter } from "../sick/sick.ts";
import { reduceTraining } from "../training/training.ts";
import type { Entry } from "./entries.ts";
import { batch, without } from "./patch.ts";
import { type Desk, emptyDesk } from "./state.ts";

export function reduce(desk: Desk, entry: Entry): Desk {
  // First: within a batch the records of `desk` may be changed in place.
  const sick = sickAfter(desk, entry);
  return { ...apply(desk, entry), sick, seq: entry.seq };
}

/** The state after all of them: the same as one by one, and much cheaper for many. */
export const reduceAll = (desk: Desk, entries: readonly Entry[]): Desk =>
  batch(() => entries.reduce((state, entry) => reduce(state, entry), desk));

function apply(desk: Desk, entry: Entry): Desk {
  const { at } = entry;
  switch (entry.kind) {
    case "hostStarted":
      // What the wire and the devices are like is learnt afresh; events, calls and the sign-in follow as entries of their own.
      // That nobody heard the ring is no device's word: it holds until somebody has.
      return {
        ...desk,
        pbxs: {},
        outboundPbxId: null,
        faults: Object.fromEntries(Object.entries(desk.faults).filter(([, { kind }]) => kind === "soundNotHeard")),
        media: emptyDesk.media,
        autoAnswer: null,
      };
    case "siteLoaded":
      return { ...desk, siteHash: entry.data.hash };
    case "pbxChanged": {
      const { pbxId, state, why } = entry.data;
      const failed = desk.outboundPbxId === pbxId && state !== "registered";
      const outboundPbxId = failed ? null : desk.outboundPbxId;
      return { ...desk, pbxs: { ...desk.pbxs, [pbxId]: { state, since: at, why } }, outboundPbxId };
    }
    case "faultRaised": {
      const { fault, subject, words } = entry.data;
      const key = faultKey(fault, subject);
      // Raised again with other words: it has lasted since the first time.
      const raised = { raisedAt: at, ...desk.faults[key], kind: fault, subject, words };
      return { ...desk, faults: { ...desk.faults, [key]: raised } };
    }
    case "faultCleared":
      return { ...desk, faults: without(desk.faults, faultKey(entry.data.fault, entry.data.subject)) };
    case "mediaChanged":
      return { ...desk, media: entry.data };
    case "signedIn":
      return { ...desk, signedIn: { operatorId: entry.data.operatorId, since: at }, shift: emptyShift(at) };
    case "signedOut":
      return { ...desk, signedIn: null };
    case "soundSilenced":
      return { ...desk, silencedUntil: at + entry.data.forMs, faults: silenced(desk.faults, at) };
    case "soundUnsilenced":
      return { ...desk, silencedUntil: null };
    case "floodBegan":
      return { ...desk, flood: { ...desk.flood, since: at } };
    case "floodEnded":
      return { ...desk, flood: { ...desk.flood, since: null } };
    case "shelved":
    case "shelfEnded":
      return reduceShelf(desk, entry);
    case "trainingStarted":
    case "trainingEnded":
      return reduceTraining(desk, entry);
    case "trainingScored":
    case "exerciseBegan":
    case "exerciseOver":
    case "clockJumped":
    case "journalGap":
    case "signInRefused":
    case "commandRefused":
    case "bugCaught":
      return desk;
    case "eventOpened":
    case "eventRepeated":
    case "eventSoundedAgain":
    case "eventAcknowledged":
    case "eventNoted":
    case "identityDoubted":
    case "stepDone":
    case "eventClosed":
    case "closeUndone":
      return reduceEvent(desk, entry);
    case "callLocated":
      return reduceLocated(desk, entry.data.eventId, entry.data.location);
    case "alarmRaised":
    case "alarmCleared":
      return reduceAlarm(desk, entry);
    case "callOffered":
    case "callTaken":
    case "callNotTaken":
    case "answerRequested":
    case "callDialled":
    case "callAlerting":
    case "callEstablished":
    case "callSoundChanged":
    case "callSilent":
    case "callHealing":
    case "callHealAsked":
    case "callHealed":
    case "callNotHealed":
    case "callHeld":
    case "callResumed":
    case "callMuted":
    case "digitsSent":
    case "doorOpened":
    case "digitsRefused":
    case "transferAsked":
    case "transferProgressed":
    case "transferFailed":
    case "callTransferred":
    case "endRequested":
    case "callEnded":
      return reduceCall(desk, entry);
    case "shiftNoted":
    case "shiftNoteDropped":
    case "handoverSigned":
    case "handoverWithdrawn":
    case "shiftTaken":
    case "positionLeft":
    case "soundTestStarted":
    case "soundTestEnded":
      return reduceShift(desk, entry);
    case "autoAnswerAnnounced":
    case "autoAnswerVetoed":
    case "autoAnswerTaken":
      return reduceAutoAnswer(desk, entry);
    case "pictureKept":
    case "pictureMissed":
      return reducePicture(desk, entry);
    case "httpDoorAsked":
    case "httpDoorAnswered":
      return reduceDoor(desk, entry);
    case "callOutStarted":
    case "callOutMemberDone":
    case "callOutEnded":
      return reduceCallOut(desk, entry);
    case "pageRequested":
    case "pageLegOpened":
    case "pageMessageBegan":
    case "pageMessagePlayed":
    case "pageLegFailed":
    case "pageLegEnded":
    case "pageLegRefreshAsked":
    case "pageLegRefreshed":
    case "pageMembersReported":
    case "pageReleased":
    case "pageClosed":
      return reducePage(desk, entry);
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
      return reduceLadder(desk, entry);
    default:
      return assertNever(entry);
  }
}

export const faultKey = (kind: string, subject: string): string => `${kind}:${subject}`;

/** F2 is heard by whoever sees the faults: of those that sound, a reminder remains. */
const silenced = (faults: Desk["faults"], at: number): Desk["faults"] =>
  Object.fromEntries(Object.entries(faults).map(([key, fault]) => [key, { ...fault, silencedAt: at }]));
