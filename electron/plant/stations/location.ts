/** What a station with a receiver says of its place: a PIDF-LO with a point, or a circle (RFC 5491, 5.2). */
import type { LocationPart } from "../signalling/located.ts";

export interface Place {
  latitude: number;
  longitude: number;
  radiusM?: number;
}

/** As a station would send it, whether it makes sense or not: a plant may be asked for nonsense, too. */
export function locationOf(number: string, { latitude, longitude, radiusM }: Place): LocationPart {
  const names = 'xmlns:gml="http://www.opengis.net/gml" srsName="urn:ogc:def:crs:EPSG::4326"';
  const pos = `<gml:pos>${latitude} ${longitude}</gml:pos>`;
  const shape =
    radiusM === undefined
      ? `<gml:Point ${names}>${pos}</gml:Point>`
      : `<gs:Circle xmlns:gs="http://www.opengis.net/pidflo/1.0" ${names}>${pos}<gs:radius uom="urn:ogc:def:uom:EPSG::9001">${radiusM}</gs:radius></gs:Circle>`;
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<presence xmlns="urn:ietf:params:xml:ns:pidf" xmlns:gp="urn:ietf:params:xml:ns:pidf:geopriv10" entity="pres:${number}@plant.invalid">`,
    '<tuple id="place"><status><gp:geopriv>',
    `<gp:location-info>${shape}</gp:location-info>`,
    "<gp:usage-rules/><gp:method>GPS</gp:method>",
    "</gp:geopriv></status></tuple></presence>",
  ].join("\r\n");
  return { id: `place-${number}@plant.invalid`, xml };
}
