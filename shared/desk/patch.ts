/**
 * Small steps of `reduce`: copies with one thing changed; unknown ids change nothing.
 *
 * Records are copied before they are changed, so that a state once given out never changes. Within one `batch` the copies
 * that the batch itself made are changed in place instead: nobody else has seen them yet, and a flood of hundreds of
 * entries would otherwise copy hundreds of events for each of them.
 */
import type { Call, CallId, Desk, EventId, PriorityEvent } from "./state.ts";

/** Records made by the batch that runs; null: none runs. */
let own: WeakSet<object> | null = null;

/** Runs `work` as one step: states that it passes through on the way must not be kept by anyone. */
export function batch<T>(work: () => T): T {
  if (own !== null) return work();
  own = new WeakSet();
  try {
    return work();
  } finally {
    own = null;
  }
}

function changeable<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  if (own?.has(record)) return record;
  const copy = { ...record };
  own?.add(copy);
  return copy;
}

export function put<T>(record: Readonly<Record<string, T>>, key: string, value: T): Record<string, T> {
  const next = changeable(record);
  next[key] = value;
  return next;
}

export function without<T>(record: Readonly<Record<string, T>>, key: string): Readonly<Record<string, T>> {
  if (!(key in record)) return record;
  const next = changeable(record);
  delete next[key];
  return next;
}

export function patchEvent(
  desk: Desk,
  id: EventId | null,
  change: (event: PriorityEvent) => Partial<PriorityEvent>,
): Desk {
  const event = id === null ? undefined : desk.events[id];
  if (!event) return desk;
  return { ...desk, events: put(desk.events, event.id, { ...event, ...change(event) }) };
}

export function patchCall(desk: Desk, id: CallId, change: (call: Call) => Partial<Call>): Desk {
  const call = desk.calls[id];
  if (!call) return desk;
  return { ...desk, calls: put(desk.calls, id, { ...call, ...change(call) }) };
}
