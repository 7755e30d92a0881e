/** The handover sheet: a view of the state, for both who go and who come. Pure. */
import { callsOf } from "../call/live.ts";
import type { Call, Desk, Fault, PriorityEvent } from "../desk/state.ts";
import type { Shelf } from "../shelf/shelf.ts";
import type { Sickness } from "../sick/sick.ts";
import { classOrder, type Site, type Station } from "../site/site.ts";
import type { ShiftNote } from "./shift.ts";

export interface HandoverSheet {
  /** Open events, gravest class first, then the oldest. */
  events: readonly { event: PriorityEvent; calls: readonly Call[] }[];
  /** Oldest first. */
  faults: readonly Fault[];
  /** What is shelved or out of service, what ends next first. */
  shelves: readonly Shelf[];
  /** Stations of the site that could not be reached or heard when last tried, the longest first. */
  sick: readonly { station: Station; sickness: Sickness }[];
  notes: readonly ShiftNote[];
}

export function sheetOf(desk: Desk, { stations }: Pick<Site, "stations">): HandoverSheet {
  const rank = (event: PriorityEvent): number => classOrder.indexOf(event.class);
  const events = Object.values(desk.events).sort((a, b) => rank(a) - rank(b) || a.openedAt - b.openedAt);
  return {
    events: events.map((event) => ({ event, calls: callsOf(desk, event) })),
    faults: Object.values(desk.faults).sort((a, b) => a.raisedAt - b.raisedAt),
    shelves: Object.values(desk.shelves).sort((a, b) => a.endsAt - b.endsAt),
    sick: stations
      .flatMap((station) => {
        const sickness = desk.sick[station.id];
        return sickness ? [{ station, sickness }] : [];
      })
      .sort((a, b) => a.sickness.since - b.sickness.since),
    notes: desk.shiftNotes,
  };
}
