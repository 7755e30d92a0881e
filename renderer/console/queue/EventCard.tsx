/**
 * One card: shape, name and place, what it is and why, presses, target, state in a word, and the buttons that are due.
 * Its height depends on its name, its place and what must be doubted of them: a change of state never moves the cards below it.
 */
import { memo } from "react";
import { useShallow } from "zustand/react/shallow";
import { alarmShown, isWithoutVoice } from "../../../shared/alarm/alarm.ts";
import { callsOf, isUnderWay, isWithCaller, mayBeGone } from "../../../shared/call/live.ts";
import { sounds } from "../../../shared/call/planSound.ts";
import { firstToTakeBack } from "../../../shared/call/takeBack.ts";
import type { Call, EventId, PriorityEvent } from "../../../shared/desk/state.ts";
import { babbling, pressCount } from "../../../shared/flood/babbling.ts";
import { type Shelf, shelfOf, waitsInSilence } from "../../../shared/shelf/shelf.ts";
import type { Site, Station } from "../../../shared/site/site.ts";
import { doubtWords } from "../../../shared/words/doubts.ts";
import { about, clockTime, duration } from "../../../shared/words/durations.ts";
import { endReasonWords } from "../../../shared/words/endReasons.ts";
import { causeWords, typeLabels } from "../../../shared/words/labels.ts";
import { acknowledgedWords, ladderWords } from "../../../shared/words/ladder.ts";
import { louderWhy } from "../../../shared/words/louder.ts";
import { leftWords, shelfState } from "../../../shared/words/shelves.ts";
import { eventState, isWaiting, mainCallOf, pressedWords } from "../../../shared/words/states.ts";
import { whyWords } from "../../../shared/words/why.ts";
import { useNow } from "../clock.ts";
import { placeOf, stationOf } from "../places.ts";
import { useConsole, wallOf } from "../store.ts";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { Tag } from "../ui/Tag.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { select } from "../view.ts";
import { CardButtons } from "./CardButtons.tsx";
import { useLouder } from "./louder.ts";
import { useSelectedEventId } from "./selected.ts";
import { targetPart } from "./targetBar.ts";

interface Shown {
  event: PriorityEvent;
  calls: readonly Call[];
  site: Site | null;
  shelf: Shelf | null;
  /** It waits in silence for it. */
  quiet: boolean;
  /** It has waited so long that it sounds louder. */
  louder: boolean;
}

export const EventCard = memo(function EventCard({ eventId }: { eventId: EventId }) {
  const event = useConsole(
    ({ desk }) => desk.events[eventId] ?? desk.closed.find((closed) => closed.id === eventId) ?? null,
  );
  const calls = useConsole(
    useShallow(({ desk }) => (desk.events[eventId] ? callsOf(desk, desk.events[eventId]) : noCalls)),
  );
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const selected = useSelectedEventId() === eventId;
  const shelf = useConsole(({ desk }) => (desk.events[eventId] ? shelfOf(desk, desk.events[eventId]) : null));
  const quiet = useConsole(
    ({ desk }) => desk.events[eventId] !== undefined && waitsInSilence(desk, desk.events[eventId]),
  );
  const asks = useConsole(({ desk }) => desk.events[eventId] !== undefined && sounds(desk, desk.events[eventId]));
  const louder = useLouder(asks ? event : null, calls);
  if (!event) return null;
  const station = stationOf(site, event.stationId);
  const state = quiet && shelf ? shelfState(shelf) : eventState(event, calls);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: ↑ ↓ select by keys (hotkeys.ts).
    <article
      className="card"
      data-testid="event-card"
      data-event-id={eventId}
      data-class={event.class}
      data-state={state.word}
      data-tone={state.tone}
      data-waiting={!quiet && isWaiting(event, calls)}
      data-louder={louder}
      aria-current={selected || undefined}
      aria-label={`${event.name}, ${placeOf(site, event)}, ${state.word.toLowerCase()}`}
      onClick={() => select(eventId)}
    >
      <span className="cardShape">
        <TypeShape type={station?.type ?? null} />
      </span>
      <div className="cardRow">
        <h3 className="cardTitle">
          {event.name} · {placeOf(site, event)}
        </h3>
        {quiet && shelf ? <Left shelf={shelf} /> : <Timer event={event} calls={calls} />}
      </div>
      {doubtWords(site, event).map((words) => (
        <p key={words} className="cardDoubt">
          <bdi>{words}</bdi>
        </p>
      ))}
      <div className="cardRow">
        <span className="cardWhat cut" title={station?.place.detail}>
          {whatWords(event, station)}
        </span>
        {louder && <Tag tone={event.class}>LOUDER</Tag>}
        <Tag tone={state.tone}>{state.word}</Tag>
      </div>
      <TargetBar event={event} calls={calls} quiet={quiet} />
      <div className="cardRow">
        <StateLine event={event} calls={calls} site={site} shelf={shelf} quiet={quiet} louder={louder} />
        <Unrecorded eventId={eventId} />
      </div>
      <CardButtons event={event} calls={calls} selected={selected} />
      <RefusalAt place={eventId} className="cardRefusal" />
    </article>
  );
});

const noCalls: readonly Call[] = [];

/** The shape tells the type and the line below says it again: here is what the title has no room for. */
function whatWords(event: PriorityEvent, station: Station | null): string {
  // What an alarm says is all that there is to hear of it.
  const alarm = isWithoutVoice(event) ? (alarmShown(event)?.text ?? "") : "";
  if (alarm !== "") return alarm;
  const { claimedName, name } = event;
  const claimed = claimedName !== "" && claimedName !== name ? `calls itself “${claimedName}”` : "";
  const what = station === null ? typeLabels.unknown : station.place.detail || typeLabels[station.type];
  return [what, claimed].filter((words) => words !== "").join(" · ");
}

/** On a shelf: how long it stays silent. */
function Left({ shelf }: { shelf: Shelf }) {
  const now = useNow(1000);
  return <span className="cardLeft">{leftWords(shelf, now)}</span>;
}

/** Waiting: since when; talking or held: for how long; handled: since the last change. */
function Timer({ event, calls }: Pick<Shown, "event" | "calls">) {
  const now = useNow(250);
  const since = timerSince(event, calls);
  return (
    <span className="cardTimer" data-late={isWaiting(event, calls) && now > event.targetAt}>
      {since === null ? "" : duration(now - since)}
    </span>
  );
}

function timerSince(event: PriorityEvent, calls: readonly Call[]): number | null {
  if (event.closed) return null;
  const call = mainCallOf(event, calls);
  if (call?.state === "talking") return call.answeredAt ?? call.stateSince;
  if (call?.state === "held" || call?.state === "dialling" || call?.state === "alerting") return call.stateSince;
  if (!event.acknowledged) return event.waitingSince;
  return event.lastEnded?.at ?? event.waitingSince;
}

/** Its place is kept when it is empty. */
function TargetBar({ event, calls, quiet }: Pick<Shown, "event" | "calls" | "quiet">) {
  const now = useNow(250);
  const part = quiet ? null : targetPart(event, calls, now);
  if (part === null) return <span className="cardBar" />;
  return (
    <span className="cardBar" data-on="true" data-full={part === 1} aria-hidden="true">
      <i style={{ transform: `scaleX(${part})` }} />
    </span>
  );
}

/** One line: why it has its class while it waits, else what became of it. */
function StateLine({ event, calls, site, shelf, quiet, louder }: Shown) {
  const back = firstToTakeBack(event, calls);
  const held = back?.state === "held" ? back : null;
  const count = pressCount(event);
  return (
    <span className="cardLine cut" title={lineTitle(event, site)}>
      {count > 1 && <Presses event={event} count={count} />}
      {!quiet && <LadderWords event={event} />}
      {louder && site && <b>{louderWhy(event, site.classes[event.class])} · </b>}
      {shelf && <ShelfLine shelf={shelf} quiet={quiet} />}
      <MayBeGone calls={calls} />
      {held && event.acknowledged ? (
        <HeldWords event={event} call={held} />
      ) : (
        <span>{stateWords(event, calls, site)}</span>
      )}
    </span>
  );
}

function MayBeGone({ calls }: { calls: readonly Call[] }) {
  const unsure = useConsole(({ desk }) => calls.some((call) => mayBeGone(desk, call)));
  return unsure && <b>Rang before the link was lost: may have hung up · </b>;
}

/** Waiting: who is called next, and when, or is being called. Acknowledged by telephone: by whom. */
function LadderWords({ event }: { event: PriorityEvent }) {
  const now = useNow(250);
  const ladder = useConsole(({ desk }) => desk.ladder);
  const words = ladderWords(event, ladder, now) ?? (event.closed ? null : acknowledgedWords(event.acknowledgedHow));
  return words === null ? null : (
    <b className="cardLadder" data-testid="ladder">
      {words} ·{" "}
    </b>
  );
}

/** Why it is quiet; or that it sounds although its station is shelved or out of service. */
function ShelfLine({ shelf, quiet }: { shelf: Shelf; quiet: boolean }) {
  const reason = shelf.reason === "" ? "no reason kept" : shelf.reason;
  if (quiet) return <span>{`${reason} · `}</span>;
  return (
    <b className="flagged">{`Station is ${shelf.as === "outOfService" ? "out of service" : "shelved"}: ${reason} · `}</b>
  );
}

/** How often; and of a station that babbles, how often in the last minute. */
function Presses({ event, count }: { event: PriorityEvent; count: number }) {
  const now = useNow(1000);
  const lately = useConsole(({ desk }) => babbling(desk, event, now));
  return lately === null ? (
    <b>
      {pressedWords(event)} {count}× ·{" "}
    </b>
  ) : (
    <b className="flagged">{`Babbling: ${lately} in a minute, ${count} in all · `}</b>
  );
}

function HeldWords({ event, call }: { event: PriorityEvent; call: Call }) {
  const now = useNow(250);
  const who = isWithCaller(call, event) ? "" : `${call.name}: `;
  if (isUnderWay(call)) return <span>{`${who}Hears “please stay…” · to ${call.transfer?.name ?? "somebody"}`}</span>;
  if (call.asksAgain) return <span>{`${who}Held for too long`}</span>;
  return (
    <span>
      {who}Hears “please stay…”
      {call.returnDueAt !== null && ` · asks again in ${duration(call.returnDueAt - now + 999)}`}
    </span>
  );
}

function stateWords(event: PriorityEvent, calls: readonly Call[], site: Site | null): string {
  const why = site ? whyWords(event, site.classes) : "";
  const offered = calls.find((call) => call.state === "offered");
  if (offered?.notAnswerable) return offered.notAnswerable;
  if (event.closed) return `Closed by ${causeWords(event.closed.by, site)}`;
  if (calls.some((call) => call.state === "talking") && event.firstAnsweredAt !== null) {
    const talking = calls.find((call) => call.state === "talking");
    const by = talking?.handledBy ? ` · ${causeWords(talking.handledBy, site)}` : "";
    return `Answered in ${about(event.firstAnsweredAt - event.openedAt)}${by}`;
  }
  if (calls.length > 0 || !event.acknowledged) {
    const ended = calls.length === 0 && event.lastEnded ? `${endReasonWords(event.lastEnded.reason).words} · ` : "";
    return `${ended}${why}`;
  }
  const by = event.acknowledgedBy === null ? "" : ` by ${causeWords(event.acknowledgedBy, site)}`;
  const ended = event.lastEnded ? `${endReasonWords(event.lastEnded.reason).words} · ` : "";
  return event.acknowledgedHow === "answeredElsewhere"
    ? "Answered at another desk: close it here"
    : `${ended}outcome due${by}`;
}

function lineTitle(event: PriorityEvent, site: Site | null): string {
  const earlier = event.earlierPresses ? `${event.earlierPresses} times before, then ` : "";
  const pressed = earlier + event.presses.map((at) => clockTime(wallOf(at))).join(", ");
  return `${site ? whyWords(event, site.classes) : ""}\n${pressedWords(event)} ${pressed}`;
}

/** Shown only when the disk has not confirmed for a while (the style delays it): the first 20 ms are nobody's concern. */
function Unrecorded({ eventId }: { eventId: EventId }) {
  const unrecorded = useConsole((state) => (state.unrecorded[eventId] ?? 0) > state.recordedSeq);
  return unrecorded ? (
    <span className="unrecorded">
      <Tag tone="fault">NOT YET RECORDED</Tag>
    </span>
  ) : null;
}
