/** A station that presses more often than a person would: a stuck key, a fault, an attack. It is flagged, never dropped. */
import type { Desk, HostTime, PriorityEvent } from "../desk/state.ts";

const windowMs = 60_000;
const mostPerMinute = 5;

/** Times of presses that an event keeps; the rest is a count, so that no station can fill the memory. */
export const pressesKept = 100;

export const pressCount = (event: Pick<PriorityEvent, "presses" | "earlierPresses">): number =>
  (event.earlierPresses ?? 0) + event.presses.length;

/** How many presses came in the last minute, when more than 5 did; else null. Presses that could not be folded count too. */
export function babbling(
  desk: Pick<Desk, "events">,
  event: Pick<PriorityEvent, "id" | "number">,
  now: HostTime,
): number | null {
  let count = 0;
  for (const other of Object.values(desk.events)) {
    const same = other.id === event.id || (event.number !== null && other.number === event.number);
    if (!same) continue;
    for (const at of other.presses) if (at > now - windowMs) count += 1;
  }
  return count > mostPerMinute ? count : null;
}
