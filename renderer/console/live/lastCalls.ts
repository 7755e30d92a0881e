/** "2 in 30 days, last 11 Nov (false press)", from the journal's entries of one station, newest first. */
import type { HistoryPage } from "../../../shared/link/history.ts";
import type { Site } from "../../../shared/site/site.ts";
import { day } from "../../../shared/words/durations.ts";
import { outcomeWords } from "../../../shared/words/entries.ts";

/** `presentId`: the event on the screen, which is not a last call. */
export function lastCallsWords(
  { entries, more }: HistoryPage,
  presentId: string | null,
  site: Pick<Site, "outcomes">,
): string {
  const outcomes = new Map<string, string>();
  let count = 0;
  let last: { wall: number; eventId: string } | null = null;
  for (const entry of entries) {
    if (entry.kind === "eventClosed" && !outcomes.has(entry.data.eventId)) {
      outcomes.set(entry.data.eventId, entry.data.outcome);
    }
    if (entry.kind !== "eventOpened" || entry.data.eventId === presentId) continue;
    count += 1;
    last ??= { wall: entry.wall, eventId: entry.data.eventId };
  }
  if (last === null) return "none in 30 days";
  const outcome = outcomes.get(last.eventId);
  const came = outcome === undefined ? "still open" : outcomeWords(outcome, site).toLowerCase();
  return `${count}${more ? " or more" : ""} in 30 days, last ${day(last.wall)} (${came})`;
}
