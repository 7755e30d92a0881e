/**
 * Repairs one address (From, To, Contact, Record-Route) so that SIP.js's grammar takes it: whatever it would refuse of
 * the display name, of the URI's user or of its host becomes a token. What surely reads stays as it is. Pure.
 */

import { closingQuote, splitUri } from "./headers.ts";
import { tokenFor } from "./repairToken.ts";

const plainName = /^(?:"(?:[^"\\\p{Cc}]|\\[\x20-\x7e])*"|[\w.!%*+`'~ \t-]*)$/u;
const plainUser = /^(?:[\w.!~*'()&=+$,;?/-]|%[0-9a-f]{2})+(?::(?:[\w.!~*'()&=+$,-]|%[0-9a-f]{2})*)?$/i;
const plainHost =
  /^(?:(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z](?:[a-z0-9-]*[a-z0-9])?|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\])(?::\d{1,5})?$/i;
const plainParameters = /^(?:;[\w.!~*'()[\]/:&+$%-]+(?:=[\w.!~*'()[\]/:&+$%-]+)?)*(?:\?[\w.!~*'()[\]/:&+$%?=-]*)?$/;

/** The value with tokens in it; the same text where nothing needs one; null where it cannot be made readable. */
export function repairAddress(value: string): string | null {
  const [name, rest] = splitName(value);
  const open = rest.indexOf("<");
  const close = rest.indexOf(">", open);
  // An open bracket that never closes swallows the tag, which is never touched.
  if (open >= 0 && close < 0) return null;
  // RFC 3261, 20: without brackets the parameters are the header's.
  const end = open >= 0 ? close : (/[;?\s]/.exec(rest)?.index ?? rest.length);
  const uri = repairUri(rest.slice(open + 1, end));
  if (uri === null) return null;
  const shown = plainName.test(name) ? name : `${tokenFor.name(name)}`;
  return shown + rest.slice(0, open + 1) + uri + rest.slice(end);
}

/** An entry of a Record-Route, which must have brackets (RFC 3261, 20.30). */
export const repairRoute = (value: string): string | null =>
  value.includes("<") ? repairAddress(value) : /^sips?:/i.test(value) ? tokenFor.address(value) : null;

/** Null where there is nothing to stand for. */
export function repairUri(uri: string): string | null {
  if (uri === "") return null;
  const scheme = /^sips?:/i.exec(uri)?.[0];
  if (scheme === undefined) return tokenFor.uri(uri);
  const [user, hostPort, parameters] = splitUri(uri.slice(scheme.length));
  const at = user === null ? "" : `${plainUser.test(user) && isUtf8(user) ? user : tokenFor.user(user)}@`;
  if (!plainParameters.test(parameters) || !isUtf8(parameters))
    return scheme + at + tokenFor.host(hostPort + parameters);
  return scheme + at + (plainHost.test(hostPort) ? hostPort : tokenFor.host(hostPort)) + parameters;
}

/** Whether what is percent-encoded decodes: SIP.js throws where it does not. */
function isUtf8(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

/** The display name as it is written, without the white space around it, and all the rest. */
function splitName(value: string): [name: string, rest: string] {
  const end = value.startsWith('"') ? closingQuote(value) + 1 : 0;
  const length = end > 0 ? end : Math.max(value.indexOf("<"), 0);
  const name = value.slice(0, length).trimEnd();
  return [name, value.slice(name.length)];
}
