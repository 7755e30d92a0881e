/**
 * A flood in words: how many new events, and where the open ones are, most first, so that one cause behind many cards is
 * seen. The newest SOS has its fixed place here, the oldest in the strip: neither is ever scrolled away.
 */
import { useMemo } from "react";
import { floodWindowMs, openedLately } from "../../../shared/flood/flood.ts";
import { about, duration } from "../../../shared/words/durations.ts";
import { useNow } from "../clock.ts";
import { placeOf } from "../places.ts";
import { useConsole } from "../store.ts";
import { select } from "../view.ts";
import { sosInSight } from "./folds.ts";
import { byArea, type Queue, type Row } from "./order.ts";
import { areaNames } from "./usePlaced.ts";

const areasShown = 3;

export function Flood({ queue }: { queue: Queue }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const areas = useMemo(() => byArea(queue, areaNames(site)), [queue, site]);
  const shown = areas.slice(0, areasShown).map(({ area, open }) => `${area} ${open}`);
  const rest = areas.slice(areasShown).reduce((sum, { open }) => sum + open, 0);
  const { oldest, newest } = useMemo(() => sosInSight(queue.rows), [queue]);
  return (
    <div className="flood">
      <p role="status">
        <Headline open={queue.rows.length} /> {shown.join(" · ")}
        {rest > 0 && ` · elsewhere ${rest}`}
      </p>
      {newest && newest !== oldest && <NewestSos row={newest} />}
    </div>
  );
}

/** "Flood: 23 new events in 10 min, grouped by area." Or just many open ones, when no new ones come. */
function Headline({ open }: { open: number }) {
  const flood = useConsole((state) => state.desk.flood);
  const now = useNow(1000);
  if (flood.since === null) return <b>{`${open} open, grouped by area.`}</b>;
  return (
    <b>{`Flood: ${openedLately(flood, now)} new events in ${about(floodWindowMs)}, ${open} open, grouped by area.`}</b>
  );
}

function NewestSos({ row: { event } }: { row: Row }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const now = useNow(1000);
  return (
    <button type="button" className="newestSos" data-testid="newest-sos" onClick={() => select(event.id)}>
      <b>Newest SOS</b>
      <span className="cut">
        {event.name} · {placeOf(site, event)}
      </span>
      <span>{duration(now - event.waitingSince)}</span>
    </button>
  );
}
