/**
 * Where a caller says he is: a Geolocation header and its PIDF-LO (RFC 6442, 4119, 5491, 5139). All of it is text that came
 * with the call, passed on by the PBX and vouched for by nobody.
 */

export interface GeoPoint {
  /** Degrees, WGS 84. */
  latitude: number;
  longitude: number;
}

export interface Location {
  /** Centre of what was given; null: none that can be drawn. */
  point: GeoPoint | null;
  /** Uncertainty around it; null: not told. */
  radiusM: number | null;
  /** An address, one line for people each, from the country down to the room. */
  civic: readonly string[];
  /** It stands behind this address, and nobody fetched it; null: it came with the call. */
  reference: string | null;
  /** How it was found: "GPS", "Cell", "Manual" (RFC 4119, 2.2.2); null: not told. */
  method: string | null;
  /** When it was found, as the caller writes it; null: not told. */
  at: string | null;
  /** Who is said to have added it (RFC 8787, loc-src); null: the caller himself. */
  addedBy: string | null;
  /** In words, why there is no place, or what was left out; "" where nothing is wrong. */
  problem: string;
}

export const noLocation: Location = {
  point: null,
  radiusM: null,
  civic: [],
  reference: null,
  method: null,
  at: null,
  addedBy: null,
  problem: "",
};

/** It says where somebody is, or where that can be asked. */
export const saysSomething = ({ point, civic, reference }: Location): boolean =>
  point !== null || civic.length > 0 || reference !== null;

const earthM = 6_371_008;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Along the great circle; an ellipsoid would differ by half a percent. */
export function distanceM(a: GeoPoint, b: GeoPoint): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2;
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2;
  const arc = north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east;
  return 2 * earthM * Math.asin(Math.min(1, Math.sqrt(arc)));
}
