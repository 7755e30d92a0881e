/**
 * What the desk does with an input: entries, orders, or a refusal. Pure: the same state, site, input and moment give the
 * same decision on any machine. Every input is handled in every state; what no longer applies decides nothing.
 */

import { decideAlarm } from "../alarm/decideAlarm.ts";
import { decideVeto, followAutoAnswer } from "../autoAnswer/autoAnswer.ts";
import { decideAnswer } from "../call/decideAnswer.ts";
import { decideDigits, decideEnd, decideHold, decideMute, decideResume } from "../call/decideCall.ts";
import { decideAddParty, decideCallBack, decideCallOut } from "../call/decideDial.ts";
import { decideDoor } from "../call/decideDoor.ts";
import {
  decideAlerting,
  decideCallEnded,
  decideCallFailed,
  decideDigitsRefused,
  decideEstablished,
  decideSilent,
  decideSound,
} from "../call/decideProgress.ts";
import {
  decideTransfer,
  decideTransferFailed,
  decideTransferProgress,
  decideTransferred,
} from "../call/decideTransfer.ts";
import { decideHealed, decideMediaTook, decideNotHealed } from "../call/heal.ts";
import { decideStartCallOut, decideStopCallOut, followCallOut } from "../callOut/decideCallOut.ts";
import { decideDoorAnswered, decideOpenHttpDoor } from "../door/decideHttpDoor.ts";
import { followFlood } from "../flood/decideFlood.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { Moment } from "../kit/moment.ts";
import { decideLadderReport, followLadder, ladderCallOf, ladderMediaTook } from "../ladder/followLadder.ts";
import { permitHandle } from "../operator/permit.ts";
import { decideMessageOver, decidePlayMessage } from "../page/decideMessage.ts";
import {
  decideLegGone,
  decideLegOpened,
  decideMembers,
  decideStartPage,
  decideStopPage,
  decideTalkEnded,
  pageLegOf,
} from "../page/decidePage.ts";
import { decideLegNotRefreshed, decideLegRefreshed, pageAtStop } from "../page/pageLosses.ts";
import { decidePicture, withPictures } from "../picture/decidePicture.ts";
import { decideLocated } from "../place/decideLocated.ts";
import {
  decideCallCancelled,
  decideCallNotTaken,
  decideCallSeen,
  decideCallTaken,
  decideIdentityDiffers,
} from "../priority/decideArrival.ts";
import { decideEvent } from "../priority/decideEvent.ts";
import { decideEndShelf, decideShelve, decideTakeOutOfService, followShelf } from "../shelf/decideShelf.ts";
import { decideShift, decideSignIn } from "../shift/decideShift.ts";
import { decideSoundTest } from "../shift/soundTest.ts";
import type { Site } from "../site/site.ts";
import {
  decideEndTraining,
  decideExerciseBegan,
  decideStartTraining,
  decideTrainingOver,
  followTraining,
} from "../training/training.ts";
import { type Context, operatorIn } from "./context.ts";
import { decideFault, decideHostStarted, decideMedia, decidePbx, decideRingDevices } from "./decideHost.ts";
import { decideTick } from "./decideTick.ts";
import { type Decision, done, joined, nothing, refused } from "./decision.ts";
import type { NewEntry } from "./entries.ts";
import type { Command, Input, Report } from "./inputs.ts";
import type { RefusalCode } from "./refusals.ts";
import type { Desk } from "./state.ts";

const silenceMs = 60_000;
/** Denials leave a record; a refusal that only says "not now" does not. */
const recorded: readonly RefusalCode[] = [
  "notSignedIn",
  "notPermitted",
  "outsideHours",
  "outsideArea",
  "needsApproval",
];

export const decide = (desk: Desk, site: Site, input: Input, moment: Moment): Decision =>
  followTraining({ desk }, decideInput(desk, site, input, moment));

function decideInput(desk: Desk, site: Site, input: Input, moment: Moment): Decision {
  switch (input.type) {
    case "command": {
      const context = { desk, site, moment, by: input.by };
      return followed(context, withRecord(context, input.command, decideCommand(context, input.command)));
    }
    case "report": {
      const context = { desk, site, moment, by: causeOf(desk, input.report) };
      const decided = decideLadderReport(context, input.report) ?? decideReport(context, input.report);
      return withPictures(context, followed(context, decided));
    }
    case "tick": {
      const context = { desk, site, moment, by: "rule:deadline" };
      return followed(context, decideTick(context));
    }
    default:
      return assertNever(input);
  }
}

/** What follows from a decision, whatever made it: floods, shelves, call-out list, answering by itself, the ladder's call. */
const followed = (context: Context, decision: Decision): Decision => {
  const whole = followShelf(context, followFlood(context, decision));
  return followLadder(context, followAutoAnswer(context, followCallOut(context, whole)));
};

function decideCommand(context: Context, command: Command): Decision {
  switch (command.type) {
    case "answer":
      return decideAnswer(context, command);
    case "hold":
      return decideHold(context, command.callId);
    case "resume":
      return decideResume(context, command.callId);
    case "mute":
      return decideMute(context, command.callId, command.muted);
    case "sendDigits":
      return decideDigits(context, command.callId, command.digits);
    case "openDoor":
      return decideDoor(context, command.callId);
    case "openHttpDoor":
      return decideOpenHttpDoor(context, command);
    case "end":
      return decideEnd(context, command.callId);
    case "transfer":
      return decideTransfer(context, command.callId, command.number);
    case "addParty":
      return decideAddParty(context, command.callId, command.number);
    case "acknowledge":
    case "note":
    case "doStep":
    case "close":
    case "undoClose":
      return decideEvent(context, command);
    case "callBack":
      return decideCallBack(context, command.eventId);
    case "call":
      return decideCallOut(context, command.number, command.eventId);
    case "startCallOut":
      return decideStartCallOut(context, command.listId, command.eventId);
    case "stopCallOut":
      return decideStopCallOut(context);
    case "startPage":
      return decideStartPage(context, command, null);
    case "playMessage":
      return decidePlayMessage(context, command);
    case "stopPage":
      return decideStopPage(context, command.pageId);
    case "vetoAutoAnswer":
      return decideVeto(context);
    case "silence": {
      const denied = permitHandle(context.site, operatorIn(context.by));
      if (denied) return refused(denied);
      return done([{ kind: "soundSilenced", by: context.by, data: { forMs: silenceMs } }]);
    }
    case "startTraining":
      return decideStartTraining(context, command.scenarioId);
    case "endTraining":
      return decideEndTraining(context);
    case "shelve":
      return decideShelve(context, command);
    case "takeOutOfService":
      return decideTakeOutOfService(context, command);
    case "endShelf":
      return decideEndShelf(context, command.shelfId);
    case "noteShift":
    case "dropShiftNote":
    case "signHandover":
    case "withdrawHandover":
    case "signOut":
      return decideShift(context, command);
    case "startSoundTest":
      return decideSoundTest(context, null);
    case "endSoundTest":
      return decideSoundTest(context, command.heard);
    default:
      return assertNever(command);
  }
}

function decideReport(context: Context, report: Report): Decision {
  const { page } = context.desk;
  switch (report.type) {
    case "hostStarted":
      return decideHostStarted(context, report);
    case "hostStopping":
      return pageAtStop(context);
    case "siteLoaded":
      if (context.desk.siteHash === report.hash) return nothing;
      return done([{ kind: "siteLoaded", by: "host", data: { name: report.name, hash: report.hash } }]);
    case "clockJumped":
      return done([{ kind: "clockJumped", by: "host", data: { byMs: report.byMs } }]);
    case "callSeen":
      return decideCallSeen(context, report);
    case "callLocated":
      return decideLocated(context, report.callId, report.location);
    case "alarmSeen":
      return decideAlarm(context, report.alarm);
    case "callTaken":
      return decideCallTaken(context, report.callId);
    case "callNotTaken":
      return decideCallNotTaken(context, report.callId, report.why);
    case "identityDiffers":
      return decideIdentityDiffers(context, report.callId, report.readAs);
    case "digitsRefused":
      return decideDigitsRefused(context, report);
    case "digitHeard":
      return nothing;
    case "pictureTaken":
      return decidePicture(context, report);
    case "doorAnswered":
      return decideDoorAnswered(context, report);
    case "callCancelled":
      return decideCallCancelled(context, report.callId, report.elsewhere);
    case "callAlerting":
      return decideAlerting(context, report.callId);
    case "callEstablished": {
      const leg = pageLegOf(page, report.callId);
      return page && leg ? decideLegOpened(context, page, leg) : decideEstablished(context, report.callId);
    }
    case "callSound":
      return decideSound(context, report.callId, report.in, report.out);
    case "callSilent":
      return decideSilent(context, report.callId, report.silent);
    case "callHealed": {
      const leg = pageLegOf(page, report.callId);
      return page && leg ? decideLegRefreshed(context, page, leg) : decideHealed(context, report.callId);
    }
    case "callNotHealed": {
      const leg = pageLegOf(page, report.callId);
      const { callId, gone, words } = report;
      return page && leg
        ? decideLegNotRefreshed(context, page, leg, report)
        : decideNotHealed(context, callId, gone, words);
    }
    case "callEnded": {
      const leg = pageLegOf(page, report.callId);
      return page && leg ? decideLegGone(context, page, leg, null) : decideCallEnded(context, report.callId, report.by);
    }
    case "callFailed": {
      const leg = pageLegOf(page, report.callId);
      const { callId, reason } = report;
      return page && leg
        ? decideLegGone(context, page, leg, failureWords(reason))
        : decideCallFailed(context, callId, reason);
    }
    case "transferProgress":
      return decideTransferProgress(context, report.callId, report.code);
    case "transferred":
      return decideTransferred(context, report.callId);
    case "transferFailed":
      return decideTransferFailed(context, report.callId, report.code, report.text);
    case "pageMembers":
      return decideMembers(context, report);
    case "talkEnded":
      return decideTalkEnded(context, report);
    case "messageOver":
      return decideMessageOver(context, report);
    case "pbx":
      return decidePbx(context, report);
    case "media":
      return decideMedia(context, report);
    case "ringDevices":
      return decideRingDevices(context, report);
    case "mediaTook":
      return joined(decideMediaTook(context, report.has), ladderMediaTook(context, report.has));
    case "fault":
      return decideFault(context, report);
    case "attendanceChanged":
      // What follows from it: followAutoAnswer.
      return nothing;
    case "signInChecked":
      return decideSignIn(context, report.operatorId, report.ok);
    case "trainingOver":
      return decideTrainingOver(context, report);
    case "exerciseBegan": {
      const { type: _begun, ...data } = report;
      return decideExerciseBegan(data);
    }
    case "trainingScored":
    case "exerciseOver": {
      const { type: kind, ...data } = report;
      return done([{ kind, by: "host", data } as NewEntry]);
    }
    case "bugCaught":
      return done([{ kind: "bugCaught", by: "host", data: { where: report.where, words: report.words } }]);
    default:
      return assertNever(report);
  }
}

const failureWords = (reason: Extract<Report, { type: "callFailed" }>["reason"]): string =>
  reason.kind === "refusedByFarEnd" ? `${reason.text} (${reason.code})` : reason.text;

/** Who an entry made from a report is put down to: the PBX it came from, the operator at the key, or the host. */
function causeOf(desk: Desk, report: Report): string {
  switch (report.type) {
    case "callSeen":
    case "pbx":
      return `wire:${report.pbxId}`;
    case "alarmSeen":
      return `alarm:${report.alarm.source}`;
    case "callLocated":
    case "callTaken":
    case "callNotTaken":
    case "identityDiffers":
    case "digitsRefused":
    case "digitHeard":
    case "callCancelled":
    case "callAlerting":
    case "callEstablished":
    case "callSound":
    case "callSilent":
    case "callHealed":
    case "callNotHealed":
    case "callEnded":
    case "callFailed":
    case "transferProgress":
    case "transferred":
    case "transferFailed":
    case "pageMembers": {
      const { callId } = report;
      const call = desk.calls[callId] ?? pageLegOf(desk.page, callId) ?? ladderCallOf(desk, callId);
      return call ? `wire:${call.pbxId}` : "wire";
    }
    case "talkEnded":
      return report.reason === "released" && desk.page ? desk.page.by : "rule:talkLapsed";
    case "messageOver":
    case "doorAnswered":
    case "pictureTaken":
    case "hostStarted":
    case "hostStopping":
    case "siteLoaded":
    case "clockJumped":
    case "media":
    case "ringDevices":
    case "mediaTook":
    case "fault":
    case "attendanceChanged":
    case "trainingOver":
    case "trainingScored":
    case "exerciseBegan":
    case "exerciseOver":
    case "signInChecked":
    case "bugCaught":
      return "host";
    default:
      return assertNever(report);
  }
}

function withRecord({ desk, by }: Context, command: Command, decision: Decision): Decision {
  const { refusal } = decision;
  if (!refusal || !recorded.includes(refusal.code)) return decision;
  const target = targetOf(desk, command);
  const data = { command: command.type, target, code: refusal.code, words: refusal.words };
  return { ...decision, entries: [...decision.entries, { kind: "commandRefused", by, data }] };
}

function targetOf(desk: Desk, command: Command): string {
  if ("stationId" in command) return command.stationId;
  if ("eventId" in command && command.eventId !== null) return desk.events[command.eventId]?.id ?? command.eventId;
  if ("callId" in command) return command.callId;
  if ("number" in command) return command.number.slice(0, 64);
  if ("listId" in command) return command.listId;
  if ("scenarioId" in command) return command.scenarioId;
  if ("of" in command) return command.of.id;
  if ("shelfId" in command) return desk.shelves[command.shelfId]?.of.id ?? command.shelfId;
  if ("zoneIds" in command) return command.zoneIds.slice(0, 20).join(" ");
  return "";
}
