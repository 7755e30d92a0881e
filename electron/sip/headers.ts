/** Small pieces of SIP headers, read leniently and without ever throwing. Pure. What they return is untrusted text. */

export interface Address {
  displayName: string | null;
  /** User part of a sip: URI, or the number of a tel: URI; percent-decoded. */
  user: string | null;
  /** Header parameter, not URI parameter; "" where none. */
  tag: string;
  /** Header parameter of a Contact, seconds. */
  expires: number | null;
}

/** Name-addr or addr-spec (RFC 3261, 20.10), or what a cheap station takes for one. */
export function readAddress(value: string): Address {
  const [name, rest] = splitDisplayName(value);
  const open = rest.indexOf("<");
  const close = open < 0 ? -1 : rest.indexOf(">", open);
  // RFC 3261, 20: without angle brackets the parameters are the header's, not the URI's.
  const bare = rest.search(/[;?]/);
  const uri = open >= 0 ? rest.slice(open + 1, close < 0 ? undefined : close) : bare < 0 ? rest : rest.slice(0, bare);
  const after = open >= 0 ? (close < 0 ? "" : rest.slice(close + 1)) : bare < 0 ? "" : rest.slice(bare);
  const expires = /;\s*expires\s*=\s*"?(\d{1,10})/i.exec(after)?.[1];
  return {
    displayName: name,
    user: userOf(uri),
    tag: /;\s*tag\s*=\s*([^;,\s>]{1,256})/i.exec(after)?.[1] ?? "",
    expires: expires === undefined ? null : Number(expires),
  };
}

function splitDisplayName(value: string): [name: string | null, rest: string] {
  const text = value.trim();
  if (text.startsWith('"')) {
    const end = closingQuote(text);
    if (end > 0) return [clean(text.slice(1, end).replace(/\\(.)/g, "$1"), 128), text.slice(end + 1)];
  }
  const open = text.indexOf("<");
  return open > 0 ? [clean(text.slice(0, open).replaceAll('"', ""), 128), text.slice(open)] : [null, text];
}

/** Where the quoted string that `text` begins with ends; -1 where it does not. */
export function closingQuote(text: string): number {
  for (let at = 1; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (text[at] === '"') return at;
  }
  return -1;
}

/** The tag of a From or To, "" where none. */
export const tagOf = (value: string): string => (/;\s*tag\s*=/i.test(value) ? readAddress(value).tag : "");

/** User part of `sip:user:password@host`, number of `tel:+49-30-1;phone-context=…`; null where there is none. */
export function userOf(uri: string): string | null {
  const text = uri.trim();
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(text);
  const rest = scheme ? text.slice(scheme[0].length) : text;
  if (scheme?.[1]?.toLowerCase() === "tel") return clean(decoded(rest.split(/[;?]/, 1)[0] ?? ""), 64);
  const [user] = splitUri(rest);
  return user === null ? null : clean(decoded(user.split(/[:;]/, 1)[0] ?? ""), 64);
}

/** What follows the scheme of a sip: URI, in its three pieces. A user may hold ";" (a number with its context), a host not. */
export function splitUri(rest: string): [user: string | null, hostPort: string, parameters: string] {
  const parameters = rest.search(/[;?]/);
  const inFront = rest.lastIndexOf("@", parameters < 0 ? undefined : parameters);
  const at = inFront < 0 ? rest.indexOf("@") : inFront;
  const host = rest.slice(at + 1);
  const end = host.search(/[;?]/);
  return [at < 0 ? null : rest.slice(0, at), end < 0 ? host : host.slice(0, end), end < 0 ? "" : host.slice(end)];
}

function decoded(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // Not percent-encoding after all: the text stands for itself.
    return text;
  }
}

/** Text fit to be shown: no control characters, nothing that turns the direction of writing, a bounded length. */
export function clean(text: string, longest: number): string | null {
  if (text === "") return null;
  const shown = text.slice(0, longest).replace(/[\p{Cc}\p{Bidi_Control}]+/gu, " ");
  return shown.trim() || null;
}

/** Values of a comma-separated header; commas inside quotes and angle brackets do not count. */
export function splitList(value: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let depth = 0;
  let from = 0;
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at];
    if (quoted && character === "\\") at += 1;
    else if (character === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (character === "<") depth += 1;
    else if (character === ">") depth = 0;
    else if (character === "," && depth === 0) {
      parts.push(value.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(value.slice(from).trim());
  return parts.filter((part) => part !== "");
}

/** Reason: SIP;cause=200 says that another branch took the call (RFC 3326, 2 and 3.1). */
export const saysElsewhere = (reasons: readonly string[]): boolean =>
  reasons.flatMap(splitList).some((one) => /^sip\s*(;|$)/i.test(one) && /;\s*cause\s*=\s*"?200\b/i.test(one));

/** Raw values of one header of a frame, in order and with their folding: for answers that copy them verbatim. */
export function rawHeaders(frame: string, name: string, compact: string): string[] {
  const end = frame.search(/\r?\n\r?\n/);
  const head = end < 0 ? frame : frame.slice(0, end);
  const found: string[] = [];
  const wanted = new RegExp(`^(?:${name}|${compact})[ \\t]*:(.*(?:\\r?\\n[ \\t].*)*)`, "gim");
  for (const match of head.matchAll(wanted)) found.push((match[1] ?? "").trim());
  return found;
}

const secretHeaders = /^((?:proxy-)?authorization[ \t]*:)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim;
const secretLines = /^([ \t]*a[ \t]*=[ \t]*(?:ice-pwd|ice-ufrag|fingerprint|crypto|key-mgmt)[ \t]*:)[^\r\n]*/gim;

/** The frame as it may be kept: without credentials, and without the keys of the sound (wire.md, journal). */
export const redacted = (frame: string): string =>
  frame.replace(secretHeaders, "$1 [redacted]").replace(secretLines, "$1[redacted]");
