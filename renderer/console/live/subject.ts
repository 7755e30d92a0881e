/** What the live panel shows and what the call keys act on. Pure, but for the hooks at the end. */
import { areTogether, isLive, isUnderWay, liveCall, mainOf, togetherWith } from "../../../shared/call/live.ts";
import type { Call, CallId, Desk, EventId, PriorityEvent } from "../../../shared/desk/state.ts";
import { useSelectedEventId } from "../queue/selected.ts";
import { useConsole } from "../store.ts";
import { type PickerAct, useView } from "../view.ts";

/** Page legs are not in `desk.calls`; every call here is with somebody. */
const isOut = (call: Call): boolean => call.state === "dialling" || call.state === "alerting";

function newest(desk: Desk, wanted: (call: Call) => boolean): Call | null {
  let found: Call | null = null;
  for (const call of Object.values(desk.calls)) {
    if (wanted(call) && (found === null || call.stateSince >= found.stateSince)) found = call;
  }
  return found;
}

/**
 * The call that H, M, K, T, C and Ctrl+End act on: the one with the microphone, of a conference the one that it is about;
 * else the one being dialled.
 */
export function keyCall(desk: Desk): Call | null {
  const live = liveCall(desk);
  return live ? mainOf(desk, live) : newest(desk, isOut);
}

/** Whether a call can be passed on, or get a further party, now. The host decides; this only draws the button. */
export function mayPick(desk: Desk, call: Call, does: PickerAct): boolean {
  if (call.ending || isUnderWay(call)) return false;
  if (does === "addParty") return call.state === "talking" && !call.listenOnly;
  // Nobody is passed on out of a conversation with others.
  return (call.state === "talking" || call.state === "held") && togetherWith(desk, call).length === 1;
}

/**
 * The call drawn large: the chosen one while it is up, else the one of the keys, else a held one: that of the card which
 * the operator selected, or the last one held when nothing is selected.
 */
export function shownCall(desk: Desk, chosen: CallId | null, selected: EventId | null): Call | null {
  const call = chosen === null ? undefined : desk.calls[chosen];
  if (call && call.state !== "offered") return mainOf(desk, call);
  const other = selected !== null && desk.events[selected] ? selected : null;
  const held = newest(desk, (one) => one.state === "held" && (other === null || one.eventId === other));
  return keyCall(desk) ?? (held && mainOf(desk, held));
}

/** Other calls that are up and were answered or dialled here, and are not in the shown one's conversation. */
export function otherCalls(desk: Desk, shownId: CallId | null): Call[] {
  const shown = shownId === null ? undefined : desk.calls[shownId];
  return Object.values(desk.calls)
    .filter((call) => !(shown && areTogether(call, shown)) && (isLive(call) || isOut(call) || call.state === "held"))
    .sort((a, b) => a.since - b.since);
}

/** The event that D, N and the procedure belong to: the shown call's, else the one whose outcome is due, else the selected. */
export function subjectEventId(
  call: Call | null,
  outcomeId: EventId | null,
  selectedId: EventId | null,
): EventId | null {
  return call ? call.eventId : (outcomeId ?? selectedId);
}

export const useShownCall = (): Call | null => {
  const chosen = useView((view) => view.shownCallId);
  const selected = useView((view) => view.selectedEventId);
  return useConsole(({ desk }) => shownCall(desk, chosen, selected));
};

/** The event of the live panel; a closed one stays only while its undo is offered in the queue. */
export function useSubjectEvent(): PriorityEvent | null {
  const call = useShownCall();
  const outcomeId = useView((view) => view.outcomeEventId);
  const selectedId = useSelectedEventId();
  const eventId = subjectEventId(call, outcomeId, selectedId);
  return useConsole(({ desk }) => (eventId === null ? null : (desk.events[eventId] ?? null)));
}
