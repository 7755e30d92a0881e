/** The queue: cards in the order of order.ts, held still under the pointer (place.ts), folded by area in a flood (folds.ts). */
import { useState } from "react";
import { clockMinute } from "../../../shared/words/durations.ts";
import { outcomeWords } from "../../../shared/words/entries.ts";
import { useNow } from "../clock.ts";
import { useConsole, useHostHeard, wallOf } from "../store.ts";
import { Panel } from "../ui/Panel.tsx";
import { Tag } from "../ui/Tag.tsx";
import { Cards } from "./Cards.tsx";
import { Flood } from "./Flood.tsx";
import type { Queue } from "./order.ts";
import { ShiftFooter } from "./ShiftFooter.tsx";
import { type PlacedQueue, type Pointer, usePlaced } from "./usePlaced.ts";
import { useQueue } from "./useQueue.ts";
import "./queue.css";

export function QueuePanel() {
  const queue = useQueue();
  const [pointer, setPointer] = useState<Pointer>("away");
  const placed = usePlaced(queue, pointer);
  return (
    <Panel
      name="queue"
      title="Priority events"
      hideTitle
      lead={placed.above.length + placed.below.length > 0 ? <New placed={placed} /> : <Title />}
      tools={<Counts queue={queue} />}
    >
      {placed.flood && <Flood queue={queue} />}
      <Cards placed={placed} onPointer={setPointer} empty={<Quiet />} />
      <ShiftFooter />
    </Panel>
  );
}

/** The panel's heading is there for screen readers; this is the same, shorter where there is little room. */
const Title = () => (
  <span className="capital" aria-hidden="true">
    <span className="roomy">Priority </span>events
  </span>
);

function Counts({ queue }: { queue: Queue }) {
  const known = useHostHeard();
  if (!known) return null;
  return (
    <>
      <span className="tag" data-testid="waiting-count" data-count={queue.waiting}>
        {queue.waiting} waiting
      </span>
      {queue.live > 0 && <Tag tone="live">{queue.live} live</Tag>}
      {queue.shelved > 0 && <Tag>{queue.shelved} shelved</Tag>}
      {queue.held > 0 && <Tag tone="late">{queue.held} held</Tag>}
    </>
  );
}

/** Beside the cards, not among them: what will be placed when the pointer leaves. */
function New({ placed: { above, below } }: { placed: PlacedQueue }) {
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

function Quiet() {
  const last = useConsole((state) => state.desk.closed[0] ?? null);
  const site = useConsole((state) => state.snapshot?.site);
  useNow(1000);
  if (!site) return <p className="quiet">Waiting for the host…</p>;
  if (!last?.closed) return <p className="quiet">Quiet. No event since the start of this journal</p>;
  const outcome = outcomeWords(last.closed.outcome, site).toLowerCase();
  return (
    <p className="quiet">
      Quiet. Last event {clockMinute(wallOf(last.openedAt))}, {last.name}, closed
      {outcome === "" ? "" : `: ${outcome}`}
    </p>
  );
}
