/** The table of classes in rules.md: what a site gets where its file says nothing. */
import type { ClassName, ClassRules, StationType } from "./site.ts";

export const defaultClasses: Readonly<Record<ClassName, ClassRules>> = {
  lifeSafety: {
    label: "Life safety",
    answerTargetS: 10,
    sound: "threeFast",
    louderAfterS: 15,
    supervisorAfterS: 30,
    alternateAfterS: 60,
    holdReturnS: 30,
    stalledAfterS: 60,
  },
  urgent: {
    label: "Urgent",
    answerTargetS: 15,
    sound: "twoPulses",
    louderAfterS: 20,
    supervisorAfterS: 45,
    alternateAfterS: null,
    holdReturnS: 30,
    stalledAfterS: 60,
  },
  assistance: {
    label: "Assistance",
    answerTargetS: 30,
    sound: "oneSoft",
    louderAfterS: 60,
    supervisorAfterS: null,
    alternateAfterS: null,
    holdReturnS: 30,
    stalledAfterS: 60,
  },
  routine: {
    label: "Routine",
    answerTargetS: 60,
    sound: "oneSoftOnce",
    louderAfterS: null,
    supervisorAfterS: null,
    alternateAfterS: null,
    holdReturnS: 30,
    stalledAfterS: 60,
  },
};

/** Percent of full volume. */
export const defaultRingAtLeast = 60;

export const classOfType: Readonly<Record<StationType, ClassName>> = {
  sosTerminal: "lifeSafety",
  helpPoint: "urgent",
  intercom: "assistance",
  doorStation: "assistance",
  speaker: "routine",
};

export const defaultOutcomes = [
  { id: "helped", label: "Helped" },
  { id: "servicesCalled", label: "Emergency services called" },
  { id: "falsePress", label: "False press" },
  { id: "noAnswer", label: "Nobody there" },
  { id: "test", label: "Test" },
  { id: "other", label: "Other (say what in the note)" },
] as const;
