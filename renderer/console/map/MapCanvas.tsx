/** The box that Leaflet draws in, for one map of the site: tells the surface what is to be seen, and shows the name under the pointer. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { markOf } from "../../../shared/place/spot.ts";
import type { Site, SiteMap } from "../../../shared/site/site.ts";
import { afterPaint } from "../afterPaint.ts";
import { hostNow, useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { useView } from "../view.ts";
import { pick, setInView, useMapView } from "./follow.ts";
import { type MapSurface, openSurface } from "./mapSurface.ts";
import type { Pin } from "./pins.ts";
import { titleOf } from "./pinWords.ts";
import { useSame } from "./useSame.ts";
import { zoneShapes } from "./zoneShapes.ts";

/** More than this at once is a flood. */
const fewPins = 40;
const floodBreathMs = 200;
function after(ms: number, work: () => void): () => void {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
}

interface MapCanvasProps {
  site: Site;
  map: SiteMap;
  pins: readonly Pin[];
}

interface Pointed {
  title: string;
  x: number;
  y: number;
}

export function MapCanvas({ site, map, pins }: MapCanvasProps) {
  const box = useRef<HTMLDivElement>(null);
  const [surface, setSurface] = useState<MapSurface | null>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const [trouble, setTrouble] = useState("");
  const page = useConsole((state) => state.desk.page);
  const chosen = useView((view) => view.chosenZoneIds);
  const shown = useView((view) => view.shown);
  const ringedId = useMapView((view) => view.ringedId);
  const centredTick = useRef(0);

  useEffect(() => {
    if (!box.current) return;
    setTrouble("");
    const opened = openSurface(box.current, map, {
      onPick: pick,
      onPoint: (found) => setPointed(found && { title: titleOf(found.station), x: found.x, y: found.y }),
      onTrouble: setTrouble,
    });
    setSurface(opened);
    setInView((station) => station.place.mapId === map.id && opened.isInView(station));
    return () => {
      setInView(() => false);
      setSurface(null);
      opened.close();
    };
  }, [map]);

  const stations = useMemo(() => site.stations.filter((one) => one.place.mapId === map.id), [site, map]);
  useEffect(() => surface?.setStations(stations), [surface, stations]);

  const here = useMemo(() => pins.filter((pin) => pin.station.place.mapId === map.id), [pins, map]);
  useEffect(() => {
    if (!surface) return;
    // The card first: pins are laid out against each other, which asks the browser to measure. In a flood they wait for a
    // breath between the presses.
    const set = () => surface.setPins(here, hostNow(), site.classes);
    const cancel = here.length > fewPins ? after(floodBreathMs, set) : afterPaint(set);
    if (here.length === 0) return cancel;
    const timer = setInterval(() => surface.tick(hostNow(), site.classes), 1_000);
    return () => {
      cancel();
      clearInterval(timer);
    };
  }, [surface, here, site]);

  useEffect(() => surface?.setZones(zoneShapes(site.zones, map.id, page, chosen)), [surface, site, map, page, chosen]);

  const events = useConsole((state) => state.desk.events);
  const marks = useSame(
    useMemo(
      () => Object.values(events).flatMap((event) => (event.location ? (markOf(site, event) ?? []) : [])),
      [site, events],
    ).filter((mark) => mark.mapId === map.id),
  );
  useEffect(() => surface?.setLocations(marks), [surface, marks]);

  // A caller who is no station is found among the pins.
  const spotOfId = useCallback(
    (id: string | null | undefined) =>
      stations.find((one) => one.id === id) ?? here.find((pin) => pin.station.id === id)?.station ?? null,
    [stations, here],
  );
  const ringed = useSame(spotOfId(ringedId));
  useEffect(() => surface?.ring(ringed), [surface, ringed]);

  useEffect(() => {
    const station = spotOfId(shown?.stationId);
    if (!surface || !shown || !station || shown.tick === centredTick.current) return;
    centredTick.current = shown.tick;
    const mark = marks.find(({ eventId }) =>
      here.some((pin) => pin.eventId === eventId && pin.station.id === station.id),
    );
    surface.centre(station, mark ?? null);
  }, [surface, spotOfId, shown, marks, here]);

  return (
    <>
      <div
        ref={box}
        className="mapBox"
        role="application"
        aria-label={`${map.name}: arrows move, plus and minus zoom`}
      />
      {pointed && (
        <div className="pointed" style={{ left: pointed.x, top: pointed.y }}>
          {pointed.title}
        </div>
      )}
      {trouble && (
        <p className="mapTrouble" role="alert">
          {trouble}
        </p>
      )}
      <div className="zoomButtons">
        <Button name="Zoom in" onClick={() => surface?.zoomBy(0.5)}>
          +
        </Button>
        <Button name="Zoom out" onClick={() => surface?.zoomBy(-0.5)}>
          −
        </Button>
        <Button name="All: show the whole map" onClick={() => surface?.showAll()}>
          All
        </Button>
      </div>
    </>
  );
}
