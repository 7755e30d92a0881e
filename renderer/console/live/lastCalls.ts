/** "4 in 30 days: 3 false press, 1 helped; last 11 Nov (false press)", from the journal's entries of one station, newest first. */
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
  /** How often each outcome came: a station that is mostly pressed for nothing is known by it. */
  const ended = new Map<string, number>();
  let count = 0;
  let last: { wall: number; eventId: string } | null = null;
  for (const entry of entries) {
    if (entry.kind === "eventClosed" && !outcomes.has(entry.data.eventId)) {
      outcomes.set(entry.data.eventId, entry.data.outcome);
    }
    if (entry.kind !== "eventOpened" || entry.data.eventId === presentId) continue;
    count += 1;
    const how = outcomes.get(entry.data.eventId);
    if (how !== undefined) ended.set(how, (ended.get(how) ?? 0) + 1);
    last ??= { wall: entry.wall, eventId: entry.data.eventId };
  }
  if (last === null) return "none in 30 days";
  const outcome = outcomes.get(last.eventId);
  const came = outcome === undefined ? "still open" : named(outcome, site);
  const much = `${count}${more ? " or more" : ""} in 30 days`;
  const lastly = `last ${day(last.wall)} (${came})`;
  return count < 3 ? `${much}, ${lastly}` : `${much}${oftenWords(ended, site)}; ${lastly}`;
}

type Outcomes = Pick<Site, "outcomes">;

const named = (outcome: string, site: Outcomes): string => outcomeWords(outcome, site).toLowerCase();

function oftenWords(ended: ReadonlyMap<string, number>, site: Outcomes): string {
  const often = [...ended].sort((a, b) => b[1] - a[1]).slice(0, 2);
  if (often.length === 0) return "";
  return `: ${often.map(([outcome, times]) => `${times} ${named(outcome, site)}`).join(", ")}`;
}
