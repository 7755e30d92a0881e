/**
 * Places as Leaflet wants them. A plan counts pixels from the top left, y downwards; CRS.Simple counts y upwards. A geo map
 * is written [longitude, latitude]; Leaflet wants [latitude, longitude].
 */
import type { SiteMap } from "../../../shared/site/site.ts";

export type LatLng = [number, number];

export const toLatLng = (kind: SiteMap["kind"], [x, y]: readonly [number, number]): LatLng =>
  kind === "plan" ? [-y, x] : [y, x];

/** False for what cannot be drawn: not a number, or off the globe. Such a station stays in the list. */
export function isDrawable(kind: SiteMap["kind"], [x, y]: readonly [number, number]): boolean {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false;
  return kind === "plan" || (Math.abs(x) <= 180 && Math.abs(y) <= 85);
}
