/** A station that was picked on the map or in its list: who and where it is, call it, choose its zones for a page. */
import { useEffect, useMemo, useRef } from "react";
import type { Site } from "../../../shared/site/site.ts";
import { typeLabels } from "../../../shared/words/labels.ts";
import { act } from "../act.ts";
import { StationShelf } from "../shelf/ShelfControl.tsx";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { Health } from "../ui/Health.tsx";
import { RefusalAt } from "../ui/RefusalAt.tsx";
import { TypeShape } from "../ui/TypeShape.tsx";
import { select, toggleZone, useView } from "../view.ts";
import { pick, useMapView } from "./follow.ts";

export function StationPanel({ site }: { site: Site }) {
  const stationId = useMapView((view) => view.pickedId);
  const station = site.stations.find((one) => one.id === stationId);
  return station ? <Picked key={station.id} site={site} station={station} /> : null;
}

function Picked({ site, station }: { site: Site; station: Site["stations"][number] }) {
  const box = useRef<HTMLElement>(null);
  const events = useConsole((state) => state.desk.events);
  const chosen = useView((view) => view.chosenZoneIds);
  const zones = useMemo(() => site.zones.filter((zone) => zone.stationIds.includes(station.id)), [site, station]);
  const area = site.areas.find((one) => one.id === station.place.areaId);
  const event = Object.values(events).find((one) => one.stationId === station.id && !one.closed);
  const place = `station ${station.id}`;

  // Opened from the list by Enter: the keyboard goes on here. With a pointer, focus stays where the operator works.
  useEffect(() => {
    if (document.activeElement?.closest(".stationTwin"))
      box.current?.querySelector<HTMLElement>(".stationButtons button")?.focus();
  }, []);

  return (
    <section
      ref={box}
      className="stationPanel"
      aria-label={station.name}
      onKeyDown={(key) => {
        if (key.key !== "Escape") return;
        key.stopPropagation();
        pick(null);
        document.querySelector<HTMLElement>(".stationTwin .rowList")?.focus();
      }}
    >
      <header>
        <TypeShape type={station.type} size={18} />
        <b>{station.name}</b>
        <button type="button" className="closeButton" aria-label={`Close ${station.name}`} onClick={() => pick(null)}>
          ✕
        </button>
      </header>
      <p>{[station.place.words, station.place.detail].filter(Boolean).join(" · ") || "No words for its place"}</p>
      <p className="muted">
        {typeLabels[station.type]} · {area?.name ?? "no area"} · ext {station.number}
      </p>
      <p className="muted">
        Health: <Health stationId={station.id} name={station.name} />
      </p>
      <div className="stationButtons">
        {event ? (
          <Button onClick={() => select(event.id)}>{`Select the open event of ${station.name}`}</Button>
        ) : (
          <Button onClick={() => void act({ type: "call", number: station.number, eventId: null }, place)}>
            {`Call ${station.name}`}
          </Button>
        )}
        {zones.slice(0, 4).map((zone) => (
          <Button key={zone.id} aria-pressed={chosen.includes(zone.id)} onClick={() => toggleZone(zone.id)}>
            {chosen.includes(zone.id) ? `Zone ${zone.name} chosen` : `Choose zone ${zone.name}`}
          </Button>
        ))}
      </div>
      <RefusalAt place={place} />
      <StationShelf station={station} />
    </section>
  );
}
