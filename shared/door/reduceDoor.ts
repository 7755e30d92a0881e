/** `reduce` for doors by HTTP: the last attempt on each station's door. */
import type { Entry } from "../desk/entries.ts";
import { patchEvent, put } from "../desk/patch.ts";
import type { Desk } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

type DoorEntry = Extract<Entry, { kind: "httpDoorAsked" | "httpDoorAnswered" }>;

export function reduceDoor(desk: Desk, entry: DoorEntry): Desk {
  const { at, by } = entry;
  switch (entry.kind) {
    case "httpDoorAsked": {
      const { attemptId, stationId, eventId, words, dueMs } = entry.data;
      const asked = { id: attemptId, words, eventId, at, by, outcome: "asked" as const, said: "" };
      const attempt = { ...asked, state: "unknown" as const, stateAt: null, dueAt: at + dueMs };
      // Something is done for the event: its stalled time begins again.
      const acted = patchEvent(desk, eventId, (event) =>
        event.stalledDueAt === null ? {} : { stalledDueAt: Math.max(event.stalledDueAt, at + actedMs) },
      );
      return { ...acted, doors: put(desk.doors, stationId, attempt) };
    }
    case "httpDoorAnswered": {
      const { attemptId, stationId, opened, said, state } = entry.data;
      const attempt = desk.doors[stationId];
      if (attempt?.id !== attemptId) return desk;
      const outcome = opened ? ("done" as const) : ("failed" as const);
      const stateAt = state === "unknown" ? null : at;
      return { ...desk, doors: put(desk.doors, stationId, { ...attempt, outcome, said, state, stateAt, dueAt: null }) };
    }
    default:
      return assertNever(entry);
  }
}

const actedMs = 60_000;
