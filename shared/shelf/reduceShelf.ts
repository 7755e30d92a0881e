/** `reduce` for shelves: one begins, one ends. The record is copied and never changed in place: shelf.ts keeps an index of it. */
import type { Entry, EntryData } from "../desk/entries.ts";
import type { Cause, Desk, HostTime, PriorityEvent } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import { quietShelf, type Shelf, type ShelfTarget } from "./shelf.ts";

type ShelfEntry = Extract<Entry, { kind: "shelved" | "shelfEnded" }>;

export function reduceShelf(desk: Desk, entry: ShelfEntry): Desk {
  switch (entry.kind) {
    case "shelved": {
      const shelf = shelfIn(entry.data, entry.by, entry.at);
      return { ...desk, shelves: { ...desk.shelves, [shelf.id]: shelf } };
    }
    case "shelfEnded": {
      const { [entry.data.shelfId]: ended, ...shelves } = desk.shelves;
      return ended ? { ...desk, shelves } : desk;
    }
    default:
      return assertNever(entry);
  }
}

function shelfIn(data: EntryData["shelved"], by: Cause, at: HostTime): Shelf {
  const { shelfId, as, stationIds, name, reason, forMs, approvedBy } = data;
  return {
    id: shelfId,
    as,
    of: targetIn(data),
    stationIds,
    // Deleted with their tombstone, the words of old entries are gone; the shelf was real all the same.
    name: name ?? "",
    reason: reason ?? "",
    by,
    approvedBy,
    since: at,
    endsAt: at + forMs,
  };
}

/** A shelf that begins keeps this event quiet. */
export const silences = (data: EntryData["shelved"], event: PriorityEvent): boolean =>
  quietShelf({ shelves: { [data.shelfId]: shelfIn(data, "host", 0) } }, event) !== null;

function targetIn(data: { eventId: string | null; stationId: string | null; areaId: string | null }): ShelfTarget {
  if (data.eventId !== null) return { kind: "event", id: data.eventId };
  if (data.stationId !== null) return { kind: "station", id: data.stationId };
  return { kind: "area", id: data.areaId ?? "" };
}
