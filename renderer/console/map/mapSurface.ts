/**
 * One map of the site on the screen: ground, zones, idle stations, pins. React owns the box and says what is to be seen;
 * Leaflet owns what is in it. A surface is made for one site map and closed when another takes its place.
 */
import type * as Leaflet from "leaflet";
import type { HostTime } from "../../../shared/desk/state.ts";
import type { Marked, Spot } from "../../../shared/place/spot.ts";
import type { Site, SiteMap, Station } from "../../../shared/site/site.ts";
import { drawLocations } from "./drawLocations.ts";
import { drawZones } from "./drawZones.ts";
import { addGround } from "./groundLayer.ts";
import { L } from "./leaflet.ts";
import { isDrawable, toLatLng } from "./mapPoint.ts";
import { PinLayer } from "./PinLayer.ts";
import type { Pin } from "./pins.ts";
import { StationLayer } from "./StationLayer.ts";
import type { ZoneShape } from "./zoneShapes.ts";

export interface MapSurface {
  setStations(stations: readonly Station[]): void;
  setPins(pins: readonly Pin[], now: HostTime, classes: Site["classes"]): void;
  tick(now: HostTime, classes: Site["classes"]): void;
  setZones(shapes: readonly ZoneShape[]): void;
  /** Places that calls tell; a plan has none. */
  setLocations(marks: readonly Marked[]): void;
  /** Selects a station on the map; null: none. */
  ring(station: Spot | null): void;
  /**
   * Brings a station to the middle, at least near enough to tell it from its neighbours; with what its call says of its place,
   * both are brought into view.
   */
  centre(station: Spot, mark: Marked | null): void;
  isInView(station: Spot): boolean;
  zoomBy(step: number): void;
  showAll(): void;
  close(): void;
}

interface SurfaceEvents {
  onPick(stationId: string | null): void;
  /** The pointer is over an idle station, at these pixels of the view; null: over none. */
  onPoint(found: { station: Station; x: number; y: number } | null): void;
  onTrouble(words: string): void;
}

/** Under everything else; over the ground; over the zones; under the pins (600). */
const panes = { ground: 200, zones: 420, locations: 430, stations: 440, ring: 590 } as const;
/** Pixels that a station keeps from the edge to count as seen. */
const edge = 30;

export function openSurface(box: HTMLElement, of: SiteMap, events: SurfaceEvents): MapSurface {
  const calm = !window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(box, {
    crs: of.kind === "plan" ? L.CRS.Simple : L.CRS.EPSG3857,
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.25,
    zoomDelta: 0.5,
    wheelPxPerZoomLevel: 120,
    minZoom: of.kind === "plan" ? -5 : 3,
    maxZoom: of.kind === "plan" ? 3 : 19,
    zoomAnimation: calm,
    fadeAnimation: false,
    markerZoomAnimation: calm,
    inertia: calm,
  });
  for (const [name, level] of Object.entries(panes)) {
    const pane = map.createPane(name);
    pane.style.zIndex = String(level);
    pane.style.pointerEvents = "none";
  }
  let showsAll = true;
  showAll();

  const stationLayer = new StationLayer(of.kind).addTo(map);
  const zoneGroup = L.layerGroup().addTo(map);
  const locationGroup = L.layerGroup().addTo(map);
  const pinLayer = new PinLayer(map, of.kind, events.onPick);
  const ringMark = document.createElement("i");
  ringMark.className = "stationRing";
  const ring = L.marker([0, 0], {
    icon: L.divIcon({ html: ringMark, className: "pinIcon", iconSize: [0, 0] }),
    interactive: false,
    keyboard: false,
    pane: "ring",
  });
  addGround(map, of, events.onTrouble);

  map.on("click", ({ containerPoint }) => events.onPick(stationLayer.stationAt(containerPoint)?.id ?? null));
  map.on("mousemove", ({ containerPoint }) => {
    const station = stationLayer.stationAt(containerPoint);
    box.classList.toggle("overStation", station !== null);
    events.onPoint(station && { station, ...pixelOf(station) });
  });
  map.on("mouseout movestart", () => events.onPoint(null));
  const watch = new ResizeObserver(() => {
    map.invalidateSize({ animate: false, pan: true });
    if (showsAll) showAll();
  });
  watch.observe(box);
  // Whoever moves the view keeps it when the window changes its size; until then the whole map stays in sight.
  map.on("dragstart", () => {
    showsAll = false;
  });
  box.addEventListener("wheel", () => {
    showsAll = false;
  });

  function showAll(): void {
    showsAll = true;
    if (of.kind === "geo") return void map.setView([of.center[1], of.center[0]], of.zoom, { animate: false });
    map.fitBounds(wholePlan(of), { animate: false, ...fitPadding(map.getSize()) });
  }
  function pixelOf(station: Spot): { x: number; y: number } {
    const { x, y } = map.latLngToContainerPoint(toLatLng(of.kind, station.place.at));
    return { x, y };
  }

  // What is asked of a closed surface is void: React tells the old one once more while it makes the next.
  let open = true;
  return {
    setStations: (stations) => void (open && stationLayer.setStations(stations)),
    setPins(pins, now, classes) {
      if (!open) return;
      stationLayer.setHidden(new Set(pins.map((pin) => pin.station.id)));
      pinLayer.show(pins, now, classes);
    },
    tick: (now, classes) => void (open && pinLayer.tick(now, classes)),
    setZones: (shapes) => void (open && drawZones(zoneGroup, of.kind, shapes)),
    setLocations: (marks) => void (open && drawLocations(locationGroup, of.kind === "geo" ? marks : [])),
    ring(station) {
      if (!open) return;
      pinLayer.ring(station?.id ?? null);
      if (station && isDrawable(of.kind, station.place.at))
        ring.setLatLng(toLatLng(of.kind, station.place.at)).addTo(map);
      else ring.remove();
    },
    centre(station, mark) {
      if (!open || !isDrawable(of.kind, station.place.at)) return;
      const near =
        of.kind === "plan" ? Math.max(map.getZoom(), fitZoom() + 0.75) : Math.max(map.getZoom(), of.zoom + 2);
      showsAll = false;
      if (mark && of.kind === "geo") {
        const all = boundsOf(mark).extend(toLatLng(of.kind, station.place.at));
        return void map.fitBounds(all, { animate: false, maxZoom: near, padding: [edge * 2, edge * 2] });
      }
      // At once: a moving map costs every frame on the machines of control rooms, and shows nothing on the way.
      map.setView(toLatLng(of.kind, station.place.at), near, { animate: false });
    },
    isInView(station) {
      if (!open || !isDrawable(of.kind, station.place.at)) return false;
      const { x, y } = pixelOf(station);
      const size = map.getSize();
      return x >= edge && y >= edge && x <= size.x - edge && y <= size.y - edge;
    },
    zoomBy(step) {
      if (!open) return;
      showsAll = false;
      map.setZoom(map.getZoom() + step, { animate: calm });
    },
    showAll,
    close() {
      open = false;
      watch.disconnect();
      map.remove();
    },
  };

  function fitZoom(): number {
    return of.kind === "plan" ? map.getBoundsZoom(wholePlan(of)) : of.zoom;
  }
}

/** The circle of its uncertainty, and the station that it is at odds with. */
function boundsOf({ point, radiusM, station }: Marked): Leaflet.LatLngBounds {
  const bounds = L.latLng(point.latitude, point.longitude).toBounds(2 * (radiusM ?? 1));
  return station ? bounds.extend([station.latitude, station.longitude]) : bounds;
}

const wholePlan = ({ width, height }: { width: number; height: number }): Leaflet.LatLngBounds =>
  L.latLngBounds([-height, 0], [0, width]);

/** Room for the legend, so that it covers no station of a whole plan; where the map is low it has none. */
const fitPadding = ({ y }: Leaflet.Point): Leaflet.FitBoundsOptions =>
  y > 480 ? { paddingTopLeft: [8, 8], paddingBottomRight: [8, 112] } : { padding: [8, 8] };
