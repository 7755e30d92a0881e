/** `reduce` for priority events: condition active ⇄ returned, acknowledgement, notes, steps, close and its undo. */
import type { Entry } from "../desk/entries.ts";
import { patchEvent, put, without } from "../desk/patch.ts";
import { closedKept, type Desk, type PriorityEvent } from "../desk/state.ts";
import { pressesKept } from "../flood/babbling.ts";
import { opened } from "../flood/flood.ts";
import { assertNever } from "../kit/assertNever.ts";
import { noLadder, startedLadder } from "../ladder/reduceLadder.ts";
import { isQuiet, quietShelf } from "../shelf/shelf.ts";

type EventEntry = Extract<
  Entry,
  {
    kind:
      | "eventOpened"
      | "eventRepeated"
      | "eventSoundedAgain"
      | "eventAcknowledged"
      | "eventNoted"
      | "identityDoubted"
      | "stepDone"
      | "eventClosed"
      | "closeUndone";
  }
>;

export function reduceEvent(desk: Desk, entry: EventEntry): Desk {
  const { at, by } = entry;
  switch (entry.kind) {
    case "eventOpened": {
      const { eventId, targetMs, ladder, alarm, ...rest } = entry.data;
      const event: PriorityEvent = {
        ...rest,
        readAs: "",
        id: eventId,
        condition: "active",
        acknowledged: false,
        openedAt: at,
        waitingSince: at,
        targetAt: at + targetMs,
        presses: [at],
        callIds: [],
        firstAnsweredAt: null,
        acknowledgedBy: null,
        acknowledgedHow: null,
        abandoned: false,
        callLost: false,
        lastEnded: null,
        stalledDueAt: null,
        stalled: false,
        ...startedLadder(null, ladder, at),
        steps: [],
        notes: [],
        closed: null,
      };
      const flood = quietShelf(desk, event) === null ? opened(desk.flood, at) : desk.flood;
      const begun = heard({ ...desk, flood, events: put(desk.events, eventId, event) }, event);
      return alarm ? begun : counted(begun);
    }
    case "eventRepeated": {
      const again = patchEvent(desk, entry.data.eventId, (event) => ({
        condition: "active",
        // On its shelf it climbed no rung: what was due meanwhile is not made up for.
        ...startedLadder(isQuiet(desk, event) ? null : event, entry.data.ladder, at),
        ...waitingAgain(at, entry.data.targetMs),
        ...pressedAgain(event, at),
        ...entry.data.graver,
        ...(entry.data.emergencyClaimed && { emergencyClaimed: true as const }),
        autoAnswerVetoed: false,
        abandoned: false,
        callLost: false,
        stalled: false,
      }));
      const repeated = heard(again, again.events[entry.data.eventId]);
      return entry.data.alarm ? repeated : counted(repeated);
    }
    case "eventSoundedAgain": {
      const { eventId, because, callId, targetMs } = entry.data;
      if (because === "holdReturn") {
        const call = callId === null ? undefined : desk.calls[callId];
        if (!call) return desk;
        return { ...desk, calls: put(desk.calls, call.id, { ...call, asksAgain: true, returnDueAt: null }) };
      }
      const again = patchEvent(desk, eventId, (event) => ({
        ...startedLadder(because === "shelfEnded" ? null : event, entry.data.ladder, at),
        ...waitingAgain(at, targetMs),
        stalled: because === "stalled",
        callLost: because === "callLost",
      }));
      // Who was spoken with and was lost, or is back, is news as a press is.
      return because === "callLost" || because === "callerBack" ? heard(again, again.events[eventId]) : again;
    }
    case "eventAcknowledged": {
      const { eventId, how, stalledMs } = entry.data;
      return patchEvent(desk, eventId, (event) => ({
        acknowledged: true,
        acknowledgedBy: by,
        acknowledgedHow: how,
        stalled: false,
        stalledDueAt: isLeftAlone(desk, event) ? at + stalledMs : null,
        ...(event.alarms && { alarms: event.alarms.map((alarm) => ({ ...alarm, seen: true as const })) }),
        ...noLadder,
      }));
    }
    case "identityDoubted":
      return patchEvent(desk, entry.data.eventId, () => ({ trust: "unconfirmed", readAs: entry.data.readAs }));
    case "eventNoted": {
      const { eventId, text, stalledMs } = entry.data;
      return patchEvent(desk, eventId, (event) => ({
        notes: [...event.notes, { at, by, text }],
        stalledDueAt: dueAgain(event, at + stalledMs),
      }));
    }
    case "stepDone": {
      const { eventId, step, answer, stalledMs } = entry.data;
      return patchEvent(desk, eventId, (event) => ({
        steps: [...event.steps.filter((done) => done.step !== step), { step, at, by, answer }],
        stalledDueAt: dueAgain(event, at + stalledMs),
      }));
    }
    case "eventClosed": {
      const { eventId, outcome, note, override: steps, overrideReason = "" } = entry.data;
      const event = desk.events[eventId];
      if (!event) return desk;
      const override = steps && { override: { steps, reason: overrideReason } };
      const closed = { ...event, stalledDueAt: null, closed: { at, by, outcome, note, ...override } };
      return {
        ...desk,
        events: without(desk.events, eventId),
        closed: [closed, ...desk.closed].slice(0, closedKept),
      };
    }
    case "closeUndone": {
      const event = desk.closed.find((closed) => closed.id === entry.data.eventId);
      if (!event) return desk;
      return {
        ...desk,
        closed: desk.closed.filter((closed) => closed !== event),
        events: put(desk.events, event.id, {
          ...event,
          closed: null,
          stalledDueAt: event.acknowledged ? at + undoneStalledMs : null,
        }),
      };
    }
    default:
      return assertNever(entry);
  }
}

/** Acknowledged, and nobody is on the line: a caller who still rings has not been answered by that. */
const isLeftAlone = (desk: Desk, { callIds }: PriorityEvent): boolean =>
  callIds.every((id) => desk.calls[id]?.state === "offered");

/** However often it presses, an event keeps its newest presses and the count of the rest. */
function pressedAgain({ presses, earlierPresses = 0 }: PriorityEvent, at: number): Partial<PriorityEvent> {
  const kept = [...presses, at].slice(-pressesKept);
  const gone = earlierPresses + presses.length + 1 - kept.length;
  return gone > 0 ? { presses: kept, earlierPresses: gone } : { presses: kept };
}

const undoneStalledMs = 60_000;

const waitingAgain = (at: number, targetMs: number) => ({
  acknowledged: false,
  acknowledgedBy: null,
  acknowledgedHow: null,
  waitingSince: at,
  targetAt: at + targetMs,
  stalledDueAt: null,
});

/** The stalled time starts again with every act, but runs only while acknowledged and nobody is on the line. */
const dueAgain = (event: PriorityEvent, dueAt: number): number | null => (event.stalledDueAt === null ? null : dueAt);

/** F2 silences for 60 s, but any new life-safety event or repeat is heard (rules.md, keys). */
const heard = (desk: Desk, event: PriorityEvent | undefined): Desk =>
  event?.class === "lifeSafety" ? { ...desk, silencedUntil: null } : desk;

const counted = (desk: Desk): Desk => ({
  ...desk,
  shift: { ...desk.shift, inbound: { ...desk.shift.inbound, presses: desk.shift.inbound.presses + 1 } },
});
