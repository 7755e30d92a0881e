/** What the facts of one PBX mean for this site, in words for its telephone engineer. Pure. */
import type { Pbx, Site } from "../../shared/site/site.ts";
import type { PbxAccount } from "../host/ports.ts";
import { refusalWords } from "../sip/pbx.ts";
import { expiryWords } from "../sip/tls.ts";
import type { EventFacts, Facts, LinkFacts, RegistrationFacts } from "./facts.ts";
import { type Finding, look, missing, ok, stops } from "./finding.ts";
import { judgeLadder } from "./judgeLadder.ts";
import { judgeOverflow } from "./judgeOverflow.ts";
import { judgeSelfCall } from "./judgeSelfCall.ts";
import { judgeTestCall } from "./judgeTestCall.ts";

/** Findings in the order in which an engineer works. */
export function judge(facts: Facts, site: Site, pbx: Pbx, account: PbxAccount): Finding[] {
  return [
    ...judgeLink(facts.link, facts.at, account),
    ...(facts.registration ? judgeRegistration(facts.registration, account) : []),
    ...(facts.selfCall ? judgeSelfCall(facts.selfCall, pbx) : []),
    ...judgeOffers(facts),
    ...judgeEvents(facts, site),
    ...(facts.testCall ? judgeTestCall(facts.testCall, account) : []),
    judgeOverflow(site, pbx),
    judgeLadder(site),
    ...(facts.callers.length > 0
      ? [
          look(
            "Calls meanwhile",
            `${facts.callers.length} from ${[...new Set(facts.callers)].slice(0, 5).join(", ")}`,
            "They reached the probe and were answered 480, so that the PBX rings the next telephone. Call these people back.",
          ),
        ]
      : []),
  ];
}

/** True unless calls cannot work at all. */
export const isUsable = (findings: readonly Finding[]): boolean => !findings.some(({ stops: ends }) => ends);

/** A call was seen to arrive. */
export const isProved = ({ selfCall }: Facts): boolean => selfCall?.made === true && selfCall.failure === null;

function judgeLink(link: LinkFacts, at: number, { id, domain }: PbxAccount): Finding[] {
  const address = new URL(link.url);
  if (link.failure !== null) {
    return [stops("Connection", link.failure, `Nothing else could be tried at ${address.host}.`)];
  }
  const opened = `open after ${ms(link.connectMs)}`;
  const findings: Finding[] = [];
  if (address.protocol === "wss:") findings.push(ok("Connection", `WSS, ${opened}`));
  else if (/^(localhost|127\.|\[::1\])/.test(address.hostname))
    findings.push(ok("Connection", `WS on this machine alone, ${opened}`));
  else
    findings.push(
      look(
        "Connection",
        `WS, ${opened}`,
        "Not encrypted: who calls, and the keys of the sound, can be read on the way.",
      ),
    );
  if (link.certificate) {
    const { names, endsAt } = link.certificate;
    const days = Math.floor((endsAt - at) / 86_400_000);
    const fact = `for ${names}, ${days} days left`;
    const soon = expiryWords(`The certificate of ${id}`, endsAt, at);
    findings.push(soon === null ? ok("Certificate", fact) : look("Certificate", fact, soon));
  }
  findings.push(roundTrip(link, domain));
  if (link.roundTripsMs.length === 0 && !link.echoesKeepAlive) {
    findings.push(
      stops(
        "Dead connections",
        "neither OPTIONS nor a keep-alive is answered",
        "The console takes such a link for dead and cuts it after 3 s. Let the PBX answer OPTIONS, with any status.",
      ),
    );
  } else if (link.echoesKeepAlive) findings.push(ok("Dead connections", "a double CRLF is answered, RFC 5626"));
  else findings.push(ok("Dead connections", "a double CRLF is not answered; OPTIONS is, and does the same"));
  findings.push(ok("Software", link.software.join("; ") || "does not say"));
  return findings;
}

function roundTrip({ roundTripsMs }: LinkFacts, domain: string): Finding {
  if (roundTripsMs.length === 0)
    return look(
      "Round trip",
      "OPTIONS is not answered",
      `Let the PBX answer OPTIONS to sip:${domain}, with any status.`,
    );
  const median = roundTripsMs.toSorted((a, b) => a - b)[Math.floor(roundTripsMs.length / 2)] ?? 0;
  const fact = `${ms(median)}, median of ${roundTripsMs.length} OPTIONS`;
  return median <= 200
    ? ok("Round trip", fact)
    : look("Round trip", fact, "Every answer of an operator waits that long.");
}

function judgeRegistration({ digests, others, tried, gone }: RegistrationFacts, account: PbxAccount): Finding[] {
  const findings: Finding[] = [];
  if (others !== null && others.length > 0) {
    const untouched = tried === null;
    findings.push(
      look(
        "Other devices",
        `${account.user} is registered at ${others.slice(0, 3).join(", ")}`,
        untouched
          ? "Left alone: nothing was registered beside it, because a PBX with one place for each account would take it away. Stop that console, or add --beside."
          : "If the PBX keeps one place for each account, that console was away until its next proof, 15 s at most.",
      ),
    );
  }
  if (tried) {
    const { status, text, listed, grantedS, retryAfterMs } = tried;
    if (status === 0) {
      findings.push(
        stops("Registration", "REGISTER is not answered", "Is this the PBX's port for SIP over WebSocket?"),
      );
    } else if (!listed) {
      const refusal = { status: status === 200 ? null : status, text, retryAfterMs };
      const words = status === 200 ? "our Contact is not in its answer" : text;
      findings.push(
        stops("Registration", status === 200 ? words : `${status} ${text}`, refusalWords(account, refusal)),
      );
    } else {
      const fact = `accepted, our Contact is listed, for ${grantedS === null ? "a time it does not say" : `${grantedS} s`}`;
      findings.push(
        grantedS !== null && grantedS < 30
          ? look("Registration", fact, "Very short: one lost answer makes this console deaf. Grant 60 s or more.")
          : ok("Registration", fact),
      );
    }
    if (gone === false)
      findings.push(
        look("Left behind", "our Contact is still listed", "It lapses by itself. Calls to it go nowhere until then."),
      );
  }
  if (digests.length === 0 && others !== null) {
    findings.push(
      look(
        "Password",
        "none was asked for",
        "Whoever reaches this port can register as the control room, and take its calls.",
      ),
    );
  } else if (digests.length > 0 && !digests.includes("MD5")) {
    findings.push(
      stops(
        "Password",
        `digest ${digests.join(", ")}`,
        "This console knows the digest MD5 only: offer that beside it.",
      ),
    );
  } else if (digests.length > 0) findings.push(ok("Password", `digest ${digests.join(", ")}`));
  return findings;
}

function judgeOffers({ offers, testCall }: Facts): Finding[] {
  if (!offers) return [];
  const { allow, supported } = offers;
  const findings: Finding[] = [];
  if (!testCall?.replaces) {
    const announced = supported.includes("replaces");
    const later = "Prove it by a test call: --call NUMBER.";
    findings.push(
      announced
        ? ok("Replaces", "announced (Supported)", later)
        : look("Replaces", "not announced", `A console that was restarted may not get its calls back. ${later}`),
    );
  }
  if (allow.length === 0) findings.push(look("Methods", "the PBX does not say (no Allow)", "Try a transfer by hand."));
  else {
    findings.push(
      allow.includes("REFER")
        ? ok("REFER", "allowed")
        : missing("REFER", "not in Allow", "Calls cannot be passed on (key T)."),
      ok("MESSAGE", allow.includes("MESSAGE") ? "allowed" : "not in Allow", "Only alarms by SIP MESSAGE need it."),
    );
  }
  return findings;
}

function judgeEvents({ dialogEvents, conferenceEvents, presence }: Facts, site: Site): Finding[] {
  const unused = "Nothing in this console depends on it.";
  const reporting = site.zones.filter(({ reportsMembers }) => reportsMembers).map(({ id }) => id);
  const members =
    reporting.length === 0
      ? "No zone of this site says that the PBX reports members."
      : `Who was reached by a page is not told: write reportsMembers: no for ${reporting.slice(0, 5).join(", ")}${reporting.length > 5 ? " …" : ""}.`;
  const rows = [
    ["Dialog events (RFC 4235)", dialogEvents, unused],
    ["Conference events (RFC 4575)", conferenceEvents, members],
    ["Presence (RFC 3856)", presence, unused],
  ] as const;
  return rows.flatMap(([what, facts, means]) => (facts ? [eventFinding(what, facts, means)] : []));
}

function eventFinding(what: string, { number, status, text }: EventFacts, means: string): Finding {
  if (status >= 200 && status < 300) return ok(what, `offered for ${number} (${status})`);
  if (status === 0) return missing(what, `SUBSCRIBE to ${number} is not answered`, means);
  // A proxy hands the question on to the station itself, which is not there.
  if (status === 404 || status === 408 || status === 480)
    return look(what, `nobody to ask at ${number}: ${status} ${text}`, `Ask again when it is registered. ${means}`);
  return missing(what, `not offered for ${number}: ${status} ${text}`, means);
}

const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
