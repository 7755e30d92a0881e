/**
 * The directory: who stands behind a number or an id of the site. Pure look-ups, O(1) however large the site is: the
 * indexes are built once per site object, which is never changed in place.
 */
import type { Contact, Site, Station, Zone } from "../site/site.ts";

/** What a number reaches. `number`: nobody whom the site knows. Numbers are normalised; "" where the text is no number. */
export type Found =
  | { kind: "station"; number: string; station: Station }
  | { kind: "contact"; number: string; contact: Contact }
  | { kind: "zone"; number: string; zone: Zone }
  | { kind: "number"; number: string };

interface Directory {
  byNumber: ReadonlyMap<string, Found>;
  stations: ReadonlyMap<string, Station>;
  contacts: ReadonlyMap<string, Contact>;
  zones: ReadonlyMap<string, Zone>;
}

const directories = new WeakMap<Site, Directory>();

function directoryOf(site: Site): Directory {
  const known = directories.get(site);
  if (known) return known;
  const byNumber = new Map<string, Found>();
  const add = (found: Found): void => {
    // The loader refuses a number given twice; a site from elsewhere keeps the first: stations before contacts before zones.
    if (found.number !== "" && !byNumber.has(found.number)) byNumber.set(found.number, found);
  };
  for (const station of site.stations) add({ kind: "station", number: normaliseNumber(station.number), station });
  for (const contact of site.contacts) add({ kind: "contact", number: normaliseNumber(contact.number), contact });
  for (const zone of site.zones) add({ kind: "zone", number: normaliseNumber(zone.number), zone });
  const directory: Directory = {
    byNumber,
    stations: new Map(site.stations.map((station) => [station.id, station])),
    contacts: new Map(site.contacts.map((contact) => [contact.id, contact])),
    zones: new Map(site.zones.map((zone) => [zone.id, zone])),
  };
  directories.set(site, directory);
  return directory;
}

/** Longest number that is dialled: E.164 has 15 digits; prefixes and extensions make it longer. */
const longestNumber = 32;

/**
 * A number as it is compared and dialled: "+43 (512) 60-31" → "+435126031". Spaces, dots, dashes, slashes and brackets go.
 * "" when the text is not a number, such as a name or an address: those are never dialled.
 */
export function normaliseNumber(text: string): string {
  if (text.length > 4 * longestNumber) return "";
  const bare = text.replace(/[\s().\-/]/g, "");
  return /^\+?[0-9*#]+$/.test(bare) && bare.length <= longestNumber ? bare : "";
}

/** Who is behind this number. */
export function findNumber(site: Site, text: string): Found {
  const number = normaliseNumber(text);
  return directoryOf(site).byNumber.get(number) ?? { kind: "number", number };
}

export function stationByNumber(site: Site, number: string): Station | null {
  const found = findNumber(site, number);
  return found.kind === "station" ? found.station : null;
}

export function contactByNumber(site: Site, number: string): Contact | null {
  const found = findNumber(site, number);
  return found.kind === "contact" ? found.contact : null;
}

export function zoneByNumber(site: Site, number: string): Zone | null {
  const found = findNumber(site, number);
  return found.kind === "zone" ? found.zone : null;
}

export const stationById = (site: Site, id: string): Station | null => directoryOf(site).stations.get(id) ?? null;
export const contactById = (site: Site, id: string): Contact | null => directoryOf(site).contacts.get(id) ?? null;
export const zoneById = (site: Site, id: string): Zone | null => directoryOf(site).zones.get(id) ?? null;
