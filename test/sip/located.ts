/** Frames with a location in them, in the forms of RFC 4119, 5491 and 5139, with places of our own. */

export const gml = 'xmlns:gml="http://www.opengis.net/gml"';
export const gs = 'xmlns:gs="http://www.opengis.net/pidflo/1.0"';
const wgs84 = 'srsName="urn:ogc:def:crs:EPSG::4326"';

export const pointShape = (position: string): string =>
  `<gml:Point ${gml} ${wgs84}><gml:pos>${position}</gml:pos></gml:Point>`;
export const circle = (position: string, radius: string, uom = "urn:ogc:def:uom:EPSG::9001"): string =>
  `<gs:Circle ${gml} ${gs} ${wgs84}><gml:pos>${position}</gml:pos><gs:radius uom="${uom}">${radius}</gs:radius></gs:Circle>`;
export const ellipse = (position: string, major: string): string =>
  `<gs:Ellipse ${gml} ${gs} ${wgs84}><gml:pos>${position}</gml:pos><gs:semiMajorAxis uom="urn:ogc:def:uom:EPSG::9001">${major}</gs:semiMajorAxis><gs:semiMinorAxis uom="urn:ogc:def:uom:EPSG::9001">5</gs:semiMinorAxis><gs:orientation uom="urn:ogc:def:uom:EPSG::9102">20</gs:orientation></gs:Ellipse>`;
export const polygon = (inner: string): string =>
  `<gml:Polygon ${gml} ${wgs84}><gml:exterior><gml:LinearRing>${inner}</gml:LinearRing></gml:exterior></gml:Polygon>`;
export const civic = (inner: string): string =>
  `<ca:civicAddress xmlns:ca="urn:ietf:params:xml:ns:pidf:geopriv10:civicAddr" xml:lang="en">${inner}</ca:civicAddress>`;

const priv = (shapes: string): string =>
  `<gp:geopriv><gp:location-info>${shapes}</gp:location-info><gp:usage-rules><gp:retransmission-allowed>no</gp:retransmission-allowed></gp:usage-rules><gp:method>GPS</gp:method></gp:geopriv>`;

/** `each`: what stands in the location-info of each tuple. */
export const pidfLo = (...each: readonly string[]): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" entity="pres:214@plant.invalid">',
    ...each.map(
      (shapes, i) =>
        ` <tuple id="t${i}">\n  <status>${priv(shapes)}</status>\n  <timestamp>2026-03-04T05:06:07Z</timestamp>\n </tuple>`,
    ),
    "</presence>",
  ].join("\n");

export interface Located {
  xml?: string;
  geolocation?: string;
  /** Of the part; null: it has none. */
  id?: string | null;
  lineEnd?: string;
  boundary?: string;
  /** The parameter as the Content-Type gives it. */
  boundaryIs?: string;
}

/** An INVITE whose body holds an offer and a location. */
export function locatedFrame({
  xml = pidfLo(pointShape("46.88 11.2")),
  geolocation = "<cid:loc@plant.invalid>",
  id = "<loc@plant.invalid>",
  lineEnd = "\r\n",
  boundary = "b0undary",
  boundaryIs = boundary,
}: Located = {}): string {
  const body = [
    `--${boundary}`,
    "Content-Type: application/sdp",
    "",
    "v=0",
    "s=-",
    `--${boundary}`,
    "Content-Type: application/pidf+xml;",
    "\tcharset=utf-8",
    ...(id === null ? [] : [`Content-ID: ${id}`]),
    "",
    ...xml.split("\n"),
    `--${boundary}--`,
    "",
  ].join(lineEnd);
  return [
    "INVITE sip:6000@plant.invalid SIP/2.0",
    "Via: SIP/2.0/WS x.invalid;branch=z9hG4bK1",
    "From: <sip:214@plant.invalid>;tag=a",
    "To: <sip:6000@plant.invalid>",
    "Call-ID: one",
    "CSeq: 1 INVITE",
    `Geolocation: ${geolocation}`,
    "Geolocation-Routing: no",
    "Content-Type: multipart/mixed;",
    `  boundary=${boundaryIs}`,
    `Content-Length: ${body.length}`,
    "",
    body,
  ].join(lineEnd);
}
