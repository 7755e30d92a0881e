/** A call that was answered by itself, and that nobody has taken yet. */
import type { Call } from "../desk/state.ts";

export const autoAnswerRule = "rule:autoAnswer";

export const isUntaken = (call: Call): boolean => call.handledBy === autoAnswerRule;
