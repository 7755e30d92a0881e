/** The queue of the present state, computed once per state however many components read it. */
import type { Desk } from "../../../shared/desk/state.ts";
import { useConsole } from "../store.ts";
import { type Queue, queueOf } from "./order.ts";

let last: { events: Desk["events"]; calls: Desk["calls"]; queue: Queue } | null = null;

export function presentQueue(desk: Desk = useConsole.getState().desk): Queue {
  if (last?.events !== desk.events || last.calls !== desk.calls) {
    last = { events: desk.events, calls: desk.calls, queue: queueOf(desk) };
  }
  return last.queue;
}

export const useQueue = (): Queue => useConsole((state) => presentQueue(state.desk));
