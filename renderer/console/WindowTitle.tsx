/**
 * The window's title, which a task bar shows when the window is covered: that an event is louder, whether this is an exercise.
 * Of a real event that is louder the shell is told as well, where there is one that can draw the eye to a window.
 */
import { useEffect } from "react";
import type { Site } from "../../shared/site/site.ts";
import { louderWhy } from "../../shared/words/louder.ts";
import { useNow } from "./clock.ts";
import { placeOf } from "./places.ts";
import { loudest } from "./queue/louder.ts";
import type { Row } from "./queue/order.ts";
import { useQueue } from "./queue/useQueue.ts";
import { useConsole } from "./store.ts";

const plain = "Priority Console";

export function WindowTitle() {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const run = useConsole((state) => state.snapshot?.training ?? null);
  const queue = useQueue();
  const now = useNow(250);
  const row = site && loudest(queue, site, now);
  const title = windowTitle(site, run, row);
  useEffect(() => {
    document.title = title;
  }, [title]);
  // One wait asks once; the next wait of the same event asks again.
  const asks = row && !run ? `${row.event.id} ${row.event.waitingSince}` : null;
  useEffect(() => window.priorityConsole?.wantAttention(asks !== null), [asks]);
  return null;
}

export function windowTitle(site: Site | null, run: { name: string } | null, row: Row | null): string {
  const words = [...(run ? [`TRAINING · ${run.name}`] : []), ...(site && row ? [louderTitle(site, row)] : [])];
  return words.length === 0 ? plain : words.join(" · ");
}

const louderTitle = (site: Site, { event }: Row): string =>
  `LOUDER: ${event.name} · ${placeOf(site, event)} · ${louderWhy(event, site.classes[event.class])}`;
