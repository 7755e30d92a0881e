/** A refusal is a value: shown beside the button in words, with its code small beside it. */
export type RefusalCode =
  | "notSignedIn"
  | "notPermitted"
  | "outsideHours"
  | "outsideArea"
  | "needsApproval"
  | "unknownTarget"
  | "alreadyGone"
  | "answeredElsewhere"
  | "notAnswerable"
  | "liveCallOfEqualClass"
  | "callInProgress"
  | "pageInProgress"
  | "stillOnTheLine"
  | "mandatoryStepsOpen"
  | "outcomeMissing"
  | "tooLate"
  | "noPbx"
  | "nothingToDo"
  | "lifeSafetyMustBeAnswered"
  | "neverShelved"
  | "wrongPin"
  | "badRequest";

export interface Refusal {
  code: RefusalCode;
  /** Sentence for the operator: what happened and what to do. */
  words: string;
}
