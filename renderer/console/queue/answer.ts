/** Answering, from the strip's key or from a card's button, with the second press that holds a call of equal class. */
import type { Call, EventId } from "../../../shared/desk/state.ts";
import { act, sayAt } from "../act.ts";
import { isSecondPress, type Refused, stripAnswer, stripShows } from "../status/strip.ts";
import { select } from "../view.ts";
import { presentQueue } from "./useQueue.ts";

let refused: Refused | null = null;

/** Space. */
export function answerStrip(): void {
  const answer = stripAnswer(stripShows(), refused, performance.now());
  if (answer.do === "nothing") return;
  if (answer.do === "wait") {
    sayAt("strip", { code: "tooLate", words: "The strip has just changed. Look, then press Space again." });
    return;
  }
  const row = presentQueue().rows.find((one) => one.event.id === answer.eventId);
  select(answer.eventId);
  // Nobody is on the line: Space only takes the operator to it, so that B calls back and A acknowledges.
  if (row && !row.calls.some(isOnTheLine)) return;
  void answerEvent(answer.eventId, answer.holdEqual, "strip");
}

/** Somebody for whom the host is asked, though it may refuse: it says in words why somebody who rings cannot be answered. */
const isOnTheLine = (call: Call): boolean => call.state === "offered" || call.state === "held" || call.listenOnly;

/** A card's own button. */
export const answerCard = (eventId: EventId): void => {
  select(eventId);
  void answerEvent(eventId, isSecondPress(refused, eventId, performance.now()), eventId);
};

async function answerEvent(eventId: EventId, holdEqual: boolean, place: string): Promise<void> {
  const answer = await act({ type: "answer", eventId, holdEqual }, place);
  refused = answer?.code === "liveCallOfEqualClass" ? { eventId, at: performance.now() } : null;
}
