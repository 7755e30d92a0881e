/**
 * Nothing moves under the pointer (screen.md): while the pointer is over the queue the cards keep their places, new ones
 * are announced, and all of it is caught up with when the pointer leaves. Pure.
 */
import type { EventId } from "../../../shared/desk/state.ts";

export interface Placed {
  /** What is drawn, in this order. */
  ids: readonly EventId[];
  /** New ones that will be placed above, or below, the card under the pointer. */
  above: readonly EventId[];
  below: readonly EventId[];
}

/**
 * `shown`: what is drawn now; `wanted`: the order of the desk. `pointer`: the card under the pointer, null over the
 * queue but on no card, "away" when the pointer is elsewhere.
 */
export function place(
  shown: readonly EventId[],
  wanted: readonly EventId[],
  pointer: { over: EventId | null } | "away",
): Placed {
  if (pointer === "away" || shown.length === 0) return { ids: wanted, above: [], below: [] };
  const drawn = new Set(shown);
  const border = borderOf(shown, wanted, pointer.over);
  const above: EventId[] = [];
  const below: EventId[] = [];
  wanted.forEach((id, at) => {
    if (!drawn.has(id)) (at < border ? above : below).push(id);
  });
  return { ids: shown, above, below };
}

/** Where in `wanted` the card under the pointer stands; one that is gone from it counts as its next neighbour does. */
function borderOf(shown: readonly EventId[], wanted: readonly EventId[], over: EventId | null): number {
  const from = over === null ? 0 : Math.max(0, shown.indexOf(over));
  for (let at = from; at < shown.length; at++) {
    const found = wanted.indexOf(shown[at] ?? "");
    if (found >= 0) return found;
  }
  return wanted.length;
}
