/**
 * Which requests the loopback server answers at all. Any web page that the operator visits may try to reach 127.0.0.1
 * (DNS rebinding, cross-site WebSocket), so Host, Origin and Sec-Fetch-Site are checked before anything else.
 */
import type { IncomingHttpHeaders } from "node:http";

export interface Refused {
  status: number;
  words: string;
}

interface Asked {
  method?: string | undefined;
  headers: IncomingHttpHeaders;
}

/** null: may go on. */
export function refuseRequest({ method, headers }: Asked, port: number): Refused | null {
  const wrongHost = refuseHost(headers, port);
  if (wrongHost) return wrongHost;
  if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`)
    return { status: 403, words: "Other origin." };
  // A browser always says where a request comes from; other clients may say nothing, and lack the cookie.
  const from = headers["sec-fetch-site"];
  if (from !== undefined && from !== "none" && from !== "same-origin") return { status: 403, words: "Other site." };
  if (method !== "GET" && method !== "HEAD") return { status: 405, words: "Only GET and HEAD." };
  // RFC 9110 9.3.1: content in a GET has no meaning; here it has no place either.
  if (headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) !== 0)
    return { status: 413, words: "No content is accepted." };
  return null;
}

/** WebSockets know no same-origin rule of their own: the Origin must be there and be ours. */
export function refuseUpgrade({ method, headers }: Asked, port: number): Refused | null {
  const wrongHost = refuseHost(headers, port);
  if (wrongHost) return wrongHost;
  if (method !== "GET") return { status: 405, words: "Only GET." };
  if (headers.origin !== `http://${headers.host}`) return { status: 403, words: "Other origin." };
  return null;
}

/** RFC 9110 15.5.20: misdirected. */
function refuseHost(headers: IncomingHttpHeaders, port: number): Refused | null {
  const { host } = headers;
  if (host === `127.0.0.1:${port}` || host === `localhost:${port}`) return null;
  return { status: 421, words: "This is not the host you asked for." };
}
