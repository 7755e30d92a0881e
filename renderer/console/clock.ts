/**
 * One ticking clock for the whole window: components subscribe to it instead of starting timers of their own. Steps of
 * 250 ms (bars, timers of what waits) or 1 s (everything else).
 */
import { useSyncExternalStore } from "react";
import type { HostTime } from "../../shared/desk/state.ts";
import { hostNow, useConsole, wallOf } from "./store.ts";

type Step = 250 | 1000;
const listeners: Record<Step, Set<() => void>> = { 250: new Set(), 1000: new Set() };
let timer: ReturnType<typeof setInterval> | undefined;
let ticks = 0;

function subscribe(step: Step, listener: () => void): () => void {
  listeners[step].add(listener);
  timer ??= setInterval(tick, 250);
  return () => {
    listeners[step].delete(listener);
    if (listeners[250].size + listeners[1000].size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function tick(): void {
  ticks += 1;
  for (const listener of listeners[250]) listener();
  if (ticks % 4 === 0) for (const listener of listeners[1000]) listener();
}

// The first snapshot brings the host's time: nobody waits for the next step to see it.
useConsole.subscribe((state, before) => {
  if (state.snapshot && !before.snapshot)
    for (const step of [250, 1000] as const) for (const one of listeners[step]) one();
});

const subscribers = {
  250: (listener: () => void) => subscribe(250, listener),
  1000: (listener: () => void) => subscribe(1000, listener),
};
const readers = {
  250: () => Math.floor(hostNow() / 250) * 250,
  1000: () => Math.floor(hostNow() / 1000) * 1000,
};

/** Host time, rounded down to the step. */
export const useNow = (step: Step): HostTime => useSyncExternalStore(subscribers[step], readers[step]);

/** Whether a moment has come; null: it never does. Drawn again only when it comes. */
export const useReached = (at: HostTime | null): boolean =>
  useSyncExternalStore(subscribers[250], () => at !== null && readers[250]() >= at);

/** Wall clock in ms since the epoch, once a second. */
export const useWall = (): number => wallOf(useNow(1000));
