/** The zones nearest to a station on its map: those that it stands in first. Distances are the map's own and only compared. */
import { stationById } from "../dialing/directory.ts";
import type { Site, Station, Zone } from "../site/site.ts";

type Point = readonly [number, number];

export interface NearZone {
  zone: Zone;
  /** It sounds at the station, or the station lies within its outline. */
  here: boolean;
}

/** Zones that reach everyone are left out: paging those is an act of its own. */
export function nearZones(site: Site, stationId: string | null, most = 3): NearZone[] {
  const station = stationId === null ? null : stationById(site, stationId);
  if (!station) return [];
  const found: { zone: Zone; away: number }[] = [];
  for (const zone of site.zones) {
    const away = zone.allCall ? null : distance(site, station, zone);
    if (away !== null) found.push({ zone, away });
  }
  return found
    .sort((a, b) => a.away - b.away || b.zone.stationIds.length - a.zone.stationIds.length)
    .slice(0, most)
    .map(({ zone, away }) => ({ zone, here: away === 0 }));
}

/** null: nothing of it is on the station's map. */
function distance(site: Site, station: Station, zone: Zone): number | null {
  if (zone.stationIds.includes(station.id)) return 0;
  const { mapId } = station.place;
  const scaled = scaleOf(site, station);
  const at = scaled(station.place.at);
  let nearest: number | null = null;
  const nearer = (away: number): void => {
    if (nearest === null || away < nearest) nearest = away;
  };
  for (const outline of zone.outlines) {
    if (outline.mapId === mapId) nearer(toOutline(at, outline.points.map(scaled)));
  }
  for (const id of zone.stationIds) {
    const member = stationById(site, id);
    // Never 0: standing where a speaker stands is near, and not within.
    if (member?.place.mapId === mapId) nearer(Math.max(Number.EPSILON, between(at, scaled(member.place.at))));
  }
  return nearest;
}

/** On a region map a degree of longitude is shorter than one of latitude. */
function scaleOf(site: Site, { place }: Station): (point: Point) => Point {
  const geo = site.maps.find(({ id }) => id === place.mapId)?.kind === "geo";
  const factor = geo ? Math.cos((place.at[1] * Math.PI) / 180) : 1;
  return ([x, y]) => [x * factor, y];
}

const between = ([ax, ay]: Point, [bx, by]: Point): number => Math.hypot(ax - bx, ay - by);

/** 0 within it. */
function toOutline(at: Point, points: readonly Point[]): number {
  let inside = false;
  let nearest = Number.POSITIVE_INFINITY;
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length] ?? a;
    if (a[1] > at[1] !== b[1] > at[1] && at[0] < a[0] + ((at[1] - a[1]) / (b[1] - a[1])) * (b[0] - a[0]))
      inside = !inside;
    nearest = Math.min(nearest, toEdge(at, a, b));
  });
  return inside ? 0 : nearest;
}

function toEdge(at: Point, a: Point, b: Point): number {
  const length = between(a, b);
  if (length === 0) return between(at, a);
  const along = ((at[0] - a[0]) * (b[0] - a[0]) + (at[1] - a[1]) * (b[1] - a[1])) / length ** 2;
  const t = Math.min(1, Math.max(0, along));
  return between(at, [a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
}
