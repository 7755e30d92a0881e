/** The others in a conference: what each is doing, and an end for each; a party that did not come says why. */
import { useShallow } from "zustand/react/shallow";
import { togetherWith } from "../../../shared/call/live.ts";
import type { Call, EndedCall } from "../../../shared/desk/state.ts";
import { duration } from "../../../shared/words/durations.ts";
import { endReasonWords } from "../../../shared/words/endReasons.ts";
import { callState } from "../../../shared/words/states.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";
import { EndButton } from "./EndButton.tsx";

/** How long a party that has gone says why. */
const goneForMs = 15_000;

export function Parties({ call, guarded }: { call: Call; guarded: boolean }) {
  const all = useConsole(useShallow(({ desk }) => togetherWith(desk, call)));
  const recent = useConsole((state) => state.desk.recent);
  const now = useNow(1000);
  const others = all.filter((one) => one.id !== call.id);
  const gone = recent.filter(
    (one) => call.conference !== null && one.conference === call.conference && now - one.endedAt < goneForMs,
  );
  if (others.length === 0 && gone.length === 0) return null;
  return (
    <fieldset className="parties" aria-label={`In the call with ${call.name}`}>
      <p className="muted">{others.length === 0 ? "No longer in the call" : `In the call with ${call.name}`}</p>
      <ul>
        {others.map((one) => (
          <Party key={one.id} call={one} now={now} />
        ))}
        {gone.map((one) => (
          <Gone key={one.callId} call={one} />
        ))}
      </ul>
      {others.length > 0 && <EndButton calls={all} guarded={guarded} name={`end all ${all.length} calls`} />}
    </fieldset>
  );
}

function Party({ call, now }: { call: Call; now: number }) {
  const { word, tone } = callState(call, "routine");
  return (
    <li>
      <b className="cut">
        <bdi>{call.name}</bdi>
      </b>
      <span role="status">
        <Tag tone={tone}>{word}</Tag>
      </span>
      <span className="muted">{duration(now - (call.answeredAt ?? call.since))}</span>
      <Button tone="stop" disabled={call.ending} onClick={() => void act({ type: "end", callId: call.id }, call.id)}>
        {`End ${call.name}`}
      </Button>
    </li>
  );
}

function Gone({ call }: { call: EndedCall }) {
  const { words, code } = endReasonWords(call.reason, call.name);
  return (
    <li className="gone">
      <b className="cut">
        <bdi>{call.name}</bdi>
      </b>
      <span role="status">
        {words} <code>{code ?? ""}</code>
      </span>
    </li>
  );
}
