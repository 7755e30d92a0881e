/**
 * Callers of whom nobody says that they are a station of the site have an event each: a name or number that is only claimed,
 * or that many people share, may hide a second emergency behind the first. But a stuck or hostile caller must not fill the
 * desk. Beyond a bound a press adds to the newest event of its own number, and where ever new numbers come, to the newest of
 * them all. Each is told of, sounds and is answered by itself there: nothing takes one of them for another.
 */
import type { Desk, PriorityEvent } from "../desk/state.ts";

export const mostOfOneNumber = 20;
export const mostOfAll = 500;

/** The PBX says who it is. */
export const isVouchedFor = ({ trust }: PriorityEvent): boolean => trust === "asserted" || trust === "unconfirmed";

/** The open event that such a press adds to; undefined: it opens its own. `asserted`: of the number, by the PBX. */
export function crowdOf(
  { desk }: { desk: Pick<Desk, "events"> },
  number: string | null,
  asserted: boolean,
): PriorityEvent | undefined {
  let all = 0;
  let ofNumber = 0;
  let newest: PriorityEvent | undefined;
  let newestOfNumber: PriorityEvent | undefined;
  for (const event of Object.values(desk.events)) {
    const vouchedFor = isVouchedFor(event);
    if (vouchedFor && event.stationId !== null) continue;
    all += 1;
    if (vouchedFor !== asserted) continue;
    newest = event;
    if (number === null || event.number !== number) continue;
    ofNumber += 1;
    newestOfNumber = event;
  }
  if (ofNumber >= mostOfOneNumber) return newestOfNumber;
  return all >= mostOfAll ? (newestOfNumber ?? newest) : undefined;
}
