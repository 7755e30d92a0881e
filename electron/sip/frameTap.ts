/**
 * The frame tap: reads start line and headers of a frame before SIP.js does, leniently, so that what SIP.js's grammar
 * drops is seen all the same. Pure; never throws; a few microseconds a frame. It knows compact names (RFC 3261, 7.3.3),
 * folding (7.3.1), bare LF, and empty lines before the start line (7.5).
 */
import type { Evidence } from "../../shared/desk/state.ts";
import { clean, readAddress, splitList, tagOf, userOf } from "./headers.ts";
import { frameCapBytes, grammarCapChars, headerCap } from "./pace.ts";

export interface Tapped {
  kind: "request" | "response" | "noise";
  /** Upper case; of a response that of its CSeq. */
  method: string;
  /** 0 for requests. */
  status: number;
  requestUri: string;
  callId: string;
  from: string;
  fromTag: string;
  to: string;
  toTag: string;
  /** -1 where none could be read. */
  cseq: number;
  /** Branch of the topmost Via. */
  branch: string;
  asserted: string;
  calledParty: string;
  priority: string;
  resourcePriority: readonly string[];
  alertInfo: readonly string[];
  reason: readonly string[];
  /** Header values that SIP.js's grammar would parse, in characters. */
  grammarChars: number;
  /** It has an Expires that SIP.js takes as "at once": 0, no number, or more than its timer holds. */
  expiresAtOnce: boolean;
  /** It has a Geolocation header (RFC 6442): its body may hold where the caller is. */
  located: boolean;
  /** In words, why the frame cannot be trusted to say one thing; "" when it can. */
  problem: string;
}

const compactNames: Readonly<Record<string, string>> = { v: "via", f: "from", t: "to", i: "call-id", m: "contact" };

/** Headers that SIP.js parses with its grammar (its core/messages/parser.js). */
const grammarNames = new Set(
  "via from to call-id cseq contact record-route max-forwards content-length l content-type c www-authenticate proxy-authenticate refer-to r".split(
    " ",
  ),
);

const readNames = new Set(
  "via from to call-id cseq p-asserted-identity p-called-party-id priority resource-priority alert-info reason expires geolocation".split(
    " ",
  ),
);

/** Seconds that SIP.js's timer of an INVITE can hold, and that leave time to answer. */
export const lastingExpires = /^(?!0+$)\d{1,6}$/;

const nothing: Tapped = {
  kind: "noise",
  method: "",
  status: 0,
  requestUri: "",
  callId: "",
  from: "",
  fromTag: "",
  to: "",
  toTag: "",
  cseq: -1,
  branch: "",
  asserted: "",
  calledParty: "",
  priority: "",
  resourcePriority: [],
  alertInfo: [],
  reason: [],
  grammarChars: 0,
  expiresAtOnce: false,
  located: false,
  problem: "",
};

/** `bytes`: length of the whole frame on the wire, where `frame` holds only its beginning. */
export function tapFrame(frame: string, bytes: number = frame.length): Tapped {
  let at = 0;
  while (at < frame.length && isLineEnd(frame.charCodeAt(at))) at += 1;
  let next = frame.indexOf("\n", at);
  const tapped = startLine(frame.slice(at, next < 0 ? undefined : next).trimEnd());
  if (tapped.kind === "noise") return tapped;

  let headers = 0;
  let vias = 0;
  let froms = 0;
  let tos = 0;
  let callIds = 0;
  let cseqs = 0;
  const resourcePriority: string[] = [];
  const alertInfo: string[] = [];
  const reason: string[] = [];
  while (next >= 0) {
    at = next + 1;
    next = frame.indexOf("\n", at);
    const end = next < 0 ? frame.length : next;
    if (end - at <= 1 && (end === at || frame.charCodeAt(at) === 13)) break;
    headers += 1;
    if (headers > headerCap) break;
    const colon = frame.indexOf(":", at);
    // Folding: a line that begins with white space goes on from the one before.
    let folded = "";
    while (next >= 0 && isBlank(frame.charCodeAt(next + 1))) {
      const start = next + 1;
      next = frame.indexOf("\n", start);
      folded += ` ${frame.slice(start, next < 0 ? undefined : next).trim()}`;
    }
    if (colon < 0 || colon >= end || colon === at) continue;
    const given = frame.slice(at, colon).trim().toLowerCase();
    const name = compactNames[given] ?? given;
    // Of several Via headers SIP.js parses the topmost only.
    if (grammarNames.has(name) && (name !== "via" || vias === 0)) tapped.grammarChars += end - colon + folded.length;
    if (!readNames.has(name)) continue;
    const value = (frame.slice(colon + 1, end).trim() + folded).trim();
    switch (name) {
      case "via":
        vias += 1;
        if (vias === 1) tapped.branch = /;\s*branch\s*=\s*([^;,\s]+)/i.exec(splitList(value)[0] ?? "")?.[1] ?? "";
        break;
      case "from":
        froms += 1;
        if (froms === 1) tapped.from = value;
        break;
      case "to":
        tos += 1;
        if (tos === 1) tapped.to = value;
        break;
      case "call-id":
        callIds += 1;
        if (callIds === 1) tapped.callId = value;
        break;
      case "cseq":
        cseqs += 1;
        if (cseqs === 1) readCSeq(tapped, value);
        break;
      case "p-asserted-identity":
        tapped.asserted ||= value;
        break;
      case "p-called-party-id":
        tapped.calledParty ||= value;
        break;
      case "priority":
        tapped.priority ||= value;
        break;
      case "resource-priority":
        resourcePriority.push(value);
        break;
      case "alert-info":
        alertInfo.push(value);
        break;
      case "reason":
        reason.push(value);
        break;
      case "geolocation":
        tapped.located = true;
        break;
      case "expires":
        tapped.expiresAtOnce ||= !lastingExpires.test(value);
        break;
    }
  }
  tapped.resourcePriority = resourcePriority;
  tapped.alertInfo = alertInfo;
  tapped.reason = reason;
  tapped.fromTag = tagOf(tapped.from);
  tapped.toTag = tagOf(tapped.to);
  if (bytes > frameCapBytes) tapped.problem = "it is larger than 64 kB";
  else if (headers > headerCap) tapped.problem = `it has more than ${headerCap} headers`;
  else if (froms > 1) tapped.problem = "it has more than one From";
  else if (callIds > 1) tapped.problem = "it has more than one Call-ID";
  else if (tos > 1) tapped.problem = "it has more than one To";
  else if (cseqs > 1) tapped.problem = "it has more than one CSeq";
  else if (tapped.from === "") tapped.problem = "it has no From";
  else if (tapped.callId === "") tapped.problem = "it has no Call-ID";
  return tapped;
}

/** Headers too long for SIP.js's parser to read within a slice. */
export const isTooSlow = (tapped: Tapped): boolean =>
  tapped.grammarChars > grammarCapChars || tapped.requestUri.length > 1024;

function startLine(line: string): Tapped {
  if (/^SIP\/\d/i.test(line)) {
    const status = Number(line.split(" ", 2)[1]);
    return Number.isInteger(status) && status >= 100 && status < 700
      ? { ...nothing, kind: "response", status }
      : nothing;
  }
  const [method = "", requestUri = "", version = ""] = line.split(/[ \t]+/, 3);
  if (!/^[a-z]+$/i.test(method) || requestUri === "") return nothing;
  // An INVITE is a press even with a broken end of its start line; anything else must look like SIP.
  const upper = method.toUpperCase();
  if (upper !== "INVITE" && !/^SIP\//i.test(version)) return nothing;
  return { ...nothing, kind: "request", method: upper, requestUri };
}

function readCSeq(tapped: Tapped, value: string): void {
  const parts = /^(\d{1,10})\s*([a-z]*)/i.exec(value);
  if (!parts) return;
  tapped.cseq = Number(parts[1]);
  if (tapped.kind === "response") tapped.method = (parts[2] ?? "").toUpperCase();
}

/**
 * What an INVITE says about its caller. `ownContact`: user part of our Contact; a request URI that names it says nothing
 * of the number that was called, so P-Called-Party-ID (RFC 7315, 4.2) or To is read instead. A PBX that is a B2BUA may write
 * our Contact into To as well: then nobody says.
 */
export function evidenceOf(tapped: Tapped, ownContact: string): Evidence {
  const from = readAddress(tapped.from);
  const asked = userOf(tapped.requestUri.replace(/^</, "").replace(/>$/, ""));
  const called = [asked, readAddress(tapped.calledParty).user, readAddress(tapped.to).user];
  const evidence: Evidence = {
    number: from.user,
    displayName: from.displayName,
    // RFC 3325, 9.1: one value or two, a sip: and a tel: URI of the same person.
    assertedNumber: tapped.asserted === "" ? null : readAddress(splitList(tapped.asserted)[0] ?? "").user,
    calledNumber: called.find((user) => user !== null && user !== ownContact) ?? null,
    priority: clean(tapped.priority.toLowerCase(), 32),
    resourcePriority: listed(tapped.resourcePriority, 64).map((value) => value.toLowerCase()),
    alertInfo: listed(tapped.alertInfo, 256),
  };
  // Slices would keep the whole frame alive for as long as the event is.
  return JSON.parse(JSON.stringify(evidence)) as Evidence;
}

const listed = (values: readonly string[], longest: number): string[] =>
  values
    .flatMap((value) => splitList(value))
    .slice(0, 8)
    .map((value) => clean(value, longest))
    .filter((value) => value !== null);

const isLineEnd = (code: number): boolean => code === 13 || code === 10;
const isBlank = (code: number): boolean => code === 32 || code === 9;
