/** I4, told anew from the entries alone: each rung is reached once in a wait, in its time, and only while nobody has the event. */
import { expect } from "vitest";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Desk, EventId } from "../../shared/desk/state.ts";
import { isQuiet } from "../../shared/shelf/shelf.ts";

/** Of the site that the tests drive, ms. */
const after: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  lifeSafety: { supervisor: 30_000, alternate: 60_000 },
  urgent: { supervisor: 45_000 },
};

interface Waiting {
  class: string;
  acknowledged: boolean;
  closed: boolean;
  due: Map<string, number>;
}

export interface LadderModel {
  /** An entry, in order; `before`: the desk that it finds. */
  take(entry: Entry, before: Desk): void;
  /** After ticks up to `now`: nothing that was due is left. */
  look(desk: Desk, now: number): void;
}

export function createLadderModel(): LadderModel {
  const events = new Map<EventId, Waiting>();

  function begin(event: Waiting, at: number): void {
    if (event.acknowledged) event.due.clear();
    for (const [rung, ms] of Object.entries(after[event.class] ?? {})) {
      event.due.set(rung, Math.min(event.due.get(rung) ?? Number.POSITIVE_INFINITY, at + ms));
    }
    event.acknowledged = false;
  }

  return {
    take(entry, before) {
      const { at, data } = entry;
      const event = "eventId" in data && data.eventId !== null ? events.get(data.eventId) : undefined;
      switch (entry.kind) {
        case "eventOpened": {
          const opened = { class: entry.data.class, acknowledged: true, closed: false, due: new Map<string, number>() };
          events.set(entry.data.eventId, opened);
          return begin(opened, at);
        }
        case "eventSoundedAgain":
          // What a shelf kept quiet climbed no rung, and its ladder begins anew.
          if (entry.data.because === "shelfEnded") event?.due.clear();
          if (event && entry.data.because !== "holdReturn") begin(event, at);
          return;
        case "eventRepeated": {
          const repeated = before.events[entry.data.eventId];
          if (repeated && isQuiet(before, repeated)) event?.due.clear();
          if (entry.data.graver && event) event.class = entry.data.graver.class;
          if (event) begin(event, at);
          return;
        }
        case "eventAcknowledged":
          if (event) event.acknowledged = true;
          event?.due.clear();
          return;
        case "eventClosed":
        case "closeUndone":
          if (event) event.closed = entry.kind === "eventClosed";
          return;
        case "ladderRungReached": {
          expect(entry.by).toBe("rule:ladder");
          expect(event).toMatchObject({ acknowledged: false, closed: false });
          expect(event?.due.get(entry.data.rung)).toBeLessThanOrEqual(at);
          event?.due.delete(entry.data.rung);
          return;
        }
      }
    },
    look(desk, now) {
      for (const [id, { closed, due }] of events) {
        const isTaken = desk.events[id]?.callIds.some((callId) => desk.calls[callId]?.state === "answering") ?? false;
        const event = desk.events[id];
        if (closed || isTaken || (event && isQuiet(desk, event))) continue;
        for (const dueAt of due.values()) expect(dueAt).toBeGreaterThan(now);
      }
    },
  };
}
