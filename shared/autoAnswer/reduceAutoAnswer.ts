/** `reduce` for answering by itself. Who answers takes the event's wait as his: it is measured to his hand, not to the rule. */
import type { Entry } from "../desk/entries.ts";
import { patchCall, patchEvent } from "../desk/patch.ts";
import type { Desk } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

type AutoAnswerEntry = Extract<Entry, { kind: "autoAnswerAnnounced" | "autoAnswerVetoed" | "autoAnswerTaken" }>;

export function reduceAutoAnswer(desk: Desk, entry: AutoAnswerEntry): Desk {
  const { at, by } = entry;
  switch (entry.kind) {
    case "autoAnswerAnnounced": {
      const { eventId, callId, dueMs } = entry.data;
      return { ...desk, autoAnswer: { eventId, callId, dueAt: at + dueMs } };
    }
    case "autoAnswerVetoed": {
      const { eventId, because } = entry.data;
      // Whoever is there answers himself: the rule does not ask again before the next press.
      const byHand = because === "operator" || because === "active";
      return patchEvent({ ...desk, autoAnswer: null }, eventId, () => (byHand ? { autoAnswerVetoed: true } : {}));
    }
    case "autoAnswerTaken": {
      const { callId, eventId } = entry.data;
      const event = desk.events[eventId];
      const next = patchEvent(
        patchCall(desk, callId, () => ({ handledBy: by })),
        eventId,
        (of) => ({ firstAnsweredAt: of.firstAnsweredAt ?? at }),
      );
      return event ? counted(next, at - event.waitingSince, at <= event.targetAt) : next;
    }
    default:
      return assertNever(entry);
  }
}

function counted(desk: Desk, waitedMs: number, inTarget: boolean): Desk {
  const { inbound } = desk.shift;
  const longestWaitMs = Math.max(inbound.longestWaitMs, waitedMs);
  const answered = { answered: inbound.answered + 1, inTarget: inbound.inTarget + (inTarget ? 1 : 0), longestWaitMs };
  return { ...desk, shift: { ...desk.shift, inbound: { ...inbound, ...answered } } };
}
