/** The bar on a card: how much of the target is gone while it waits; of the return time, while its caller is held. Pure. */
import type { Call, HostTime, PriorityEvent } from "../../../shared/desk/state.ts";

/** From 0 to 1; null: there is nothing to run out. */
export function targetPart(event: PriorityEvent, calls: readonly Call[], now: HostTime): number | null {
  const span = spanOf(event, calls);
  return span && Math.min(1, Math.max(0, (now - span.from) / Math.max(1, span.to - span.from)));
}

function spanOf(event: PriorityEvent, calls: readonly Call[]): { from: HostTime; to: HostTime } | null {
  if (event.closed) return null;
  if (!event.acknowledged) return { from: event.waitingSince, to: event.targetAt };
  const held = calls.find((call) => call.state === "held" && call.returnDueAt !== null);
  return held ? { from: held.stateSince, to: held.returnDueAt ?? held.stateSince } : null;
}
