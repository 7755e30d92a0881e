/** Small steps of `reduce`: copies with one thing changed; unknown ids change nothing. */
import type { Call, CallId, Desk, EventId, PriorityEvent } from "./state.ts";

export function patchEvent(
  desk: Desk,
  id: EventId | null,
  change: (event: PriorityEvent) => Partial<PriorityEvent>,
): Desk {
  const event = id === null ? undefined : desk.events[id];
  if (!event) return desk;
  return { ...desk, events: { ...desk.events, [event.id]: { ...event, ...change(event) } } };
}

export function patchCall(desk: Desk, id: CallId, change: (call: Call) => Partial<Call>): Desk {
  const call = desk.calls[id];
  if (!call) return desk;
  return { ...desk, calls: { ...desk.calls, [id]: { ...call, ...change(call) } } };
}

export function without<T>(record: Readonly<Record<string, T>>, key: string): Record<string, T> {
  const { [key]: _gone, ...rest } = record;
  return rest;
}
