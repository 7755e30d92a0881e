/** The queue of the present state, computed once per state however many components read it. */
import type { Desk } from "../../../shared/desk/state.ts";
import { useConsole } from "../store.ts";
import { type Queue, queueOf } from "./order.ts";

let last: { events: Desk["events"]; calls: Desk["calls"]; shelves: Desk["shelves"]; queue: Queue } | null = null;

export function presentQueue(desk: Desk = useConsole.getState().desk): Queue {
  if (last?.events !== desk.events || last.calls !== desk.calls || last.shelves !== desk.shelves) {
    last = { events: desk.events, calls: desk.calls, shelves: desk.shelves, queue: queueOf(desk) };
  }
  return last.queue;
}

export const useQueue = (): Queue => useConsole((state) => presentQueue(state.desk));
