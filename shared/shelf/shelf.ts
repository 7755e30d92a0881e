/**
 * Shelves: what is quiet for a while, and why. A shelf silences an event, the presses of a station, or an area's; a station
 * out of service is known to be under repair. Both end by themselves, and neither ever silences a life at stake.
 */
import type { Cause, Desk, EventId, HostTime, PriorityEvent } from "../desk/state.ts";
import { classOfType } from "../site/defaults.ts";
import type { ClassName, Station } from "../site/site.ts";

export type ShelfKind = "shelved" | "outOfService";

/** What an operator wants quiet, by its id. */
export interface ShelfTarget {
  kind: "event" | "station" | "area";
  id: string;
}

export interface Shelf {
  id: string;
  as: ShelfKind;
  of: ShelfTarget;
  /** Stations whose presses it silences: as the site was when it began; none for an event. */
  stationIds: readonly string[];
  /** Of the station, the area or the event's caller (untrusted then). */
  name: string;
  reason: string;
  by: Cause;
  /** Second operator, for an area. */
  approvedBy: string | null;
  since: HostTime;
  endsAt: HostTime;
}

export type ShelfEnd =
  | "time" // its limit
  | "byHand"
  | "replaced" // by a new one of the same target
  | "eventClosed";

const minuteMs = 60_000;
export const shelfLimits = { leastMs: 15 * minuteMs, mostMs: 8 * 60 * minuteMs };
export const outOfServiceLimits = { leastMs: minuteMs, mostMs: 30 * 24 * 60 * minuteMs };
export const longestReason = 200;

export const classOfStation = (station: Pick<Station, "class" | "type">): ClassName =>
  station.class ?? classOfType[station.type];

interface Index {
  byStation: ReadonlyMap<string, Shelf>;
  byEvent: ReadonlyMap<EventId, Shelf>;
}

/** Built once for each record of shelves, which is never changed in place (reduceShelf.ts). */
const indexes = new WeakMap<Desk["shelves"], Index>();

function indexOf(shelves: Desk["shelves"]): Index {
  const known = indexes.get(shelves);
  if (known) return known;
  const byStation = new Map<string, Shelf>();
  const byEvent = new Map<EventId, Shelf>();
  for (const shelf of Object.values(shelves)) {
    if (shelf.of.kind === "event") byEvent.set(shelf.of.id, shelf);
    for (const id of shelf.stationIds) {
      const other = byStation.get(id);
      if (!other || saysMore(shelf, other)) byStation.set(id, shelf);
    }
  }
  const index = { byStation, byEvent };
  indexes.set(shelves, index);
  return index;
}

/** Out of service before shelved, then the one that ends last: it stays quiet until then. */
const saysMore = (a: Shelf, b: Shelf): boolean => (a.as === b.as ? a.endsAt > b.endsAt : a.as === "outOfService");

type Shelves = Pick<Desk, "shelves">;
type Subject = Pick<PriorityEvent, "id" | "class" | "stationId" | "trust" | "emergencyClaimed">;

/** What is said of a station, by itself or with its area; null: it is in use. */
export const shelfOfStation = ({ shelves }: Shelves, stationId: string | null): Shelf | null =>
  (stationId === null ? undefined : indexOf(shelves).byStation.get(stationId)) ?? null;

/** The shelf that an event is on, or that its station is; it need not be silent for it (`quietShelf`). */
export const shelfOf = (desk: Shelves, event: Pick<PriorityEvent, "id" | "stationId">): Shelf | null =>
  indexOf(desk.shelves).byEvent.get(event.id) ?? shelfOfStation(desk, event.stationId);

/**
 * The shelf that silences an event; null: it sounds. Never life safety, nor a press whose message claims an emergency. A
 * station's shelf needs an identity that the PBX asserts: by a claimed one, another caller could be silenced.
 */
export function quietShelf(desk: Shelves, event: Subject): Shelf | null {
  if (event.class === "lifeSafety" || event.emergencyClaimed) return null;
  const { byEvent } = indexOf(desk.shelves);
  return byEvent.get(event.id) ?? (event.trust === "asserted" ? shelfOfStation(desk, event.stationId) : null);
}

/** Quiet, and nobody is at it: it stands below the others and is not counted among what waits. */
export const waitsInSilence = (desk: Pick<Desk, "shelves" | "calls">, event: PriorityEvent): boolean =>
  isQuiet(desk, event) && event.callIds.every((id) => (desk.calls[id]?.state ?? "offered") === "offered");

/** It does not sound. Somebody whom an operator has already spoken with is never left in silence. */
export function isQuiet(desk: Pick<Desk, "shelves" | "calls">, event: PriorityEvent): boolean {
  if (quietShelf(desk, event) === null || event.callLost) return false;
  return event.callIds.every((id) => {
    const call = desk.calls[id];
    return call === undefined || (!call.asksAgain && !call.listenOnly);
  });
}
