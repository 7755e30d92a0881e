/**
 * A caller with whom an operator talks presses again and lets go: that press is answered all the same. Without this its event
 * would sound on, and its ladder climb, with nothing left to answer. An alarm of the station goes on: nobody spoke of that. So
 * does the press of a caller who is not heard: it may be all that works.
 */
import { hasNewAlarm } from "../alarm/alarm.ts";
import { isUntaken } from "../autoAnswer/untaken.ts";
import { callsOf, isSameCaller, isWithCaller } from "../call/live.ts";
import type { Context } from "../desk/context.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Call } from "../desk/state.ts";
import { acknowledgedEntry } from "./acknowledged.ts";

/** `leg`: goes with the decision that is being made. */
export function answeredStill(context: Context, leg: Call): NewEntry[] {
  const { desk, by } = context;
  const event = leg.eventId === null ? undefined : desk.events[leg.eventId];
  if (!event || event.acknowledged || hasNewAlarm(event)) return [];
  const others = callsOf(desk, event).filter(({ id }) => id !== leg.id);
  if (others.some((call) => call.state === "offered" || call.state === "answering")) return [];
  const spoken = others.find(
    (call) => call.state === "talking" && !call.listenOnly && !call.ending && isWithCaller(call, event),
  );
  if (!spoken || isUntaken(spoken) || !isSameCaller(spoken, leg)) return [];
  if (!spoken.sound.in || spoken.healing !== null) return [];
  return [acknowledgedEntry(context, event, "answered", spoken.handledBy ?? by)];
}
