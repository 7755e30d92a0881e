/** More open events than a screen holds: where they are, most first, so that one cause behind many cards is seen. */
import { useMemo } from "react";
import { useConsole } from "../store.ts";
import { byArea, type Queue } from "./order.ts";
import { areaNames } from "./usePlaced.ts";

const areasShown = 3;

export function Flood({ queue }: { queue: Queue }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const areas = useMemo(() => byArea(queue, areaNames(site)), [queue, site]);
  const shown = areas.slice(0, areasShown).map(({ area, open }) => `${area} ${open}`);
  const rest = areas.slice(areasShown).reduce((sum, { open }) => sum + open, 0);
  return (
    <p className="flood" role="status">
      <b>Flood: {queue.rows.length} open.</b> {shown.join(" · ")}
      {rest > 0 && ` · elsewhere ${rest}`}
    </p>
  );
}
