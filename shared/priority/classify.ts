/**
 * Class of an event from the evidence at hand, and why. A station of the site has the class the site gives it. Of anyone
 * else a claim of emergency is believed enough to make the event urgent, never enough to pass for a life-safety station:
 * From and Priority are the caller's own words.
 */

import type { Evidence, Reason } from "../desk/state.ts";
import { classOfType } from "../site/defaults.ts";
import type { ClassName, Pbx, Station } from "../site/site.ts";

export interface Classified {
  class: ClassName;
  why: readonly Reason[];
}

export function classify(station: Station | null, pbx: Pbx | null, evidence: Evidence): Classified {
  const claims = claimsOf(evidence);
  if (station?.class) return { class: station.class, why: [{ kind: "stationClass", text: station.class }, ...claims] };
  if (station)
    return { class: classOfType[station.type], why: [{ kind: "stationType", text: station.type }, ...claims] };
  const called = evidence.calledNumber;
  if (called !== null && pbx?.emergencyNumbers.includes(called)) {
    return {
      class: "urgent",
      why: [{ kind: "emergencyNumber", text: called }, { kind: "unknownCaller", text: "" }, ...claims],
    };
  }
  if (claims.some((claim) => claim.kind !== "alertInfo")) {
    return { class: "urgent", why: [...claims, { kind: "unknownCaller", text: "" }] };
  }
  return { class: "routine", why: [{ kind: "ordinaryCaller", text: "" }, ...claims] };
}

function claimsOf(evidence: Evidence): Reason[] {
  const claims: Reason[] = [];
  // RFC 3261 20.26: non-urgent, normal, urgent, emergency. Only the last is a claim worth showing beside "urgent".
  if (evidence.priority === "emergency" || evidence.priority === "urgent") {
    claims.push({ kind: "priorityHeader", text: evidence.priority });
  }
  // RFC 7135: namespace esnet marks emergency services traffic.
  const esnet = evidence.resourcePriority.find((value) => value.startsWith("esnet."));
  if (esnet) claims.push({ kind: "resourcePriority", text: esnet });
  const [alert] = evidence.alertInfo;
  if (alert) claims.push({ kind: "alertInfo", text: alert });
  return claims;
}
