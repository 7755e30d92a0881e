/** Who plays whom: the stations of this site that a scenario's callers are, and those of a flood. Pure: the same site, the same cast. */
import type { Site, Station } from "../site/site.ts";
import type { Act, CallerId, Scenario } from "./scenario.ts";

export type Cast = ReadonlyMap<CallerId, Station>;

/** Or in words, why this site cannot play it. */
export function castOf(scenario: Scenario, site: Pick<Site, "stations">): Cast | { why: string } {
  const cast = new Map<CallerId, Station>();
  for (const rule of scenario.callers) {
    const taken = [...cast.values()];
    const near = "near" in rule && rule.near !== undefined ? cast.get(rule.near) : undefined;
    const station =
      "stationId" in rule
        ? site.stations.find(({ id }) => id === rule.stationId)
        : site.stations.find(
            (one) =>
              one.type === rule.type &&
              !taken.includes(one) &&
              (near === undefined || one.place.areaId === near.place.areaId),
          );
    if (!station) return { why: missing(rule, near) };
    cast.set(rule.id, station);
  }
  return cast;
}

function missing(rule: Scenario["callers"][number], near: Station | undefined): string {
  if ("stationId" in rule) return `It needs the station ${rule.stationId}, which this site does not have.`;
  return `It needs another ${typeWords[rule.type]}${near ? ` near ${near.name}` : ""}, which this site does not have.`;
}

const typeWords = {
  sosTerminal: "SOS terminal",
  helpPoint: "help point",
  intercom: "intercom",
  doorStation: "door station",
  speaker: "speaker",
};

/** Those who press in a flood: stations with a button in the caller's area, then those of other areas; callers never. */
export function floodOf(act: Extract<Act, { act: "flood" }>, cast: Cast, site: Pick<Site, "stations">): Station[] {
  const callers = new Set(cast.values());
  const areaId = cast.get(act.near)?.place.areaId;
  const able = site.stations.filter(
    (one) => !callers.has(one) && (act.type === null ? one.type !== "speaker" : one.type === act.type),
  );
  const here = able.filter((one) => one.place.areaId === areaId);
  const elsewhere = able.filter((one) => one.place.areaId !== areaId);
  return [...here, ...elsewhere].slice(0, act.count);
}
