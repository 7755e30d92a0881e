/**
 * Class of an event from the evidence at hand, and why. A station of the site has the class the site gives it; what it
 * calls and says may raise that, never lower it. Of anyone else a claim of emergency is believed enough to make the event
 * urgent, never enough to pass for life safety: From, To, Priority and Alert-Info are the caller's own words.
 */

import type { Evidence, Reason } from "../desk/state.ts";
import { classOfType } from "../site/defaults.ts";
import { type ClassName, classOrder, type Pbx, type Site } from "../site/site.ts";
import type { Caller } from "./caller.ts";

export interface Classified {
  class: ClassName;
  why: readonly Reason[];
}

/** A reason, and the class that it speaks for; null: it is only shown. */
interface Weighed extends Reason {
  class: ClassName | null;
}

export function classify(
  site: Pick<Site, "alertInfo">,
  pbx: Pbx | null,
  caller: Caller,
  evidence: Evidence,
): Classified {
  const { station } = caller;
  const called = calledReason(pbx, evidence, station !== null);
  const claims = claimsOf(site, evidence);
  const doubts = doubtsOf(pbx, caller);
  if (station) {
    const base: Weighed = station.class
      ? { kind: "stationClass", text: station.class, class: station.class }
      : { kind: "stationType", text: station.type, class: classOfType[station.type] };
    return classified([base, ...called, ...claims, ...doubts]);
  }
  const isClaim = claims.some((claim) => isEmergency(claim.class));
  // Without his name: it stands in the event's personal fields, and a reason cannot be deleted.
  const who: Weighed = caller.contact
    ? { kind: "contact", text: "", class: null }
    : { kind: called.length > 0 || isClaim ? "unknownCaller" : "ordinaryCaller", text: "", class: null };
  const unverified: Weighed[] = isClaim ? [{ kind: "claimNotVerified", text: "", class: null }] : [];
  const found = classified([...called, ...claims, who, ...unverified, ...doubts]);
  return { ...found, class: found.class === "lifeSafety" ? "urgent" : found.class };
}

/** The gravest class that any of them speaks for. */
function classified(reasons: readonly Weighed[]): Classified {
  const spoken = new Set(reasons.map((reason) => reason.class));
  return {
    class: classOrder.find((name) => spoken.has(name)) ?? "routine",
    why: reasons.map(({ kind, text }) => ({ kind, text })),
  };
}

const isEmergency = (name: ClassName | null): boolean => name === "lifeSafety" || name === "urgent";

/** What the number that was called says: the site's own word of it, else that it is an emergency number. */
function calledReason(pbx: Pbx | null, { calledNumber }: Evidence, isStation: boolean): Weighed[] {
  if (calledNumber === null || !pbx) return [];
  const mapped = pbx.calledNumbers?.find((one) => one.number === calledNumber);
  if (mapped) return [{ kind: "calledNumber", text: calledNumber, class: mapped.class }];
  // Stations call this desk by its number, which is one of the emergency numbers as often as not.
  if (isStation || !pbx.emergencyNumbers.includes(calledNumber)) return [];
  return [{ kind: "emergencyNumber", text: calledNumber, class: "urgent" }];
}

/** RFC 3261 20.26: non-urgent, normal, urgent, emergency; RFC 7090: a centre for emergency calls calls back. */
const gravePriorities = ["emergency", "urgent", "psap-callback"];
/** RFC 4412, 10.2 … 10.6: those who have precedence on a network. Worth showing, and no emergency by themselves. */
const precedence = ["dsn.", "drsn.", "q735.", "ets.", "wps."];

/** By Priority (RFC 3261 20.26) or as emergency services traffic (RFC 7135). */
export const claimsEmergency = ({ priority, resourcePriority }: Evidence): boolean =>
  priority === "emergency" || resourcePriority.some((value) => value.startsWith("esnet."));

function claimsOf(site: Pick<Site, "alertInfo">, evidence: Evidence): Weighed[] {
  const claims: Weighed[] = [];
  const { priority, resourcePriority, alertInfo } = evidence;
  if (priority !== null && gravePriorities.includes(priority)) {
    claims.push({ kind: "priorityHeader", text: priority, class: "urgent" });
  }
  // RFC 7135: namespace esnet marks emergency services traffic.
  const esnet = resourcePriority.find((value) => value.startsWith("esnet."));
  if (esnet) claims.push({ kind: "resourcePriority", text: esnet, class: "urgent" });
  const other = resourcePriority.find((value) => precedence.some((namespace) => value.startsWith(namespace)));
  if (other) claims.push({ kind: "resourcePriority", text: other, class: null });
  const rules = site.alertInfo ?? [];
  const meant = alertInfo.flatMap((value) => {
    const rule = rules.find(({ contains }) => value.toLowerCase().includes(contains.toLowerCase()));
    return rule ? [{ kind: "alertInfo" as const, text: value, class: rule.class }] : [];
  });
  const gravest = classOrder.flatMap((name) => meant.find((one) => one.class === name) ?? [])[0];
  const [first] = alertInfo;
  if (gravest) claims.push(gravest);
  else if (first) claims.push({ kind: "alertInfo", text: first, class: null });
  return claims;
}

/** What speaks against the caller being who he says. */
function doubtsOf(pbx: Pbx | null, { station, asserted, claimedStation }: Caller): Weighed[] {
  if (claimedStation) return [{ kind: "claimsStation", text: claimedStation.name, class: null }];
  return station && pbx?.assertsIdentity && !asserted ? [{ kind: "notAsserted", text: "", class: null }] : [];
}
