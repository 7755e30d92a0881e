/**
 * The ladder's first rung: an event that nobody answers is louder, in sound and in sight, in every window. No rung that is
 * journalled: a view of time that the sound plan, the strip, the cards and the windows' titles share.
 */
import type { Call, HostTime, PriorityEvent } from "../desk/state.ts";
import type { Site } from "../site/site.ts";

/** `calls`: those of the event that are up. null: never. */
export function louderAt(site: Site, event: PriorityEvent, calls: readonly Call[]): HostTime | null {
  const { louderAfterS } = site.classes[event.class];
  return louderAfterS === null ? null : (asksSince(site, event, calls) ?? event.waitingSince) + louderAfterS * 1000;
}

/** When its answer is late. */
export function lateAt(site: Site, event: PriorityEvent, calls: readonly Call[]): HostTime {
  const asks = asksSince(site, event, calls);
  return asks === null ? event.targetAt : asks + site.classes[event.class].answerTargetS * 1000;
}

/** A held caller whom somebody had answered waits anew from the moment at which the card asks again; null: there is none. */
function asksSince(site: Site, event: PriorityEvent, calls: readonly Call[]): HostTime | null {
  const held = event.acknowledged ? calls.find((call) => call.asksAgain) : undefined;
  return held ? held.stateSince + site.classes[event.class].holdReturnS * 1000 : null;
}

/** Asked of an event that waits. */
export function isLouder(site: Site, event: PriorityEvent, calls: readonly Call[], now: HostTime): boolean {
  const at = louderAt(site, event, calls);
  return at !== null && now >= at;
}
