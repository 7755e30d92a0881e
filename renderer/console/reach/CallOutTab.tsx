/** Call-out lists: start one, see whom it calls and what became of each, stop it. */

import { nameOfNumber } from "../../../shared/call/decideDial.ts";
import type { CallOut, CallOutMember } from "../../../shared/callOut/callOut.ts";
import type { CallOutList, Site } from "../../../shared/site/site.ts";
import { callOutWords, memberState, resultWords } from "../../../shared/words/callOut.ts";
import { clockTime, duration } from "../../../shared/words/durations.ts";
import { act } from "../act.ts";
import { useNow } from "../clock.ts";
import { useSubjectEvent } from "../live/subject.ts";
import { useConsole, wallOf } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Tag } from "../ui/Tag.tsx";
import { callPlace } from "./callPlace.ts";
import "./callOut.css";

export function CallOutTab({ site }: { site: Site }) {
  const callOut = useConsole((state) => state.desk.callOut);
  const running = callOut !== null && callOut.over === null;
  const lists = site.callOutLists;
  if (lists.length === 0 && !callOut) return <p className="emptyRows">This site has no call-out lists.</p>;
  return (
    <div className="callOutTab">
      <ul className="callOutLists" aria-label="Call-out lists">
        {lists.map((list) => (
          <ListRow key={list.id} list={list} site={site} running={running} />
        ))}
      </ul>
      {callOut ? (
        <Chain callOut={callOut} />
      ) : (
        <p className="chain muted">
          A list calls its members one after the other until somebody answers. Your caller stays on the line until then.
        </p>
      )}
    </div>
  );
}

function ListRow({ list, site, running }: { list: CallOutList; site: Site; running: boolean }) {
  const event = useSubjectEvent();
  const about = event && event.closed === null ? event : null;
  const names = list.members.map((number) => nameOfNumber(site, number)).join(", ");
  const start = () => void act({ type: "startCallOut", listId: list.id, eventId: about?.id ?? null }, callPlace);
  return (
    <li className="callOutList">
      <span className="callOutName">
        <b className="cut">{list.name}</b>
        <span className="muted cut" title={`${list.words}${list.words === "" ? "" : ": "}${names}`}>
          {`${names} · ${list.eachS} s each`}
        </span>
        {about && !running && <span className="muted cut">{`for ${about.name}`}</span>}
      </span>
      <Button disabled={running} onClick={start} name={`Call ${list.name}${about ? ` for ${about.name}` : ""}`}>
        Call
      </Button>
    </li>
  );
}

function Chain({ callOut }: { callOut: CallOut }) {
  const { over, members, calling, name } = callOut;
  return (
    <section className="chain" aria-label={`Call-out ${name}`} data-testid="call-out" data-over={over?.outcome}>
      <div className="chainHead">
        <b className="cut">{name}</b>
        <span className="grow" role="status">
          {callOutWords(callOut)}
          {over && <span className="muted">{` · ${clockTime(wallOf(over.at))}`}</span>}
        </span>
        {over === null && <StopCallOut name={name} />}
      </div>
      <ol className="chainMembers">
        {members.map((member, i) => (
          <Member
            key={member.number}
            member={member}
            callId={calling?.member === i ? calling.callId : null}
            isOver={over !== null}
          />
        ))}
      </ol>
    </section>
  );
}

interface MemberProps {
  member: CallOutMember;
  /** The call that is being made to it; null: none. */
  callId: string | null;
  isOver: boolean;
}

function Member({ member, callId, isOver }: MemberProps) {
  const call = useConsole(({ desk }) => (callId === null ? undefined : desk.calls[callId]));
  const now = useNow(1000);
  const { word, tone } = memberState(member, call, isOver);
  const { result } = member;
  // BUSY says all there is; why someone was skipped or could not be called does not fit a word.
  const says = result?.kind === "skipped" || word === "FAILED";
  const why = result && says ? resultWords(result, member.name) : null;
  return (
    <li className="chainMember" data-now={call !== undefined || undefined} aria-current={call ? "step" : undefined}>
      <span className="chainTitle">
        <b className="cut">{member.name}</b>
        {call && <span className="callTime">{duration(now - call.since)}</span>}
      </span>
      <Tag tone={tone}>{word}</Tag>
      {why !== null && <span className="muted chainWhy">{why}</span>}
    </li>
  );
}

export function StopCallOut({ name }: { name: string }) {
  return (
    <Button tone="stop" onClick={() => void act({ type: "stopCallOut" }, callPlace)}>
      {`Stop ${name}`}
    </Button>
  );
}
