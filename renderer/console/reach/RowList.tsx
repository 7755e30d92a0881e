/**
 * A long list of which only the rows in view are drawn. One tab stop: arrows, Page, Home and End move, Enter acts; the list
 * keeps the focus and names the current row to screen readers (aria-activedescendant).
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { nextRow } from "./rows.ts";

interface RowListProps<T> {
  label: string;
  rows: readonly T[];
  keyOf(row: T): string;
  /** Height of each row in px; with `measured` only the first guess. */
  rowHeight: number;
  /** Rows differ in height and are measured. */
  measured?: boolean;
  draw(row: T, current: boolean): ReactNode;
  onEnter?(row: T): void;
  /** The last rows came into view: there may be more to fetch. */
  onEnd?(): void;
  /** Shown in words where there are no rows. */
  empty: ReactNode;
  className?: string;
}

export function RowList<T>(props: RowListProps<T>) {
  const { label, rows, keyOf, rowHeight, measured, draw, onEnter, onEnd, empty, className } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const at = Math.min(current, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : keyOf(row);
    },
    overscan: 6,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? -1;
  const asksForMore = rows.length > 0 && lastShown >= rows.length - 1;
  useEffect(() => {
    if (asksForMore) onEnd?.();
  }, [asksForMore, onEnd]);

  const move = (event: KeyboardEvent<HTMLDivElement>) => {
    // A button inside a row has its own Enter.
    if (event.target !== event.currentTarget) return;
    const row = rows[at];
    if (event.key === "Enter" && row !== undefined) {
      if (!event.repeat) onEnter?.(row);
    } else {
      const next = nextRow(event.key, at, rows.length);
      if (next === null) return;
      setCurrent(next);
      virtual.scrollToIndex(next);
    }
    event.preventDefault();
    event.stopPropagation();
  };

  if (rows.length === 0) return <div className="emptyRows">{empty}</div>;
  return (
    <div
      ref={box}
      className={className ? `rowList ${className}` : "rowList"}
      role="listbox"
      aria-label={label}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      onKeyDown={move}
    >
      <div className="rowSpace" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself takes the keys.
            <div
              key={item.key}
              ref={measured ? virtual.measureElement : undefined}
              data-index={item.index}
              id={`${id}-${item.index}`}
              className="row"
              role="option"
              tabIndex={-1}
              aria-selected={item.index === at}
              aria-posinset={item.index + 1}
              aria-setsize={rows.length}
              style={{ transform: `translateY(${item.start}px)`, ...(measured ? {} : { height: item.size }) }}
              onClick={() => setCurrent(item.index)}
            >
              {draw(row, item.index === at)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
