/** A call's location joins its event. It changes neither class nor trust: a place is help, not evidence. */
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import { patchEvent } from "../desk/patch.ts";
import type { CallId, Desk, EventId } from "../desk/state.ts";
import { type Location, saysSomething } from "./location.ts";

export function decideLocated({ desk, by }: Context, callId: CallId, location: Location): Decision {
  const eventId = desk.calls[callId]?.eventId ?? null;
  const event = eventId === null ? undefined : desk.events[eventId];
  if (eventId === null || !event) return nothing;
  // The INVITE of an earlier life of the host is read again.
  if (JSON.stringify(event.location) === JSON.stringify(location)) return nothing;
  return done([{ kind: "callLocated", by, data: { callId, eventId, location } }]);
}

/** The newest press counts, unless it says nothing of a place that is known. */
export const reduceLocated = (desk: Desk, eventId: EventId, location: Location): Desk =>
  patchEvent(desk, eventId, (event) =>
    event.location && saysSomething(event.location) && !saysSomething(location) ? {} : { location },
  );
