/**
 * Callers for whom nobody vouches have an event each: a claimed name may hide a second emergency behind the first. But a
 * stuck or hostile caller must not fill the desk, so beyond a bound a press adds to the newest event of its own number; and
 * where ever new numbers come, to the newest of them all. Each is still told of, sounds, and can be answered there.
 */
import type { Desk, PriorityEvent } from "../desk/state.ts";

export const mostOfOneNumber = 20;
export const mostOfAll = 500;

/** The open event that a press of a caller for whom nobody vouches adds to; undefined: it opens its own. */
export function crowdOf({ desk }: { desk: Pick<Desk, "events"> }, number: string | null): PriorityEvent | undefined {
  let all = 0;
  let ofNumber = 0;
  let newest: PriorityEvent | undefined;
  let newestOfNumber: PriorityEvent | undefined;
  for (const event of Object.values(desk.events)) {
    if (event.trust === "asserted" || event.trust === "unconfirmed") continue;
    all += 1;
    newest = event;
    if (event.number !== number) continue;
    ofNumber += 1;
    newestOfNumber = event;
  }
  if (ofNumber >= mostOfOneNumber) return newestOfNumber;
  return all >= mostOfAll ? (newestOfNumber ?? newest) : undefined;
}
