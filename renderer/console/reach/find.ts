/**
 * Find or dial: stations, contacts and zones by name, number or place, best first. A number that is typed whole comes first;
 * digits can always be dialled as they are. Zones are chosen, never called: a call to one would sound in its speakers.
 */
import MiniSearch from "minisearch";
import { normaliseNumber } from "../../../shared/dialing/directory.ts";
import type { Contact, Site, StationType } from "../../../shared/site/site.ts";

export type Hit =
  | { kind: "station"; id: string; name: string; number: string; words: string; type: StationType }
  | { kind: "contact"; id: string; name: string; number: string; words: string }
  | { kind: "zone"; id: string; name: string; number: string; words: string }
  | { kind: "number"; id: string; name: string; number: string; words: string };

const mostHits = 12;

/** Builds the index once for a site; the function it gives answers a few thousand stations in well under a frame. */
export function finderOf(site: Site): (text: string) => readonly Hit[] {
  const areas = new Map(site.areas.map((area) => [area.id, area.name]));
  const hits: Hit[] = [
    ...site.contacts.map(contactHit),
    ...site.stations.map(
      ({ id, name, number, type, place }): Hit => ({
        kind: "station",
        id: `s ${id}`,
        name,
        number,
        type,
        words: [place.words, areas.get(place.areaId)].filter(Boolean).join(" · "),
      }),
    ),
    ...site.zones.map(
      ({ id, name, number, stationIds }): Hit => ({
        kind: "zone",
        id: `z ${id}`,
        name,
        number,
        words: `zone, ${stationIds.length} stations`,
      }),
    ),
  ];
  const byId = new Map(hits.map((hit) => [hit.id, hit]));
  const index = new MiniSearch<Hit>({
    fields: ["name", "number", "words"],
    searchOptions: {
      boost: { name: 3, number: 2 },
      combineWith: "AND",
      prefix: true,
      // Names are misheard and mistyped; numbers are not guessed at.
      fuzzy: (term) => (/\d/.test(term) || term.length < 4 ? false : 0.2),
    },
  });
  index.addAll(hits);

  return (text) => {
    const wanted = text.trim();
    if (wanted === "") return [];
    const number = normaliseNumber(wanted);
    const found = index.search(wanted).flatMap(({ id }) => byId.get(String(id)) ?? []);
    // A number's beginning, as typed on a keypad: the index sees whole words and their beginnings, so this adds nothing twice.
    const exact = number === "" ? [] : hits.filter((hit) => normaliseNumber(hit.number) === number);
    const ordered = [...new Set([...exact, ...found])].slice(0, mostHits);
    const dial: Hit[] =
      number !== "" && exact.length === 0
        ? [{ kind: "number", id: "dial", name: number, number, words: "not in the site" }]
        : [];
    return [...ordered, ...dial];
  };
}

export const contactHit = ({ id, name, number, words }: Contact): Hit => ({
  kind: "contact",
  id: `c ${id}`,
  name,
  number,
  words,
});

/** What Enter does with a hit, in words that name it. */
export function hitWords(hit: Hit, chosenZoneIds: readonly string[]): string {
  if (hit.kind !== "zone") return `Call ${hit.name}`;
  return chosenZoneIds.includes(zoneIdOf(hit)) ? `Drop zone ${hit.name}` : `Choose zone ${hit.name}`;
}

export const zoneIdOf = (hit: Hit): string => hit.id.slice(2);
