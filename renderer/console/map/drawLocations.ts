/** Places that calls tell, on a region map: the point, the circle of its uncertainty in metres, and a line to a station that is elsewhere. */
import type * as Leaflet from "leaflet";
import type { Marked } from "../../../shared/place/spot.ts";
import { L } from "./leaflet.ts";

/** Replaces what was there; `group` stands on the map. */
export function drawLocations(group: Leaflet.LayerGroup, marks: readonly Marked[]): void {
  group.clearLayers();
  const shared = { interactive: false, pane: "locations" };
  for (const { point, radiusM, station, className } of marks.map(dressed)) {
    const at: [number, number] = [point.latitude, point.longitude];
    if (radiusM !== null) L.circle(at, { ...shared, radius: radiusM, className: `located ${className}` }).addTo(group);
    L.circleMarker(at, { ...shared, radius: 5, className: `locatedPoint ${className}` }).addTo(group);
    if (station) {
      L.polyline([at, [station.latitude, station.longitude]], { ...shared, className: "locatedAway" }).addTo(group);
      const label = document.createElement("span");
      label.textContent = "the call says here";
      const icon = L.divIcon({ html: label, className: "locatedName", iconSize: [0, 0] });
      L.marker(at, { ...shared, icon, keyboard: false }).addTo(group);
    }
  }
}

const dressed = (mark: Marked) => ({ ...mark, className: mark.station ? "away" : "" });
