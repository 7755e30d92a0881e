/** How long something may be kept quiet, as an operator chooses it. Pure: the wall clock is given. */
import { outOfServiceLimits, shelfLimits } from "../../../shared/shelf/shelf.ts";

const minuteMs = 60_000;
/** Minutes; each within the limits of the desk. */
export const shelfChoices: readonly number[] = [15, 30, 60, 120, 240, shelfLimits.mostMs / minuteMs];

const dayMs = 24 * 60 * minuteMs;
/** The last day that can be chosen ends within the limit. */
const mostDaysAhead = Math.floor(outOfServiceLimits.mostMs / dayMs) - 1;

/** From now to the end of a day ("2026-11-26", of a date field, in the zone of this machine); null where there is none. */
export function untilEndOfDay(day: string, wall: number): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // Midnight after it, whatever the clocks do that night.
  return new Date(year, month - 1, date + 1).getTime() - wall;
}

export const dayField = (wall: number, daysAhead = 0): string => {
  const at = new Date(wall);
  const day = new Date(at.getFullYear(), at.getMonth(), at.getDate() + daysAhead);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};
export const lastDay = (wall: number): string => dayField(wall, mostDaysAhead);
