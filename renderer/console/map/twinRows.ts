/** Rows of the list twin: every station of a map, filtered by words. */
import type { Spot } from "../../../shared/place/spot.ts";
import type { Station } from "../../../shared/site/site.ts";
import type { Pin } from "./pins.ts";

export interface TwinRow {
  station: Spot;
  pin: Pin | null;
}

/** Active stations first, in the order of their pins; then the rest as the site has them. */
export function twinRows(
  stations: readonly Station[],
  mapId: string,
  pins: readonly Pin[],
  text: string,
): readonly TwinRow[] {
  const wanted = text.trim().toLowerCase();
  const active = new Set(pins.map((pin) => pin.station.id));
  const rows: TwinRow[] = [
    ...pins.map((pin) => ({ station: pin.station, pin })),
    ...stations.filter((station) => !active.has(station.id)).map((station) => ({ station, pin: null })),
  ];
  return rows.filter(
    ({ station }) =>
      station.place.mapId === mapId &&
      (wanted === "" || `${station.name} ${station.number} ${station.place.words}`.toLowerCase().includes(wanted)),
  );
}
