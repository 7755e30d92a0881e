/** What came back of the call to our own number: the way in, the headers that were kept, whose word P-Asserted-Identity is. Pure. */
import type { Pbx } from "../../shared/site/site.ts";
import type { SelfCallFacts } from "./facts.ts";
import { type Finding, look, missing, ok, stops } from "./finding.ts";
import { judgeMedia } from "./judgeMedia.ts";

export function judgeSelfCall(facts: SelfCallFacts, pbx: Pbx): Finding[] {
  const { number, failure, made, known, called, media, ownMedia } = facts;
  if (!made) {
    const unknown = "Way in, headers and sound are not known. Press the button of a station to see them.";
    return [look("Way in", `no call to our own number: ${failure ?? ""}`, unknown)];
  }
  if (failure !== null) {
    return [notCome(number, failure, pbx)];
  }
  const findings: Finding[] = [
    known
      ? ok("Way in", `a call to ${number} came back after ${Math.round(facts.ms)} ms, and was hung up`)
      : look(
          "Way in",
          `a call to ${number} came back without its mark`,
          "The console would take its own check for a press: let the PBX keep X-Way-In, From's name or Call-ID, or write checkWayIn: no.",
        ),
    called === number
      ? ok("Called number", `${number} is told`)
      : look(
          "Called number",
          called === null ? "is not told" : `${called} is told, ${number} was called`,
          "Callers on emergency numbers are known by it: let the PBX keep To, or set P-Called-Party-ID.",
        ),
    ...judgeHeaders(facts),
    judgeIdentity(facts, pbx),
  ];
  if (!media)
    return [
      ...findings,
      stops(
        "Sound",
        "no description of sound in the call",
        "Without SDP in the INVITE no call is answered with sound.",
      ),
    ];
  return [...findings, ...judgeMedia("Sound offered", media, ownMedia)];
}

function notCome(number: string, failure: string, { ownNumber }: Pbx): Finding {
  const fact = `a call to ${number} did not come: ${failure}`;
  const status = Number(/answers (\d{3})/.exec(failure)?.[1] ?? 0);
  // Busy with a real caller, perhaps: that would prove it.
  if (status === 486 || status === 600) return look("Way in", fact, "Probe again when the line is free.");
  // Refused by the dial plan, which says nothing of the calls of stations; 408, 480 and 503 say that we are not reached.
  if (status >= 400 && ![408, 480, 503, 504].includes(status)) {
    return missing(
      "Way in",
      fact,
      `Let ${ownNumber} call ${number}; the console tests its way in so every hour. If it must not, write checkWayIn: no, and press a station's button to see that calls arrive.`,
    );
  }
  return stops(
    "Way in",
    fact,
    "Registered, and yet no call arrives: look at the dial plan, and at the address that the PBX has for this console.",
  );
}

/** Evidence by which the console raises an unknown caller (shared/priority/classify.ts). */
const evidence = ["Priority", "Resource-Priority"];

function judgeHeaders({ headers, called, number }: SelfCallFacts): Finding[] {
  const kept = headers.filter(({ sent, came }) => came === sent).map(({ name }) => name);
  const changed = headers.filter(({ sent, came }) => came !== "" && came !== sent).map(({ name }) => name);
  const dropped = headers.filter(({ came }) => came === "").map(({ name }) => name);
  const usable = evidence.filter((name) => kept.includes(name));
  const parts = [
    kept.length > 0 ? `kept: ${kept.join(", ")}` : "none was kept",
    ...(changed.length > 0 ? [`changed: ${changed.join(", ")}`] : []),
    ...(dropped.length > 0 ? [`dropped: ${dropped.join(", ")}`] : []),
  ];
  const always = called === number ? "the station's own number, the called number" : "the station's own number";
  const limit = "This is a console's own call; the PBX may treat a station's otherwise.";
  return [
    { ...(dropped.length + changed.length === 0 ? ok : look)("Headers", parts.join("; "), limit) },
    usable.length > 0
      ? ok("Evidence of priority", `${always}, ${usable.join(", ")}`)
      : look(
          "Evidence of priority",
          `${always}, nothing else`,
          "Fine where every station is in the site file. For unknown callers let the PBX pass Priority or Resource-Priority on.",
        ),
  ];
}

function judgeIdentity({ asserted, forged, refusedForgery }: SelfCallFacts, { assertsIdentity }: Pbx): Finding {
  const what = "P-Asserted-Identity";
  if (asserted.includes(forged) || asserted.includes("00000000"))
    return assertsIdentity
      ? missing(
          what,
          "a forged one came through",
          "Anybody can call as anybody: write assertsIdentity: no, until the PBX removes copies from callers.",
        )
      : look(
          what,
          "a forged one came through",
          "assertsIdentity must stay no until the PBX removes copies from callers.",
        );
  const fact = refusedForgery ? "a call with a forged one is refused" : "a forged one is removed";
  if (asserted === "")
    return assertsIdentity
      ? look(
          what,
          `${fact}; the PBX sets none itself`,
          "assertsIdentity: yes has nothing to believe then: let the PBX set it, or write no.",
        )
      : ok(what, `${fact}; the PBX sets none itself`, "assertsIdentity stays no.");
  return ok(
    what,
    `${fact}; the PBX sets its own`,
    assertsIdentity ? "" : "assertsIdentity: yes is possible, if it does the same for stations and trunks.",
  );
}
