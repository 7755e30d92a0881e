/**
 * The site of an exercise, made from the real one: the same stations, maps, zones, people and rules, at one PBX that is the
 * embedded plant. It is put together by naming what goes in, so that whatever a site may one day reach besides its PBX
 * (a door over the network, a webhook, a broker, a camera) is not in it until somebody decides that it may be.
 */
import type { Pbx, Site, Station } from "../site/site.ts";

/** A domain that resolves nowhere (RFC 6761 6.4), and the only account there. */
export const trainingDomain = "training.invalid";
export const trainingPassword = "training";

export function trainingSite(site: Site): Site {
  return {
    name: site.name,
    hash: site.hash,
    demo: site.demo,
    presentsAs: site.presentsAs,
    ...(site.supervisor !== undefined && { supervisor: site.supervisor }),
    ...given({ alternate: site.alternate, languages: site.languages, ringAtLeast: site.ringAtLeast }),
    ...given({ locationToleranceM: site.locationToleranceM, alertInfo: site.alertInfo }),
    answerUnsigned: site.answerUnsigned,
    outcomes: site.outcomes,
    classes: site.classes,
    areas: site.areas,
    maps: site.maps,
    pbxs: site.pbxs.slice(0, 1).map(trainingPbx),
    stations: site.stations.map(trainingStation),
    zones: site.zones,
    contacts: site.contacts,
    callOutLists: site.callOutLists,
    ...given({ callFirst: site.callFirst }),
    roles: site.roles,
    operators: site.operators,
    procedures: site.procedures,
    messages: site.messages,
  };
}

const trainingPbx = ({ id, name, ownNumber, emergencyNumbers, calledNumbers }: Pbx): Pbx => ({
  id,
  name: `${name} (training)`,
  ownNumber,
  emergencyNumbers,
  ...given({ calledNumbers }),
  assertsIdentity: true,
});

/** A door opened by digits in the call stays: the digits go to the simulated station. */
function trainingStation(station: Station): Station {
  const { id, name, number, type, place, class: className, procedureId, lines, door, spoken } = station;
  return {
    id,
    name,
    number,
    type,
    place: { mapId: place.mapId, at: place.at, areaId: place.areaId, words: place.words, detail: place.detail },
    ...given({ class: className, procedureId, lines, spoken }),
    ...(door !== undefined && { door: { digits: door.digits, words: door.words } }),
  };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Absent where the real site has none. */
const given = <T extends object>(fields: T): Given<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Given<T>;
