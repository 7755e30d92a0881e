/** The map as a list: every station of this map with its state in words, active ones first. For keys and screen readers. */
import { useMemo, useState } from "react";
import type { Spot } from "../../../shared/place/spot.ts";
import type { Site, SiteMap } from "../../../shared/site/site.ts";
import { useNow } from "../clock.ts";
import { RowList } from "../reach/RowList.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { showOnMap } from "../view.ts";
import { pick, toggleList } from "./follow.ts";
import type { Pin } from "./pins.ts";
import { pinWords } from "./pinWords.ts";
import { twinRows } from "./twinRows.ts";

export function StationTwin({ site, map, pins }: { site: Site; map: SiteMap; pins: readonly Pin[] }) {
  const [text, setText] = useState("");
  const now = useNow(1000);
  const rows = useMemo(() => twinRows(site.stations, map.id, pins, text), [site, map, pins, text]);
  const open = (station: Spot) => {
    showOnMap(station.id);
    pick(station.id);
  };
  return (
    <section className="stationTwin" aria-label={`Stations on ${map.name}`}>
      <header>
        <input
          type="search"
          aria-label={`Filter the stations on ${map.name}`}
          placeholder="Filter by name or place"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <button type="button" className="closeButton" aria-label="Close the list" onClick={toggleList}>
          ✕
        </button>
      </header>
      <RowList
        label={`Stations on ${map.name}`}
        rows={rows}
        keyOf={(row) => row.station.id}
        rowHeight={46}
        onEnter={(row) => open(row.station)}
        empty={text === "" ? "No station on this map." : `No station on this map matches “${text}”.`}
        draw={({ station, pin }) => (
          <button type="button" className="twinRow" tabIndex={-1} onClick={() => open(station)} data-state={pin?.state}>
            <TypeShape type={station.type} size={14} />
            <span className="cut">
              <b>{station.name}</b> <span className="muted">{station.place.words}</span>
            </span>
            <span className="twinState cut" data-class={pin?.class ?? undefined}>
              {pin ? pinWords(pin, now, site.classes) : "idle"}
            </span>
          </button>
        )}
      />
    </section>
  );
}
