/** The files behind maps: how large a plan image is, and where the drawing of a region lies. Neither may carry a program. */
import { extname } from "node:path";
import { isGroup } from "./items.ts";
import type { Problems, Where } from "./problem.ts";
import { utf8 } from "./siteFiles.ts";

export interface Size {
  width: number;
  height: number;
}
/** West, south, east, north. */
export type Bounds = readonly [number, number, number, number];

/** A larger image is decoded to more memory than a window should need. */
const mostPixels = 64_000_000;

/** Width and height of a plan image: SVG (its viewBox), PNG or JPEG. Null, with the problem noted. */
export function planSize(name: string, bytes: Buffer, where: Where, problems: Problems): Size | null {
  const size = { ".svg": svgSize, ".png": pngSize, ".jpg": jpegSize, ".jpeg": jpegSize }[extname(name).toLowerCase()];
  if (!size) {
    problems.add(where, "a plan as .svg, .png or .jpg", JSON.stringify(name));
    return null;
  }
  const read = size(bytes, where, problems);
  if (read && read.width * read.height > mostPixels) {
    problems.add(where, `a plan of at most ${mostPixels / 1_000_000} million pixels`, `${read.width} × ${read.height}`);
    return null;
  }
  return read;
}

function svgSize(bytes: Buffer, where: Where, problems: Problems): Size | null {
  const text = utf8(bytes, where, problems);
  if (text === null) return null;
  const program = /<script|<foreignObject|<!ENTITY|\son[a-z]+\s*=|javascript:|href\s*=\s*["'](?!#)/i.exec(text);
  if (program) {
    problems.add(where, "a drawing without scripts, links or embedded pages", JSON.stringify(program[0].trim()));
    return null;
  }
  const start = /<svg\b[^>]*>/i.exec(text)?.[0] ?? "";
  const box = /\sviewBox\s*=\s*["']\s*0[\s,]+0[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']/.exec(start);
  const size = { width: Number(box?.[1]), height: Number(box?.[2]) };
  if (size.width > 0 && size.height > 0) return size;
  problems.add(where, 'an SVG drawing with viewBox="0 0 width height"', start === "" ? "no SVG" : "no such viewBox");
  return null;
}

function pngSize(bytes: Buffer, where: Where, problems: Problems): Size | null {
  if (bytes.length >= 24 && bytes.toString("latin1", 1, 4) === "PNG" && bytes.toString("latin1", 12, 16) === "IHDR") {
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  }
  problems.add(where, "a PNG image", "something else");
  return null;
}

function jpegSize(bytes: Buffer, where: Where, problems: Problems): Size | null {
  // Segments follow each other, each with its length; the frame header SOF0…SOF15 (not DHT, JPG, DAC) has the size.
  for (let at = 2; bytes[0] === 0xff && bytes[1] === 0xd8 && at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  problems.add(where, "a JPEG image", "something else");
  return null;
}

/** Where the drawing lies. Null, with the problem noted, when it is not GeoJSON in degrees. */
export function regionBounds(bytes: Buffer, where: Where, problems: Problems): Bounds | null {
  const text = utf8(bytes, where, problems);
  if (text === null) return null;
  const refuse = (expected: string, found: string): null => {
    problems.add(where, expected, found);
    return null;
  };
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return refuse("GeoJSON", error instanceof Error ? error.message : String(error));
  }
  if (!isGroup(data) || data["type"] !== "FeatureCollection" || !Array.isArray(data["features"])) {
    return refuse("GeoJSON with a FeatureCollection", "something else");
  }
  const bounds: [number, number, number, number] = [180, 90, -180, -90];
  for (const [i, feature] of data["features"].entries()) {
    const geometry = isGroup(feature) ? feature["geometry"] : undefined;
    const depth = isGroup(geometry) ? depths[String(geometry["type"])] : undefined;
    if (depth === undefined || !isGroup(geometry))
      return refuse("points, lines and polygons", `features[${i}] without one`);
    if (!widen(bounds, geometry["coordinates"], depth)) {
      return refuse("coordinates [longitude, latitude] in degrees", `others in features[${i}]`);
    }
  }
  return bounds[0] <= bounds[2] ? bounds : refuse("at least one feature", "none");
}

/** How many lists stand around a position of each geometry (RFC 7946, 3.1). */
const depths: Readonly<Record<string, number | undefined>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

function widen(bounds: [number, number, number, number], value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false;
  if (depth > 0) return value.every((inner) => widen(bounds, inner, depth - 1));
  const [longitude, latitude] = value as unknown[];
  if (!isDegree(longitude, 180) || !isDegree(latitude, 90)) return false;
  bounds[0] = Math.min(bounds[0], longitude);
  bounds[1] = Math.min(bounds[1], latitude);
  bounds[2] = Math.max(bounds[2], longitude);
  bounds[3] = Math.max(bounds[3], latitude);
  return true;
}

export const isDegree = (value: unknown, most: number): value is number =>
  typeof value === "number" && Number.isFinite(value) && Math.abs(value) <= most;
