/** A call's location beside its offer, as two parts of one body (RFC 6442, 4.1): written by a station, passed on by the exchange. */
import type { Body } from "sip.js/lib/core/index.js";

const boundary = "plant-part";

/** A PIDF-LO document, and the name that Geolocation gives it. */
export interface LocationPart {
  id: string;
  xml: string;
}

export interface Split {
  sdp: string | null;
  location: LocationPart | null;
}

export function locatedBody(sdp: string, { id, xml }: LocationPart): Body {
  const part = (headers: readonly string[], content: string): string =>
    `--${boundary}\r\n${headers.join("\r\n")}\r\n\r\n${content.replace(/\r?\n$/, "")}\r\n`;
  const content = [
    part(["Content-Type: application/sdp"], sdp),
    part(["Content-Type: application/pidf+xml", `Content-ID: <${id}>`], xml),
    `--${boundary}--\r\n`,
  ].join("");
  return { contentDisposition: "session", contentType: `multipart/mixed;boundary=${boundary}`, content };
}

/** The parts that `locatedBody` made, or the offer alone. */
export function splitBody(contentType: string, body: string): Split {
  if (contentType.toLowerCase().startsWith("application/sdp")) return { sdp: body, location: null };
  if (!contentType.includes(`boundary=${boundary}`)) return { sdp: null, location: null };
  const [, first = "", second = ""] = body.split(`--${boundary}\r\n`);
  const contentOf = (part: string): string => part.slice(part.indexOf("\r\n\r\n") + 4);
  const id = /^Content-ID: <([^>\r\n]*)>/im.exec(second)?.[1];
  const xml = contentOf(second).split(`\r\n--${boundary}--`)[0] ?? "";
  return { sdp: contentOf(first), location: id === undefined ? null : { id, xml } };
}
