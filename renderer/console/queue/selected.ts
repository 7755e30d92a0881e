/** The selected event: the operator's choice while it is open, else the one that the strip names. */
import type { EventId } from "../../../shared/desk/state.ts";
import { useConsole } from "../store.ts";
import { useView } from "../view.ts";
import { presentQueue } from "./useQueue.ts";

export function selectedEventId(): EventId | null {
  const { desk } = useConsole.getState();
  const chosen = useView.getState().selectedEventId;
  if (chosen !== null && desk.events[chosen]) return chosen;
  return presentQueue(desk).first?.event.id ?? null;
}

export function useSelectedEventId(): EventId | null {
  const chosen = useView((view) => view.selectedEventId);
  return useConsole(({ desk }) =>
    chosen !== null && desk.events[chosen] ? chosen : (presentQueue(desk).first?.event.id ?? null),
  );
}
