/** Words for the ladder's first rung: "LOUDER: nobody has answered for 15 s". */
import { isWithoutVoice } from "../alarm/alarm.ts";
import type { PriorityEvent } from "../desk/state.ts";
import type { ClassRules } from "../site/site.ts";
import { about } from "./durations.ts";

/** Beside the word LOUDER, which stands alone where there is no room. */
export function louderWhy(event: PriorityEvent, { louderAfterS }: ClassRules): string {
  const done = event.acknowledged ? "gone back to it" : isWithoutVoice(event) ? "taken it" : "answered";
  return `nobody has ${done} for ${about((louderAfterS ?? 0) * 1000)}`;
}
