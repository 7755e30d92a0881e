/** The live call: its sound, its controls, then the outcome, procedure, notes and facts of its event. */
import { useEffect, useRef } from "react";
import { liveCall } from "../../../shared/call/live.ts";
import type { Call, PriorityEvent } from "../../../shared/desk/state.ts";
import { duration } from "../../../shared/words/durations.ts";
import { callState, soundState } from "../../../shared/words/states.ts";
import { useNow } from "../clock.ts";
import { useLater } from "../later.ts";
import { useConsole, useHostHeard } from "../store.ts";
import { Panel } from "../ui/Panel.tsx";
import { Tag } from "../ui/Tag.tsx";
import { openKeypad, openOutcome, openPicker, showCall, useView } from "../view.ts";
import { CallView } from "./CallView.tsx";
import { Camera } from "./Camera.tsx";
import { EventView } from "./EventView.tsx";
import { HttpDoor } from "./HttpDoor.tsx";
import { NoteField } from "./NoteField.tsx";
import { OtherCalls } from "./OtherCalls.tsx";
import { OutcomeForm } from "./OutcomeForm.tsx";
import { Procedure } from "./Procedure.tsx";
import { StationFacts } from "./StationFacts.tsx";
import { useShownCall, useSubjectEvent } from "./subject.ts";
import { Whereabouts } from "./Whereabouts.tsx";
import "./live.css";

export function LivePanel() {
  const call = useShownCall();
  const subject = useSubjectEvent();
  // A new event is on its card first; what this panel says of it may come a frame later. A call is never kept waiting.
  const later = useLater(subject);
  const event = call || later?.id === subject?.id ? subject : later;
  const outcomeId = useView((view) => view.outcomeEventId);
  useOutcomeAfterCall(call);
  useNewCallShown();
  const title = call || !event ? "Live call" : "Event";
  return (
    <Panel name="live" title={title} tools={call && <CallTools call={call} event={event} />}>
      <OtherCalls shownId={call?.id ?? null} />
      <div className="liveBody">
        {call && <CallView key={call.id} call={call} event={event} />}
        {!call && event && <EventView event={event} />}
        {event && <Whereabouts event={event} />}
        {!call && !event && <Nobody />}
        <HttpDoor call={call} event={event} />
        {outcomeId !== null && <OutcomeForm key={outcomeId} eventId={outcomeId} />}
        {event && (
          <>
            <Camera key={`camera ${event.id}`} event={event} />
            <Procedure event={event} />
            <NoteField key={event.id} event={event} />
          </>
        )}
        {(event || call) && <StationFacts stationId={call?.stationId ?? event?.stationId ?? null} event={event} />}
      </div>
    </Panel>
  );
}

function Nobody() {
  const known = useHostHeard();
  return (
    <p className="quiet">
      {known ? "No call. Space answers what the strip names, / finds whom to call." : "Waiting for the host…"}
    </p>
  );
}

function CallTools({ call, event }: { call: Call; event: PriorityEvent | null }) {
  const paging = useConsole((state) => state.desk.page?.state === "open" && state.desk.page.message === null);
  const now = useNow(250);
  const word = soundState(call, paging) ?? callState(call, event?.class ?? "routine");
  return (
    <>
      <span data-testid="sound-state">
        <Tag tone={word.tone}>{word.word}</Tag>
      </span>
      <span className="callTimer">
        {duration(now - (call.state === "held" ? call.stateSince : (call.answeredAt ?? call.since)))}
      </span>
    </>
  );
}

/** When the shown call ends and its event is still open, its outcome form comes by itself; it takes no focus. */
function useOutcomeAfterCall(call: Call | null): void {
  const last = useRef<Call | null>(null);
  useEffect(() => {
    const before = last.current;
    last.current = call;
    if (!before || before.id === call?.id) return;
    openKeypad(false);
    openPicker(null);
    const { desk } = useConsole.getState();
    const event = desk.events[before.eventId ?? ""];
    if (!event || desk.calls[before.id] || event.callIds.length > 0 || before.answeredAt === null) return;
    if (call === null) openOutcome(event.id);
  }, [call]);
}

/** A call that takes the microphone is shown, whatever was looked at before. */
function useNewCallShown(): void {
  const liveId = useConsole(({ desk }) => liveCall(desk)?.id ?? null);
  useEffect(() => {
    if (liveId !== null) showCall(null);
  }, [liveId]);
}
