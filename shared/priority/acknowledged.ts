/** Somebody has taken note of an event: the entry that says who, and how. */
import type { Context } from "../desk/context.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { AcknowledgedHow, Cause, PriorityEvent } from "../desk/state.ts";
import type { Site } from "../site/site.ts";

/** With nothing done after this time it sounds again. */
export const stalledMsOf = (site: Site, event: PriorityEvent): number => site.classes[event.class].stalledAfterS * 1000;

export const acknowledgedEntry = (
  { site, by }: Pick<Context, "site" | "by">,
  event: PriorityEvent,
  how: AcknowledgedHow,
  who: Cause = by,
): NewEntry => ({
  kind: "eventAcknowledged",
  by: who,
  data: { eventId: event.id, how, stalledMs: stalledMsOf(site, event) },
});
