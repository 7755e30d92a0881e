/** Calls that are up besides the one shown: each says its state, how long, and is a click away. */
import { useShallow } from "zustand/react/shallow";
import type { Call, CallId } from "../../../shared/desk/state.ts";
import { duration } from "../../../shared/words/durations.ts";
import { callState } from "../../../shared/words/states.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";
import { showCall } from "../view.ts";
import { resume } from "./CallView.tsx";
import { otherCalls } from "./subject.ts";

export function OtherCalls({ shownId }: { shownId: CallId | null }) {
  const calls = useConsole(useShallow(({ desk }) => otherCalls(desk, shownId)));
  if (calls.length === 0) return null;
  return (
    <ul className="otherCalls" aria-label="Other calls">
      {calls.map((call) => (
        <Other key={call.id} call={call} />
      ))}
    </ul>
  );
}

function Other({ call }: { call: Call }) {
  const now = useNow(1000);
  const eventClass = useConsole(({ desk }) => desk.events[call.eventId ?? ""]?.class ?? "routine");
  const state = callState(call, eventClass);
  return (
    <li>
      <button
        type="button"
        className="otherCall"
        onClick={() => showCall(call.id)}
        aria-label={`Show call with ${call.name}`}
      >
        <Tag tone={state.tone}>{state.word}</Tag>
        <b className="cut">{call.name}</b>
        <span className="muted">{duration(now - call.stateSince)}</span>
      </button>
      {call.state === "held" && (
        <Button name={`Back to ${call.name}`} onClick={() => resume(call)}>
          Back
        </Button>
      )}
    </li>
  );
}
