/**
 * A PIDF-LO document (RFC 4119, 5491, 5139): the first location in it that can be used. Pure. A caller is trusted with
 * nothing: no entities, no DTD, a bounded size and depth; what makes no sense is said in words and never thrown.
 */
import { type GeoPoint, type Location, noLocation } from "../../shared/place/location.ts";
import { civicLines } from "./civicAddress.ts";
import { type Element, elementsOf, named, textOf } from "./elements.ts";
import { readShape } from "./geoShape.ts";
import { clean } from "./headers.ts";
import { createXmlReader } from "./xml.ts";

/** A location is a few hundred bytes; the longest polygons some kilobytes. */
const documentCap = 16 * 1024;
/** What parsing costs goes by the tags: a corner has two, and 200 corners are read. */
const tagCap = 700;
const locationCap = 4;

const parser = createXmlReader(24, () => true);

const nowhere = (problem: string): Location => ({ ...noLocation, problem });

export function readPidfLo(xml: string): Location {
  if (xml.length > documentCap) return nowhere("the location is larger than 16 kB");
  if (tagsIn(xml) > tagCap) return nowhere("the location has more parts than any location has");
  if (/<!(?:DOCTYPE|ENTITY)/i.test(xml)) return nowhere("the location has a document type, which is not read");
  let root: Element | null;
  try {
    root = named(parser.parse(xml), "presence")[0] ?? null;
  } catch {
    // Not XML, or deeper than any location is: nothing to be learnt from it.
    return nowhere("the location cannot be read");
  }
  // RFC 5491, 3.2: in a tuple, a device or a person.
  const holders = root ? ["tuple", "device", "person"].flatMap((name) => named(root, name)) : [];
  const given = holders.flatMap((holder) =>
    [...named(holder, "status"), holder]
      .flatMap((one) => named(one, "geopriv"))
      .map((geopriv) => ({ geopriv, at: timeOf(holder) })),
  );
  if (given.length === 0) return nowhere("the message says that it has a location, and has none");
  const read = given.slice(0, locationCap).map(({ geopriv, at }) => ({ ...readGeopriv(geopriv), at }));
  const best = read.find(({ problem }) => problem === "") ?? read.find(isOfUse) ?? read[0] ?? nowhere("");
  if (given.length === 1) return best;
  // RFC 5491, 3.4: which of several is the best cannot be told, but for their order.
  return {
    ...best,
    problem: joined(best.problem, `${given.length} locations were given, the first good one is shown`),
  };
}

function tagsIn(xml: string): number {
  let tags = 0;
  for (let at = xml.indexOf("<"); at >= 0; at = xml.indexOf("<", at + 1)) tags += 1;
  return tags;
}

const isOfUse = ({ point, civic }: Location): boolean => point !== null || civic.length > 0;
const joined = (...words: string[]): string => words.filter((one) => one !== "").join("; ");

function readGeopriv(geopriv: Element): Location {
  const info = elementsOf(named(geopriv, "location-info")[0] ?? {});
  const civics = info.filter(({ name }) => name === "civicAddress");
  const shapes = info.filter(({ name }) => name !== "civicAddress" && !name.startsWith("@") && name !== "#text");
  const civic = civics[0] ? civicLines(civics[0].element) : [];
  const shape = shapes[0] ? readShape(shapes[0].name, shapes[0].element) : null;
  const problems = [
    shape && "problem" in shape ? shape.problem : "",
    civics.length > 0 && civic.length === 0 ? "the address is empty" : "",
    shape === null && civics.length === 0 ? "the location is empty" : "",
    shapes.length > 1 ? "the location has more than one shape, the first is shown" : "",
  ];
  const good = shape && "point" in shape ? shape : null;
  return {
    ...noLocation,
    point: good ? rounded(good.point) : null,
    radiusM: good?.radiusM ?? null,
    civic,
    method: clean(textOf(named(geopriv, "method")[0]), 40),
    problem: joined(...problems),
  };
}

/** A centimetre is enough, and keeps a centroid's digits out of the journal. */
const rounded = ({ latitude, longitude }: GeoPoint): GeoPoint => ({
  latitude: Number(latitude.toFixed(7)),
  longitude: Number(longitude.toFixed(7)),
});

/** RFC 3863, 4.1.7; RFC 4479, 3.4: anything but a time is left out. */
function timeOf(holder: Element): string | null {
  const text = textOf(named(holder, "timestamp")[0]).trim();
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?$/.test(text) ? text : null;
}
