/** Calls that this desk makes: dialling, ringing there, talking, ended and why. One row each, the newest first. */
import type { Call, EndedCall } from "../../../shared/desk/state.ts";
import { duration } from "../../../shared/words/durations.ts";
import { endReasonWords } from "../../../shared/words/endReasons.ts";
import { callState } from "../../../shared/words/states.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { Tag } from "../ui/Tag.tsx";
import { CallOutSays } from "./CallOutSays.tsx";
import { callPlace } from "./callPlace.ts";

/** How long an ended call says why. */
const endedForMs = 15_000;

/** `listShown`: the tab of the call-out lists says all about the one that runs. */
export function CallOut({ listShown }: { listShown: boolean }) {
  const calls = useConsole((state) => state.desk.calls);
  const recent = useConsole((state) => state.desk.recent);
  const now = useNow(1000);
  const callOut = useConsole((state) => state.desk.callOut);
  const ofList = (number: string | null) =>
    listShown && callOut?.members.some((member) => member.number === number) === true;
  const out = Object.values(calls).filter(
    (call) => call.direction === "out" && !isParty(call) && !(listShown && call.id === callOut?.calling?.callId),
  );
  const ended = recent
    .filter((call) => call.direction === "out" && !isParty(call) && now - call.endedAt < endedForMs)
    .slice(0, 1)
    .filter((call) => !ofList(call.number));
  return (
    <div className="callOuts" role="status" aria-label="Calls from this desk">
      <RefusalAt place={callPlace} className="callRefusal" />
      {!listShown && <CallOutSays />}
      {out.map((call) => (
        <Running key={call.id} call={call} now={now} />
      ))}
      {out.length === 0 && ended.map((call) => <Ended key={call.callId} call={call} />)}
    </div>
  );
}

/** Parties stand in the live panel, with the call that they were called into. */
const isParty = (call: Call | EndedCall): boolean =>
  call.conference !== null && call.conference !== ("id" in call ? call.id : call.callId);

function Running({ call, now }: { call: Call; now: number }) {
  const { word, tone } = callState(call, "routine");
  return (
    <div className="callOut">
      <b className="cut">
        <bdi>{call.name}</bdi>
      </b>
      {call.number !== null && call.number !== call.name && <span className="muted">{call.number}</span>}
      <Tag tone={tone}>{word}</Tag>
      <span className="callTime" role="timer">
        {duration(now - (call.answeredAt ?? call.since))}
      </span>
      <span className="grow" />
      <Button tone="stop" disabled={call.ending} onClick={() => void act({ type: "end", callId: call.id }, callPlace)}>
        {`End call with ${call.name}`}
      </Button>
    </div>
  );
}

function Ended({ call }: { call: EndedCall }) {
  const { words, code } = endReasonWords(call.reason, call.name);
  return (
    <div className="callOut">
      <b className="cut">
        <bdi>{call.name}</bdi>
      </b>
      <Tag>ENDED</Tag>
      <span className="cut">{words}</span>
      {code !== null && <code className="sipCode">{code}</code>}
    </div>
  );
}
