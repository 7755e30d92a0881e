/** A new event while the operator works elsewhere: a card over the map with a small picture of the place; the view stays. */
import { useMemo } from "react";
import { type Spot, spotOf } from "../../../shared/place/spot.ts";
import type { Site, SiteMap } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { shapePaths, TypeShape } from "../ui/TypeShape.tsx";
import { showOnMap, useView } from "../view.ts";
import { dismissInset, useMapView } from "./follow.ts";
import { siteFile } from "./groundLayer.ts";
import { pinsOf, stationsById } from "./pins.ts";
import { pinWords, titleOf } from "./pinWords.ts";

export function Inset({ site }: { site: Site }) {
  const ids = useMapView((view) => view.insetIds);
  const events = useConsole((state) => state.desk.events);
  const calls = useConsole((state) => state.desk.calls);
  const shelves = useConsole((state) => state.desk.shelves);
  const selected = useView((view) => view.selectedEventId);
  const now = useNow(1000);
  const byId = useMemo(() => stationsById(site), [site]);
  const event = ids[0] === undefined ? undefined : events[ids[0]];
  const station = event ? spotOf(site, event) : null;
  const map = site.maps.find((one) => one.id === station?.place.mapId);
  if (!event || !station || !map) return null;
  const pin = pinsOf({ events: { [event.id]: event }, calls, faults: {}, shelves }, byId, site).find(
    (one) => one.eventId === event.id,
  );
  return (
    <section className="inset" data-class={event.class} aria-label="New event on the map">
      <MiniMap map={map} station={station} />
      <div className="insetText">
        <b className="insetTitle">
          <TypeShape type={station.type} size={16} /> <bdi>{titleOf(station)}</bdi>
        </b>
        <span className="insetWords">{pin ? pinWords(pin, now, site.classes) : ""}</span>
        <span className="muted">
          {map.name}
          {ids.length > 1 ? ` · ${ids.length - 1} more waiting` : ""}
        </span>
        <Button
          className="insetButton"
          hint={selected === event.id ? "G" : undefined}
          name={`Show on map: ${station.name}`}
          onClick={() => showOnMap(station.id)}
        >
          Show on map
        </Button>
      </div>
      <button
        type="button"
        className="closeButton"
        aria-label={`Not now: ${station.name}`}
        onClick={() => dismissInset(event.id)}
      >
        ✕
      </button>
    </section>
  );
}

const across = 96;
const down = 96;

/** A still cut from the plan around the station; for the region only the pin on quiet ground. */
function MiniMap({ map, station }: { map: SiteMap; station: Spot }) {
  const [x, y] = station.place.at;
  const wide = map.kind === "plan" ? Math.max(map.width / 5, 120) : across;
  const scale = across / wide;
  return (
    <svg className="miniMap" width={across} height={down} viewBox={`0 0 ${across} ${down}`} aria-hidden="true">
      {map.kind === "plan" && (
        <image
          href={siteFile(map.image)}
          x={across / 2 - x * scale}
          y={down / 2 - y * scale}
          width={map.width * scale}
          height={map.height * scale}
        />
      )}
      <circle className="miniRing" cx={across / 2} cy={down / 2} r={20} />
      <path
        d={shapePaths[station.type ?? "unknown"]}
        transform={`translate(${across / 2 - 10} ${down / 2 - 10}) scale(.83)`}
      />
    </svg>
  );
}
