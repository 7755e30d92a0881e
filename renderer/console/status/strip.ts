/**
 * What the strip names, and whether Space may answer it: it has been shown, by its id, for 300 ms (rules.md). The strip
 * itself reports what it has drawn; keys read it here.
 */
import { isWithoutVoice } from "../../../shared/alarm/alarm.ts";
import { isAnswerable } from "../../../shared/call/live.ts";
import { firstToTakeBack } from "../../../shared/call/takeBack.ts";
import type { EventId } from "../../../shared/desk/state.ts";
import type { Row } from "../queue/order.ts";

/** A card that arrives in this instant cannot be answered by mistake. */
export const shownForMs = 300;
/** A second press within this time after the refusal holds a call of equal or higher class. */
const secondPressMs = 2_000;

export interface Shown {
  eventId: EventId;
  /** performance.now() of the first frame that named it. */
  at: number;
}
/** The last refusal for a live call of equal or higher class. */
export interface Refused {
  eventId: EventId;
  at: number;
}

export type StripAnswer =
  | { do: "nothing" }
  /** Named for less than 300 ms. */
  | { do: "wait" }
  | { do: "answer"; eventId: EventId; holdEqual: boolean };

export function stripAnswer(shown: Shown | null, refused: Refused | null, now: number): StripAnswer {
  if (shown === null) return { do: "nothing" };
  if (now - shown.at < shownForMs) return { do: "wait" };
  return { do: "answer", eventId: shown.eventId, holdEqual: isSecondPress(refused, shown.eventId, now) };
}

export const isSecondPress = (refused: Refused | null, eventId: EventId, now: number): boolean =>
  refused !== null && refused.eventId === eventId && now - refused.at <= secondPressMs;

/** What Space does for the event that the strip names: as the host decides it (shared/call/decideAnswer.ts). */
export function verbOf({ event, calls }: Pick<Row, "event" | "calls">): string {
  if (calls.some(isAnswerable)) return "answers";
  const back = firstToTakeBack(event, calls);
  if (back) return back.listenOnly ? "opens the microphone" : "goes back to it";
  // The host says why not, at the press.
  if (calls.some((call) => call.state === "offered")) return "cannot answer it";
  // Somebody is on the line, and there is news of the event: a fire at the caller's station, say.
  return `selects it, ${isWithoutVoice(event) || calls.length > 0 ? "A acknowledges" : "B calls back"}`;
}

let shown: Shown | null = null;

/** Called by the strip when it has drawn a name, or none. */
export function stripDrew(eventId: EventId | null, now: number): void {
  if (shown?.eventId !== eventId) shown = eventId === null ? null : { eventId, at: now };
}
export const stripShows = (): Shown | null => shown;
