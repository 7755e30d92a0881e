/** More open events than a screen holds: where they are, most first, so that one cause behind many cards is seen. */
import { useMemo } from "react";
import { stationOf } from "../places.ts";
import { useConsole } from "../store.ts";
import { byArea, type Queue } from "./order.ts";

const floodFrom = 30;
const areasShown = 3;

export function Flood({ queue }: { queue: Queue }) {
  return queue.rows.length > floodFrom ? <Areas queue={queue} /> : null;
}

function Areas({ queue }: { queue: Queue }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const areas = useMemo(() => {
    const names = new Map(site?.areas.map((area) => [area.id, area.name]));
    return byArea(queue, (stationId) => names.get(stationOf(site, stationId)?.place.areaId ?? ""));
  }, [queue, site]);
  const shown = areas.slice(0, areasShown).map(({ area, open }) => `${area} ${open}`);
  const rest = areas.slice(areasShown).reduce((sum, { open }) => sum + open, 0);
  return (
    <p className="flood" role="status">
      <b>Flood: {queue.rows.length} open.</b> {shown.join(" · ")}
      {rest > 0 && ` · elsewhere ${rest}`}
    </p>
  );
}
