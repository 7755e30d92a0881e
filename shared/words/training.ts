/** Exercises in words: why one ended, and its result as lines of plain text that can be kept and sent. */
import { assertNever } from "../kit/assertNever.ts";
import type { EventResult, Result } from "../training/result.ts";
import type { TrainingEnd } from "../training/training.ts";
import { about, clockTime, day } from "./durations.ts";

export function trainingEndWords(reason: TrainingEnd): string {
  switch (reason) {
    case "operator":
      return "ended by hand";
    case "realEvent":
      return "ended by a real event";
    case "done":
      return "everything happened and was closed";
    case "limit":
      return "its time was up";
    case "failed":
      return "it could not be played";
    case "hostRestarted":
      return "the console was restarted";
    default:
      return assertNever(reason);
  }
}

/** "Answered after 6 s of 10 s". */
export function waitWords({ waitMs, targetMs, how, abandoned }: EventResult): string {
  if (waitMs === null) return abandoned ? "never acknowledged, the caller had gone" : "never acknowledged";
  const verb = {
    answered: "answered",
    calledBack: "called back",
    byHand: "acknowledged by hand",
    answeredElsewhere: "answered elsewhere",
    bySupervisor: "acknowledged by the supervisor's telephone",
    byAlternate: "acknowledged by the alternate number",
  };
  return `${how === null ? "acknowledged" : verb[how]} after ${about(waitMs)} of ${about(targetMs)}${abandoned ? ", the caller had gone" : ""}`;
}

const overriddenLines = ({ overridden, overrideReason }: EventResult): string[] =>
  overridden.length === 0
    ? []
    : [`    closed with mandatory steps open: ${overridden.join(", ")}, reason: ${overrideReason}`];

export function resultLines(result: Result): string[] {
  return [
    `Exercise: ${result.name}`,
    `Operator: ${result.operator}, position ${result.position}`,
    `Begun: ${day(result.beganAt, true)} ${clockTime(result.beganAt)}, lasted ${about(result.lastedMs)}, ${trainingEndWords(result.reason)}`,
    `Score: ${result.met} of ${result.asked} checks met`,
    "",
    ...result.checks.map((check) => `${check.met ? "[x]" : "[ ]"} ${check.words}`),
    "",
    ...result.events.flatMap((event) => [
      `${event.name}: ${waitWords(event)}; ${event.outcome === null ? "not closed" : `closed, ${event.outcome}`}`,
      ...event.missed.map((step) => `    step not done: ${step}`),
      ...overriddenLines(event),
    ]),
    ...result.wrongOrder.map((one) => `Wrong order: ${one.answered} was answered while ${one.waiting} waited`),
    "",
    "Measured by the console in an exercise. Nothing of it was real.",
  ];
}
