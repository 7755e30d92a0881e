/** Outlines of zones on the map: those that a page runs into, and those chosen for the next one. */
import type { Desk } from "../../../shared/desk/state.ts";
import type { Site } from "../../../shared/site/site.ts";

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
  if (leg && leg.failure !== null) return "failed";
  return chosen.includes(zoneId) ? "chosen" : null;
}
