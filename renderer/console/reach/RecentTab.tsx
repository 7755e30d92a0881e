/** The last calls without an event, and call-backs: who, when, how they ended, and once more. */
import type { EndedCall } from "../../../shared/desk/state.ts";
import { clockTime, duration } from "../../../shared/words/durations.ts";
import { endReasonWords } from "../../../shared/words/endReasons.ts";
import { act } from "../act.ts";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { callPlace } from "./callPlace.ts";
import { RowList } from "./RowList.tsx";

const callAgain = ({ number }: EndedCall): void => {
  if (number !== null) void act({ type: "call", number, eventId: null }, callPlace);
};

export function RecentTab() {
  const recent = useConsole((state) => state.desk.recent);
  return (
    <div className="listTab">
      <RowList
        label="Recent calls"
        rows={recent}
        keyOf={(call) => call.callId}
        rowHeight={40}
        onEnter={callAgain}
        empty="No call yet."
        draw={(call) => <Row call={call} />}
      />
    </div>
  );
}

function Row({ call }: { call: EndedCall }) {
  const { words, code } = endReasonWords(call.reason, call.name);
  return (
    <div className="listRow">
      <span className="muted">{clockTime(wallOf(call.startedAt))}</span>
      <span aria-hidden="true">{call.direction === "out" ? "↗" : "↙"}</span>
      <span className="heardOnly">{call.direction === "out" ? "call out" : "call in"}</span>
      <b className="cut">
        <bdi>{call.name}</bdi>
      </b>
      <span className="muted cut grow">
        {words}
        {code !== null && <code className="sipCode">{code}</code>}
        {call.answeredAt !== null && ` · ${duration(call.endedAt - call.answeredAt)}`}
      </span>
      {call.number !== null && (
        <Button tabIndex={-1} onClick={() => callAgain(call)}>
          {`Call ${call.name} again`}
        </Button>
      )}
    </div>
  );
}
