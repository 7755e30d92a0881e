/**
 * Repair of a frame that SIP.js refused for its form (wire.md, frames): odd addresses get tokens, a bad header that
 * nobody here needs is left out. Via, CSeq, Call-ID, tags, body and lengths are never touched. Pure.
 */
import { lastingExpires } from "./frameTap.ts";
import { splitList } from "./headers.ts";
import { repairAddress, repairRoute, repairUri } from "./repairAddress.ts";

const compactNames: Readonly<Record<string, string>> = {
  f: "from",
  t: "to",
  m: "contact",
  c: "content-type",
  r: "refer-to",
};

/** What SIP.js surely reads of the headers that are left out otherwise. */
const optional: Readonly<Record<string, RegExp>> = {
  "max-forwards": /^\d{1,9}$/,
  "content-type": /^[\w!%*+`'.~-]+\/[\w!%*+`'.~-]+(?:\s*;\s*[\w!%*+`'.~-]+=(?:[\w!%*+`'.~-]+|"[^"\\\p{Cc}]*"))*$/u,
  "refer-to": /^$/,
  "www-authenticate": /^digest\s[\x20-\x7e]*$/i,
  "proxy-authenticate": /^digest\s[\x20-\x7e]*$/i,
};

/** The frame as SIP.js may take it; null where nothing can be done. */
export function repairFrame(frame: string): string | null {
  const line = /\r\n|\n/.exec(frame)?.[0];
  if (line === undefined) return null;
  const end = frame.indexOf(line + line);
  // Mixed line ends could hide a header from one reader and show it to another: left as they are.
  if (end < 0 || (line === "\n" && frame.slice(0, end).includes("\r"))) return null;
  const [first = "", ...headers] = frame.slice(0, end).split(/\r?\n(?![ \t])/);
  const start = repairStart(first);
  if (start === null) return null;
  const isRequestFor = (method: string): boolean => start.startsWith(`${method} `);
  const kept: string[] = [start];
  for (const header of headers) {
    const colon = header.indexOf(":");
    const given = header.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    const name = compactNames[given] ?? given;
    const value = header.slice(colon + 1).trim();
    // RFC 3261, 13.3.1, limits how long an INVITE rings; one that would not ring at all is taken as without a limit.
    if (name === "expires" && isRequestFor("INVITE") && !lastingExpires.test(value)) continue;
    const mended = name === "refer-to" && isRequestFor("REFER") ? repairAddress(value) : mend(name, value);
    if (mended === null) return null;
    // Nothing of a header that reads is rewritten, not even its white space.
    if (mended === value) kept.push(header);
    else if (mended !== undefined) kept.push(`${header.slice(0, colon)}: ${mended}`);
  }
  const mended = `${kept.join("\r\n")}\r\n\r\n${frame.slice(end + 2 * line.length)}`;
  return mended === frame ? null : mended;
}

/** The value as SIP.js takes it; undefined: leave the header out; null: nothing can be done. */
function mend(name: string, value: string): string | undefined | null {
  if (name === "from" || name === "to") return repairAddress(value);
  if (name === "contact") return repairList(value, repairContact);
  if (name === "record-route") return repairList(value, repairRoute);
  const form = optional[name];
  return form && !form.test(value) ? undefined : value;
}

/** The far end is reached by it, so it must at least have a scheme. */
const repairContact = (value: string): string | null => (/[a-z]:/i.test(value) ? repairAddress(value) : null);

function repairList(value: string, repairOne: (one: string) => string | null): string | null {
  let mended = value;
  for (const one of splitList(value)) {
    const other = repairOne(one);
    if (other === null) return null;
    if (other !== one) mended = mended.replace(one, () => other);
  }
  return mended;
}

/** White space, brackets around the request URI and odd reason phrases are nothing that an answer copies. */
function repairStart(line: string): string | null {
  const status = /^(SIP\/2\.0)[ \t]+(\d{3})(.*)$/i.exec(line);
  if (status) return `${status[1]} ${status[2]} ${(status[3] ?? "").trim().replace(/[^\x20-\x7e]/g, "?")}`;
  const request = /^([a-z]+)[ \t]+<?([^ \t<>]+)>?[ \t]+(SIP\/2\.0)[ \t]*$/i.exec(line);
  const uri = repairUri(request?.[2] ?? "");
  return request && uri !== null ? `${request[1]} ${uri} ${request[3]}` : null;
}
