/** `reduce` for what passes between shifts: notes, signatures, the sound test. */
import type { Entry } from "../desk/entries.ts";
import type { Desk } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

type ShiftEntry = Extract<
  Entry,
  {
    kind:
      | "shiftNoted"
      | "shiftNoteDropped"
      | "handoverSigned"
      | "handoverWithdrawn"
      | "shiftTaken"
      | "positionLeft"
      | "soundTestStarted"
      | "soundTestEnded";
  }
>;

export function reduceShift(desk: Desk, entry: ShiftEntry): Desk {
  const { at, by } = entry;
  switch (entry.kind) {
    case "shiftNoted": {
      const { noteId, text } = entry.data;
      return { ...desk, shiftNotes: [...desk.shiftNotes, { id: noteId, at, by, text }] };
    }
    case "shiftNoteDropped":
      return { ...desk, shiftNotes: desk.shiftNotes.filter((note) => note.id !== entry.data.noteId) };
    case "handoverSigned":
      return { ...desk, handover: { by, at, eventIds: entry.data.eventIds } };
    case "handoverWithdrawn":
    case "shiftTaken":
      return { ...desk, handover: null };
    case "positionLeft":
      return desk;
    case "soundTestStarted": {
      const { playMs, dueMs } = entry.data;
      return { ...desk, soundTest: { startedAt: at, playUntil: at + playMs, result: "asked", dueAt: at + dueMs } };
    }
    case "soundTestEnded": {
      const { result, dueMs } = entry.data;
      if (!desk.soundTest) return desk;
      return { ...desk, soundTest: { ...desk.soundTest, result, dueAt: at + dueMs } };
    }
    default:
      return assertNever(entry);
  }
}
