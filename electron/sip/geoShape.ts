/**
 * Shapes of RFC 5491, 5: point, circle, ellipse, arc band, polygon, sphere and the rest. Each becomes a centre and a radius
 * around all of it; heights are left out. In EPSG 4326 and 4979 latitude comes first (RFC 5491, 5: axis order).
 */
import { distanceM, type GeoPoint } from "../../shared/place/location.ts";
import { attributeOf, type Element, elementsOf, named, textOf } from "./elements.ts";

export type GeoShape = { point: GeoPoint; radiusM: number | null } | { problem: string };

/** A quarter of the earth: whoever is that unsure says nothing. */
const widestM = 10_000_000;
const pointCap = 200;

export function readShape(name: string, shape: Element): GeoShape {
  const system = attributeOf(shape, "srsName") || "urn:ogc:def:crs:EPSG::4326";
  const flat = /EPSG:(?:[\d.]*:)?4326$/i.test(system);
  // RFC 5491, 5: a third coordinate in 4979 is the height.
  if (!flat && !/EPSG:(?:[\d.]*:)?4979$/i.test(system))
    return { problem: "the location is in a system that is not read" };
  const width = flat ? 2 : 3;
  switch (name) {
    case "Point":
      return around(pointsOf(shape, width)[0], null);
    case "Circle":
    case "Sphere":
      return around(pointsOf(shape, width)[0], metres(named(shape, "radius")[0]));
    case "Ellipse":
    case "Ellipsoid":
      // RFC 5491, 5.2.4: half the major axis reaches from the centre to the furthest point.
      return around(pointsOf(shape, width)[0], metres(named(shape, "semiMajorAxis")[0]));
    case "ArcBand":
      return around(pointsOf(shape, width)[0], metres(named(shape, "outerRadius")[0]));
    case "Polygon":
    case "Prism":
      return enclosing(pointsOf(shape, width));
    default:
      return { problem: "the location has a shape that is not known" };
  }
}

type Read = GeoPoint | { problem: string } | undefined;

function around(point: Read, radiusM: number | null | { problem: string }): GeoShape {
  if (point === undefined) return { problem: "the location has no coordinates" };
  if ("problem" in point) return point;
  if (radiusM !== null && typeof radiusM === "object") return radiusM;
  return { point, radiusM };
}

/** The mean of the corners, and the way to the furthest of them. */
function enclosing(given: readonly Read[]): GeoShape {
  const corners: GeoPoint[] = [];
  for (const one of given) {
    if (one === undefined) continue;
    if ("problem" in one) return one;
    corners.push(one);
  }
  const [first] = corners;
  if (!first) return { problem: "the location has no coordinates" };
  // RFC 5491, 5.2.2: the last corner is the first again, and must not count twice.
  const last = corners.at(-1);
  const open =
    corners.length > 1 && last && last.latitude === first.latitude && last.longitude === first.longitude
      ? corners.slice(0, -1)
      : corners;
  // Across the 180th degree the mean is taken on the side of the first corner.
  const near = (longitude: number): number => longitude - 360 * Math.round((longitude - first.longitude) / 360);
  const mean = (values: readonly number[]): number => values.reduce((sum, one) => sum + one, 0) / values.length;
  const east = mean(open.map(({ longitude }) => near(longitude)));
  const point = {
    latitude: mean(open.map(({ latitude }) => latitude)),
    longitude: east - 360 * Math.round(east / 360),
  };
  const radiusM = Math.ceil(Math.max(...open.map((corner) => distanceM(point, corner))));
  return radiusM > widestM ? { problem: "the location is wider than a continent" } : { point, radiusM };
}

/** Every coordinate beneath a shape, wherever its kind keeps them. */
function pointsOf(shape: Element, width: number): Read[] {
  const lists = coordinatesIn(shape, 8);
  const points: Read[] = [];
  for (const { kind, text } of lists) {
    const numbers = text.split(/\s+/).filter((one) => one !== "");
    if (kind === "pos") points.push(pointOf(numbers));
    else for (let at = 0; at < numbers.length; at += width) points.push(pointOf(numbers.slice(at, at + width)));
    if (points.length > pointCap) return [{ problem: `the location has more than ${pointCap} corners` }];
  }
  return points;
}

interface Coordinates {
  kind: "pos" | "posList";
  text: string;
}

function coordinatesIn(element: Element, deep: number): Coordinates[] {
  if (deep === 0) return [];
  return elementsOf(element).flatMap(({ name, element: inner }) =>
    name === "pos" || name === "posList" ? [{ kind: name, text: textOf(inner) }] : coordinatesIn(inner, deep - 1),
  );
}

const decimal = /^[+-]?\d{1,4}(?:\.\d{1,20})?$/;

function pointOf([first = "", second = ""]: readonly string[]): GeoPoint | { problem: string } {
  if (!decimal.test(first) || !decimal.test(second)) return { problem: "its coordinates are no numbers" };
  const latitude = Number(first);
  const longitude = Number(second);
  if (Math.abs(latitude) > 90) return { problem: `its latitude ${latitude} is not on the globe` };
  if (Math.abs(longitude) > 180) return { problem: `its longitude ${longitude} is not on the globe` };
  // What a receiver without a fix sends.
  if (latitude === 0 && longitude === 0) return { problem: "its coordinates are 0, 0" };
  return { latitude, longitude };
}

/** RFC 5491, 5.2.3: the unit is the metre, EPSG 9001; others are not read as metres. */
function metres(radius: Element | undefined): number | { problem: string } {
  const text = textOf(radius);
  const unit = radius ? attributeOf(radius, "uom") : "";
  if (unit !== "" && !/EPSG:(?:[\d.]*:)?9001$|^m$|^metre$/i.test(unit))
    return { problem: "its radius is not in metres" };
  if (!/^\d{1,12}(?:\.\d{1,20})?$/.test(text)) return { problem: "its radius is no number" };
  const value = Number(text);
  return value > widestM ? { problem: `its radius of ${Math.round(value / 1000)} km says nothing` } : Math.ceil(value);
}
