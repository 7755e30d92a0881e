/** The heading of an area in a flood: what waits there, by class, and for how long; a click, Enter or → ← unfolds and folds it. */
import { classOrder } from "../../../shared/site/site.ts";
import { duration } from "../../../shared/words/durations.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import type { Fold } from "./folds.ts";

interface FoldHeadingProps {
  id: string;
  /** Undefined: nothing of it is open any more, and it goes when the pointer leaves. */
  fold: Fold | undefined;
  open: boolean;
  onToggle(id: string): void;
}

export function FoldHeading({ id, fold, open, onToggle }: FoldHeadingProps) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const gravest = classOrder.find((name) => (fold?.waiting[name] ?? 0) > 0);
  const counts = classOrder.flatMap((name) => {
    const count = fold?.waiting[name] ?? 0;
    return count === 0 ? [] : [`${count} ${(site?.classes[name].label ?? name).toLowerCase()}`];
  });
  if (fold && fold.shelved > 0) counts.push(`${fold.shelved} shelved`);
  if (fold && fold.handled > 0) counts.push(`${fold.handled} in hand`);
  return (
    <button
      type="button"
      className="foldHeading"
      data-heading={id}
      data-class={gravest}
      aria-expanded={open}
      onClick={() => onToggle(id)}
      onKeyDown={({ key }) => (key === (open ? "ArrowLeft" : "ArrowRight") ? onToggle(id) : undefined)}
    >
      <span className="foldMark" aria-hidden="true">
        {open ? "▾" : "▸"}
      </span>
      <b className="foldArea cut">{fold?.area ?? id.slice(id.indexOf(":") + 1)}</b>
      {fold && fold.oldest !== null && <Oldest since={fold.oldest} />}
      <span className="foldCounts cut">{counts.length === 0 ? "nothing waits" : counts.join(" · ")}</span>
    </button>
  );
}

function Oldest({ since }: { since: number }) {
  const now = useNow(1000);
  return (
    <span className="foldOldest">
      <span className="muted">oldest </span>
      {duration(Math.max(0, now - since))}
    </span>
  );
}
