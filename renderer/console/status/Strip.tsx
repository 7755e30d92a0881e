/**
 * The strip, on every view and in every window: the oldest unacknowledged event of the highest class, its wait against its
 * target, the key. Coloured for life safety and urgent; quiet for the rest and when nothing waits. Filled with the class colour
 * when nobody has answered for so long that the ring is louder.
 */

import { useEffect, useLayoutEffect, useState } from "react";
import { classOrder } from "../../../shared/site/site.ts";
import { about, duration } from "../../../shared/words/durations.ts";
import { louderWhy } from "../../../shared/words/louder.ts";
import { useNow } from "../clock.ts";
import { placeOf, stationOf } from "../places.ts";
import { answerStrip } from "../queue/answer.ts";
import { useLouder } from "../queue/louder.ts";
import type { Queue, Row } from "../queue/order.ts";
import { useQueue } from "../queue/useQueue.ts";
import { useConsole, useHostHeard } from "../store.ts";
import { Key } from "../ui/Key.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { shownForMs, stripDrew, verbOf } from "./strip.ts";

export function Strip() {
  const queue = useQueue();
  const { first } = queue;
  const eventId = first?.event.id ?? null;
  const ready = useShownLongEnough(eventId);
  const louder = useLouder(first?.event ?? null, first?.calls ?? []);
  return (
    <div
      className="strip"
      data-testid="strip"
      data-event-id={eventId ?? undefined}
      data-ready={ready}
      data-class={first?.event.class ?? "none"}
      data-louder={louder}
    >
      {first ? <Named row={first} queue={queue} louder={louder} /> : <Nothing shelved={queue.shelved} />}
      <RefusalAt place="strip" className="stripRefusal" />
      <Announced first={first} louder={louder} />
    </div>
  );
}

/** What is kept quiet is no reason for colour, and is not kept from the eye either. Before the first snapshot nothing is known. */
function Nothing({ shelved }: { shelved: number }) {
  const known = useHostHeard();
  const words = shelved === 0 ? "Nothing waits" : `Nothing waits · ${shelved} shelved`;
  return <span className="muted">{known ? words : "Waiting for the host…"}</span>;
}

function Named({ row, queue, louder }: { row: Row; queue: Queue; louder: boolean }) {
  const { event } = row;
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const now = useNow(250);
  const waitedMs = now - event.waitingSince;
  const targetMs = event.targetAt - event.waitingSince;
  const late = now > event.targetAt;
  return (
    <>
      <button type="button" className="stripMain" data-late={late} onClick={answerStrip} aria-label={nameOf(row)}>
        <TypeShape type={stationOf(site, event.stationId)?.type ?? null} size={17} />
        <span className="cut">
          {event.name} · {placeOf(site, event)}
        </span>
        <span className="stripWait">
          {duration(waitedMs)} of {about(targetMs)}
          {late && !louder && " · late"}
        </span>
        {louder && site && (
          <span className="stripLouder">
            LOUDER<span className="whole">: {louderWhy(event, site.classes[event.class])}</span>
          </span>
        )}
        <span className="stripKey">
          <Key>Space</Key> {verbOf(row)}
        </span>
      </button>
      <span className="stripCount">
        {queue.waiting} waiting
        <span className="byClass">{byClass(queue)}</span>
      </span>
    </>
  );
}

const nameOf = (row: Row): string => `${row.event.name}: Space ${verbOf(row)}`;

function byClass(queue: Queue): string {
  const parts = classOrder.filter((name) => queue.waitingByClass[name] > 0);
  if (parts.length < 2) return "";
  return ` · ${parts.map((name) => `${queue.waitingByClass[name]} ${shortClass[name]}`).join(", ")}`;
}
const shortClass = { lifeSafety: "life safety", urgent: "urgent", assistance: "assistance", routine: "routine" };

/** Tells the keys what is drawn and since when; true once it may be answered. */
function useShownLongEnough(eventId: string | null): boolean {
  const [readyFor, setReadyFor] = useState<string | null>(null);
  useLayoutEffect(() => stripDrew(eventId, performance.now()), [eventId]);
  useEffect(() => {
    const timer = setTimeout(() => setReadyFor(eventId), shownForMs);
    return () => clearTimeout(timer);
  }, [eventId]);
  return eventId !== null && readyFor === eventId;
}

/** For screen readers, once per event that comes to the front, and again when it is louder. */
function Announced({ first, louder }: { first: Row | null; louder: boolean }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  if (!first) return <span className="heardOnly" role="status" />;
  const rules = site?.classes[first.event.class];
  const label = `${louder && rules ? `Louder, ${louderWhy(first.event, rules)}. ` : ""}${rules?.label ?? ""}`;
  return (
    <span className="heardOnly" role="status">
      {`${label}: ${first.event.name}, ${placeOf(site, first.event)}. Space ${verbOf(first)}.`}
    </span>
  );
}
