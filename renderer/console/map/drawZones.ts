/** Draws the outlines of zones, with their names and what goes on in them in words. */
import type * as Leaflet from "leaflet";
import type { SiteMap } from "../../../shared/site/site.ts";
import { L } from "./leaflet.ts";
import { toLatLng } from "./mapPoint.ts";
import type { ZoneShape, ZoneState } from "./zoneShapes.ts";

const words: Readonly<Record<ZoneState, string>> = {
  onAir: "ON AIR",
  opening: "opening…",
  failed: "not reached",
  chosen: "chosen",
};

/** Draws them, replacing what was there; `group` stands on the map. */
export function drawZones(group: Leaflet.LayerGroup, kind: SiteMap["kind"], shapes: readonly ZoneShape[]): void {
  group.clearLayers();
  for (const { name, state, points } of shapes) {
    const outline = L.polygon(
      points.map((point) => toLatLng(kind, point)),
      { interactive: false, className: `zone ${state}`, pane: "zones" },
    ).addTo(group);
    const label = document.createElement("span");
    label.textContent = `${name} · ${words[state]}`;
    const icon = L.divIcon({ html: label, className: `zoneName ${state}`, iconSize: [0, 0] });
    L.marker(outline.getBounds().getNorthWest(), { icon, interactive: false, keyboard: false, pane: "zones" }).addTo(
      group,
    );
  }
}
