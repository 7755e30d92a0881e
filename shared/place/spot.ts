/**
 * Where an event is drawn. A station of the site stands where the site says; a caller who is none stands where his call
 * says, on the region map nearest to it. Views of the state: nothing here is stored.
 */
import type { PriorityEvent } from "../desk/state.ts";
import { stationById } from "../dialing/directory.ts";
import type { Site, SiteMap, Station, StationType } from "../site/site.ts";
import { locationWords } from "../words/location.ts";
import { distanceM, type GeoPoint } from "./location.ts";

/** A station, or a caller drawn as if he were one. */
export type Spot = Omit<Station, "type"> & { type: StationType | null };

type Placed = Pick<PriorityEvent, "id" | "stationId" | "location" | "name" | "number">;
type GeoMap = Extract<SiteMap, { kind: "geo" }>;

const pointAt = ([longitude, latitude]: readonly [number, number]): GeoPoint => ({ latitude, longitude });

/** Ids of spots that are no stations: no id of the site begins so. */
export const callerSpotId = (eventId: string): string => `~${eventId}`;

export function spotOf(site: Site, event: Placed): Spot | null {
  const station = event.stationId === null ? null : stationById(site, event.stationId);
  return station ?? callerSpot(site, event);
}

function callerSpot(site: Site, { id, name, number, location }: Placed): Spot | null {
  const point = location?.point;
  const map = point ? geoMapFor(site, point) : null;
  if (!location || !point || !map) return null;
  const at = [point.longitude, point.latitude] as const;
  const place = { mapId: map.id, at, areaId: "", words: locationWords(location), detail: "" };
  return { id: callerSpotId(id), name, number: number ?? "", type: null, place };
}

function geoMapFor(site: Site, point: GeoPoint): GeoMap | null {
  let nearest: GeoMap | null = null;
  for (const map of site.maps) {
    if (map.kind !== "geo") continue;
    const isNearer = !nearest || distanceM(pointAt(map.center), point) < distanceM(pointAt(nearest.center), point);
    if (isNearer) nearest = map;
  }
  return nearest;
}

/** What a call's location adds to the map: the point, how sure it is, and the station that it is at odds with. */
export interface Marked {
  eventId: string;
  mapId: string;
  point: GeoPoint;
  radiusM: number | null;
  /** Where the site has the station, when the call says that it is elsewhere. */
  station: GeoPoint | null;
}

export function markOf(site: Site, event: Placed): Marked | null {
  const { location } = event;
  const point = location?.point;
  if (!location || !point) return null;
  const station = stationPoint(site, event);
  const mapId = station?.mapId ?? geoMapFor(site, point)?.id;
  if (mapId === undefined) return null;
  const contradicts = awayM(site, event) !== null;
  return {
    eventId: event.id,
    mapId,
    point,
    radiusM: location.radiusM,
    station: contradicts && station ? station.point : null,
  };
}

const toleranceM = 200;

/** How far the call's location is from where the site has its station, when that is too far; null: they agree, or cannot be compared. */
export function awayM(site: Site, event: Placed): number | null {
  const point = event.location?.point;
  const station = stationPoint(site, event);
  if (!point || !station) return null;
  const metres = distanceM(point, station.point);
  const allowed = (event.location?.radiusM ?? 0) + (site.locationToleranceM ?? toleranceM);
  return metres > allowed ? metres : null;
}

/** Only a region map knows degrees. */
function stationPoint(site: Site, { stationId }: Placed): { point: GeoPoint; mapId: string } | null {
  const place = stationId === null ? undefined : stationById(site, stationId)?.place;
  const map = site.maps.find((one) => one.id === place?.mapId);
  return place && map?.kind === "geo" ? { point: pointAt(place.at), mapId: map.id } : null;
}
