/** The queue: cards in the order of order.ts, held still under the pointer (place.ts), drawn only where they are seen. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import type { EventId } from "../../../shared/desk/state.ts";
import { clockMinute } from "../../../shared/words/durations.ts";
import { outcomeWords } from "../../../shared/words/entries.ts";
import { useNow } from "../clock.ts";
import { useKey } from "../hotkeys.ts";
import { useConsole, wallOf } from "../store.ts";
import { Panel } from "../ui/Panel.tsx";
import { Tag } from "../ui/Tag.tsx";
import { select, showCall, useView } from "../view.ts";
import { EventCard } from "./EventCard.tsx";
import { Flood } from "./Flood.tsx";
import { orderWithUndo, type Queue } from "./order.ts";
import { type Placed, place } from "./place.ts";
import { ShiftFooter } from "./ShiftFooter.tsx";
import { useQueue } from "./useQueue.ts";
import "./queue.css";

export function QueuePanel() {
  const queue = useQueue();
  const [pointer, setPointer] = useState<{ over: EventId | null } | "away">("away");
  const placed = usePlaced(queue, pointer);
  return (
    <Panel
      name="queue"
      title="Priority events"
      hideTitle
      lead={placed.above.length + placed.below.length > 0 ? <New placed={placed} /> : <Title />}
      tools={<Counts queue={queue} />}
    >
      <Flood queue={queue} />
      <Cards ids={placed.ids} onPointer={setPointer} />
      <ShiftFooter />
    </Panel>
  );
}

/** The order drawn: the last one drawn while the pointer is over the queue, else the desk's. */
function usePlaced(queue: Queue, pointer: { over: EventId | null } | "away"): Placed {
  const closed = useConsole((state) => state.desk.closed);
  const now = useUndoClock(closed[0]?.closed?.at ?? null);
  const drawn = useRef<readonly EventId[]>([]);
  const placed = place(drawn.current, orderWithUndo({ ...useConsole.getState().desk, closed }, queue, now), pointer);
  useEffect(() => {
    drawn.current = placed.ids;
  });
  return placed;
}

/** Ticks only while a close can be undone. */
function useUndoClock(closedAt: number | null): number {
  const now = useNow(1000);
  return closedAt === null ? 0 : now;
}

/** The panel's heading is there for screen readers; this is the same, shorter where there is little room. */
const Title = () => (
  <span className="capital" aria-hidden="true">
    <span className="roomy">Priority </span>events
  </span>
);

function Counts({ queue }: { queue: Queue }) {
  return (
    <>
      <span className="tag" data-testid="waiting-count" data-count={queue.waiting}>
        {queue.waiting} waiting
      </span>
      {queue.live > 0 && <Tag tone="live">{queue.live} live</Tag>}
      {queue.held > 0 && <Tag tone="late">{queue.held} held</Tag>}
    </>
  );
}

/** Beside the cards, not among them: what will be placed when the pointer leaves. */
function New({ placed: { above, below } }: { placed: Placed }) {
  const first = useConsole((state) => {
    const id = above[0] ?? below[0];
    return id === undefined ? undefined : state.desk.events[id];
  });
  const counts = [
    above.length > 0 ? `${above.length} new above` : "",
    below.length > 0 ? `${below.length} new below` : "",
  ];
  return (
    <span className="newCards" role="status" data-class={first?.class} data-testid="new-cards">
      {counts.filter((words) => words !== "").join(", ")}
    </span>
  );
}

interface CardsProps {
  ids: readonly EventId[];
  onPointer(pointer: { over: EventId | null } | "away"): void;
}

const usualHeight = 140;

function Cards({ ids, onPointer }: CardsProps) {
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => list.current,
    getItemKey: (at) => ids[at] ?? at,
    // Most cards have a title of one line; the others are measured – by the browser's own layout, never by forcing one:
    // that would cost a new card half of its way to the screen.
    estimateSize: () => usualHeight,
    measureElement: (card, entry, { indexFromElement, measurementsCache }) =>
      entry?.borderBoxSize[0]?.blockSize ?? measurementsCache[indexFromElement(card)]?.size ?? usualHeight,
    overscan: 3,
    paddingStart: 8,
    gap: 8,
    initialRect: { width: 400, height: 900 },
  });
  const move = (by: 1 | -1) => {
    // The hand is on the keys: the pointer that happens to lie there holds nothing.
    lastOver = undefined;
    onPointer("away");
    const at = ids.indexOf(useView.getState().selectedEventId ?? "");
    const next = ids[at < 0 ? (by === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    select(next);
    virtual.scrollToIndex(ids.indexOf(next), { align: "auto" });
  };
  useKey("up", { panel: "queue", down: () => move(-1) });
  useKey("down", { panel: "queue", down: () => move(1) });
  useKey("open", { panel: "queue", down: openSelected });

  const over = (target: EventTarget) =>
    target instanceof Element ? (target.closest<HTMLElement>("[data-event-id]")?.dataset["eventId"] ?? null) : null;
  return (
    <div
      className="cards"
      ref={list}
      onPointerMove={(event) => onPointerOver(over(event.target), onPointer)}
      onPointerLeave={() => {
        lastOver = undefined;
        onPointer("away");
      }}
    >
      {ids.length === 0 && <Quiet />}
      <ul className="cardList" aria-label="Priority events" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const id = ids[item.index];
          return (
            id !== undefined && (
              <li
                key={item.key}
                ref={virtual.measureElement}
                data-index={item.index}
                aria-posinset={item.index + 1}
                aria-setsize={ids.length}
                className="cardPlace"
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <EventCard eventId={id} />
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

let lastOver: EventId | null | undefined;
/** State changes only when the pointer comes to another card. */
function onPointerOver(id: EventId | null, onPointer: CardsProps["onPointer"]): void {
  if (id === lastOver) return;
  lastOver = id;
  onPointer({ over: id });
}

function openSelected(): void {
  const { desk } = useConsole.getState();
  const event = desk.events[useView.getState().selectedEventId ?? ""];
  const callId = event?.callIds.findLast((id) => desk.calls[id]?.state !== "offered");
  if (callId !== undefined) showCall(callId);
}

function Quiet() {
  const last = useConsole((state) => state.desk.closed[0] ?? null);
  const site = useConsole((state) => state.snapshot?.site);
  useNow(1000);
  if (!last?.closed) return <p className="quiet">Quiet. No event since the start of this journal</p>;
  const outcome = site ? outcomeWords(last.closed.outcome, site).toLowerCase() : "";
  return (
    <p className="quiet">
      Quiet. Last event {clockMinute(wallOf(last.openedAt))}, {last.name}, closed
      {outcome === "" ? "" : `: ${outcome}`}
    </p>
  );
}
