/** The list of the queue: cards and, in a flood, headings of areas; drawn only where they are seen, moved in by ↑ ↓. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useKey } from "../hotkeys.ts";
import { useConsole } from "../store.ts";
import { select, showCall, useView } from "../view.ts";
import { EventCard } from "./EventCard.tsx";
import { FoldHeading } from "./FoldHeading.tsx";
import { isHeading } from "./folds.ts";
import type { PlacedQueue, Pointer } from "./usePlaced.ts";

interface CardsProps {
  placed: PlacedQueue;
  onPointer(pointer: Pointer): void;
  /** Shown in words where there are no cards. */
  empty: ReactNode;
}

const headingHeight = 54;
/**
 * The height that the last measured card had: the next one most likely has it too. A card of another height than was
 * thought is laid out twice before it is seen.
 */
let cardHeight = 140;

export function Cards({ placed: { ids, folds, unfolded, toggle }, onPointer, empty }: CardsProps) {
  const list = useRef<HTMLDivElement>(null);
  const heightOf = (at: number) => (isHeading(ids[at] ?? "") ? headingHeight : cardHeight);
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => list.current,
    getItemKey: (at) => ids[at] ?? at,
    // Most cards have a title of one line; the others are measured – by the browser's own layout, never by forcing one:
    // that would cost a new card half of its way to the screen.
    estimateSize: heightOf,
    measureElement: (card, entry, { indexFromElement, measurementsCache }) => {
      const at = indexFromElement(card);
      const measured = entry?.borderBoxSize[0]?.blockSize;
      if (measured === undefined) return measurementsCache[at]?.size ?? heightOf(at);
      if (!isHeading(ids[at] ?? "")) cardHeight = measured;
      return measured;
    },
    overscan: 3,
    paddingStart: 8,
    gap: 8,
    initialRect: { width: 400, height: 900 },
  });
  /** Where the keys have just gone: brought into view, and a heading gets the focus, once it is drawn. */
  const [wentTo, goTo] = useState<string | null>(null);
  useEffect(() => {
    const id = wentTo;
    if (id === null) return;
    const at = ids.indexOf(id);
    if (at < 0) goTo(null);
    const item = virtual.getVirtualItems().find(({ key }) => key === id);
    if (!item) {
      if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
      return;
    }
    goTo(null);
    virtual.scrollToIndex(item.index, { align: "auto" });
    if (isHeading(id)) headingIn(list.current, id)?.focus({ preventScroll: true });
  });
  const move = (by: 1 | -1) => {
    // The hand is on the keys: the pointer that happens to lie there holds nothing.
    lastOver = undefined;
    onPointer("away");
    const heading = focusedHeading();
    const at = ids.indexOf(heading ?? useView.getState().selectedEventId ?? "");
    const next = ids[at < 0 ? (by === 1 ? 0 : ids.length - 1) : Math.min(ids.length - 1, Math.max(0, at + by))];
    if (next === undefined) return;
    // State and no ref: on a quiet desk nothing else draws the list again.
    goTo(next);
    if (isHeading(next)) return;
    if (heading !== null) list.current?.closest<HTMLElement>("[data-panel]")?.focus({ preventScroll: true });
    select(next);
  };
  useKey("up", { panel: "queue", down: () => move(-1) });
  useKey("down", { panel: "queue", down: () => move(1) });
  useKey("open", { panel: "queue", down: openSelected });

  return (
    <div
      className="cards"
      ref={list}
      onPointerMove={(event) => onPointerOver(itemAt(event.target), onPointer)}
      onPointerLeave={() => {
        lastOver = undefined;
        onPointer("away");
      }}
    >
      {ids.length === 0 && empty}
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
                {isHeading(id) ? (
                  <FoldHeading id={id} fold={folds.get(id)} open={unfolded.has(id)} onToggle={toggle} />
                ) : (
                  <EventCard eventId={id} />
                )}
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}

const headingIn = (list: HTMLElement | null, id: string) =>
  [...(list?.querySelectorAll<HTMLElement>("[data-heading]") ?? [])].find((one) => one.dataset["heading"] === id);

const focusedHeading = (): string | null =>
  document.activeElement instanceof HTMLElement ? (document.activeElement.dataset["heading"] ?? null) : null;

/** The card or heading that something lies in. */
function itemAt(target: EventTarget): string | null {
  if (!(target instanceof Element)) return null;
  const item = target.closest<HTMLElement>("[data-event-id], [data-heading]");
  return item?.dataset["eventId"] ?? item?.dataset["heading"] ?? null;
}

let lastOver: string | null | undefined;
/** State changes only when the pointer comes to another card. */
function onPointerOver(id: string | null, onPointer: CardsProps["onPointer"]): void {
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
