/** The ladder's first rung as this window draws it: which event is louder now. */
import { isLouder, louderAt } from "../../../shared/call/louder.ts";
import type { Call, HostTime, PriorityEvent } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";
import { useReached } from "../clock.ts";
import { useConsole } from "../store.ts";
import type { Queue, Row } from "./order.ts";

/** Of an event that waits; null: of none. */
export function useLouder(event: PriorityEvent | null, calls: readonly Call[]): boolean {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  return useReached(site && event ? louderAt(site, event, calls) : null);
}

/** The gravest of those that wait and are louder. */
export const loudest = (queue: Queue, site: Site, now: HostTime): Row | null =>
  queue.rows.find((row) => row.waiting && isLouder(site, row.event, row.calls, now)) ?? null;
