/** A flood begins with the event that makes it one, in the same decision, and ends by its deadline. */
import type { Context } from "../desk/context.ts";
import { type Decision, done, joined } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import { askByTelephone, askOver } from "../ladder/decideLadder.ts";
import { quietShelf } from "../shelf/shelf.ts";
import { floodEndsAt, floodWindowMs, isAbove, openedLately } from "./flood.ts";

const by = "rule:flood";

export function followFlood(context: Context, decision: Decision): Decision {
  const { desk, moment } = context;
  const fresh = decision.entries.filter((one) => one.kind === "eventOpened" && countsInFlood(desk, one.data));
  if (fresh.length === 0 || desk.flood.since !== null) return decision;
  const events = openedLately(desk.flood, moment.now) + fresh.length;
  return isAbove(events) ? joined(decision, floodBegins(context, events)) : decision;
}

/** What a flood sets going stands here and nowhere else: the supervisor is told, once. */
function floodBegins(context: Context, events: number): Decision {
  const began: NewEntry = { kind: "floodBegan", by, data: { events, windowMs: floodWindowMs } };
  return done([began, ...askByTelephone(context, "flood")]);
}

export function floodDue(context: Context): NewEntry[] {
  const endsAt = floodEndsAt(context.desk.flood);
  if (endsAt === null || endsAt > context.moment.now) return [];
  return [{ kind: "floodEnded", by, data: {} }, ...askOver(context, "flood")];
}

type Opened = Extract<NewEntry, { kind: "eventOpened" }>["data"];

const countsInFlood = (desk: Context["desk"], { eventId, ...event }: Opened): boolean =>
  quietShelf(desk, { ...event, id: eventId }) === null;
