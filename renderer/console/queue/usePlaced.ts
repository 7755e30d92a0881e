/** What the queue draws: the desk's order, folded by area in a flood, and held still while the pointer is over it. */
import { useEffect, useRef, useState } from "react";
import type { EventId } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { stationOf } from "../places.ts";
import { useConsole } from "../store.ts";
import { type Fold, foldByArea, isFolded, isHeading, refolded, unfoldedRows } from "./folds.ts";
import { type Queue, rowsWithUndo } from "./order.ts";
import { place } from "./place.ts";
import { useSelectedEventId } from "./selected.ts";

/** What is under the pointer: a card, a heading, nothing of either (null); or the pointer is not over the queue. */
export type Pointer = { over: string | null } | "away";

export interface PlacedQueue {
  /** Drawn in this order: ids of events and of headings. */
  ids: readonly string[];
  /** New events that will be placed above, or below, what is under the pointer. */
  above: readonly EventId[];
  below: readonly EventId[];
  flood: boolean;
  folds: ReadonlyMap<string, Fold>;
  unfolded: ReadonlySet<string>;
  /** Folds or unfolds an area; nothing else moves. */
  toggle(heading: string): void;
}

export function usePlaced(queue: Queue, pointer: Pointer): PlacedQueue {
  const closed = useConsole((state) => state.desk.closed);
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const now = useUndoClock(closed[0]?.closed?.at ?? null);
  const selected = useSelectedEventId();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  /** As last drawn; `all`: with what stood folded behind headings. */
  const drawn = useRef<{ ids: readonly string[]; all: readonly string[]; flood: boolean }>(nothingDrawn);

  const rows = rowsWithUndo({ ...useConsole.getState().desk, closed }, queue, now);
  const declared = useConsole((state) => state.desk.flood.since !== null);
  const flood = isFolded(drawn.current.flood, queue.rows.length, declared);
  const folded = (open: ReadonlySet<string>) =>
    flood ? foldByArea(rows, areaNames(site), open, selected) : unfoldedRows(rows);
  const wanted = folded(unfolded);
  const { ids } = place(drawn.current.ids, wanted.ids, pointer);
  const announced = place(drawn.current.all, wanted.all, pointer);
  useEffect(() => {
    drawn.current = { ids, all: announced.ids, flood };
  });
  return {
    ids,
    above: announced.above.filter((id) => !isHeading(id)),
    below: announced.below.filter((id) => !isHeading(id)),
    flood,
    folds: wanted.folds,
    unfolded,
    toggle(heading) {
      const open = new Set(unfolded);
      if (!open.delete(heading)) open.add(heading);
      const next = folded(open);
      drawn.current = {
        ids: refolded(drawn.current.ids, next.ids, heading),
        all: refolded(drawn.current.all, next.all, heading),
        flood,
      };
      setUnfolded(open);
    },
  };
}

const nothingDrawn = { ids: [], all: [], flood: false };

/** Ticks only while a close can be undone. */
function useUndoClock(closedAt: number | null): number {
  const now = useNow(1000);
  return closedAt === null ? 0 : now;
}

/** Name of a station's area. */
export function areaNames(site: Site | null): (stationId: string) => string | undefined {
  const names = new Map(site?.areas.map((area) => [area.id, area.name]));
  return (stationId) => names.get(stationOf(site, stationId)?.place.areaId ?? "");
}
