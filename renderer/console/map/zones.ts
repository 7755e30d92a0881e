/** Outlines of zones on the map: those that a page runs into, and those chosen for the next one. */
import type * as Leaflet from "leaflet";
import type { Desk } from "../../../shared/desk/state.ts";
import type { Site, SiteMap } from "../../../shared/site/site.ts";
import { L } from "./leaflet.ts";
import { toLatLng } from "./mapPoint.ts";

export type ZoneState =
  | "onAir" // the path to it is open
  | "opening"
  | "failed"
  | "chosen"; // selected in the reach panel

export interface ZoneShape {
  zoneId: string;
  name: string;
  state: ZoneState;
  points: readonly (readonly [number, number])[];
}

export function zoneShapes(
  zones: Site["zones"],
  mapId: string,
  page: Desk["page"],
  chosen: readonly string[],
): readonly ZoneShape[] {
  return zones.flatMap((zone) => {
    const state = stateOf(zone.id, page, chosen);
    if (state === null) return [];
    return zone.outlines
      .filter((outline) => outline.mapId === mapId)
      .map(({ points }) => ({ zoneId: zone.id, name: zone.name, state, points }));
  });
}

function stateOf(zoneId: string, page: Desk["page"], chosen: readonly string[]): ZoneState | null {
  const leg = page?.legs.find((one) => one.zoneId === zoneId);
  if (leg?.state === "open") return "onAir";
  if (leg?.state === "dialling") return "opening";
  if (leg?.state === "failed") return "failed";
  return chosen.includes(zoneId) ? "chosen" : null;
}

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
