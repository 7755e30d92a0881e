/** What a refusal says where the host gave no sentence of its own. */
import type { Refusal, RefusalCode } from "../desk/refusals.ts";

export const refusalFallbacks: Readonly<Record<RefusalCode, string>> = {
  notSignedIn: "Sign in first: nobody is signed in here.",
  notPermitted: "Not allowed for your role.",
  outsideHours: "Not allowed at this hour.",
  outsideArea: "Not allowed in this area.",
  needsApproval: "A second operator has to approve this.",
  unknownTarget: "Nobody has this number.",
  alreadyGone: "It is already over.",
  answeredElsewhere: "Already answered at another desk.",
  notAnswerable: "This call cannot be answered: call back.",
  liveCallOfEqualClass: "You are on a call of the same or a higher class. Press again within 2 s to hold it.",
  callInProgress: "A call is already under way.",
  pageInProgress: "A page is already running.",
  stillOnTheLine: "The caller is still on the line: end the call first.",
  mandatoryStepsOpen: "Steps that must be done are still open.",
  outcomeMissing: "Choose an outcome first.",
  tooLate: "Too late for that.",
  noPbx: "No PBX is registered: nothing can go out.",
  nothingToDo: "There is nothing to do here.",
  lifeSafetyMustBeAnswered: "A ringing life-safety call is acknowledged by answering it.",
  neverShelved: "An SOS is never shelved.",
  wrongPin: "Wrong PIN.",
  badRequest: "Not understood.",
};

export const refusalWords = (refusal: Refusal): string =>
  refusal.words.trim() === "" ? refusalFallbacks[refusal.code] : refusal.words;
