/**
 * The session description out of a body of several parts (RFC 5621, 8.2), because SIP.js knows one body only: it would take
 * the offer beside a location for no offer at all, and the call could not be answered. Nothing of it is seen on the wire:
 * answers repeat headers of the request that are left as they are. Pure.
 */
import { partsOf } from "./multipart.ts";

const isMultipart = /^(?:content-type|c)[ \t]*:\s*multipart\//im;
const bodyHeaders = /^(?:content-type|c|content-length|l|content-disposition)[ \t]*:.*(?:\r?\n[ \t].*)*\r?\n/gim;

/** The frame as it is, unless its body has several parts and one of them is a session description. */
export function withSessionPart(frame: string): string {
  const end = /\r?\n\r?\n/.exec(frame);
  if (!end) return frame;
  const head = frame.slice(0, end.index);
  if (!isMultipart.test(head)) return frame;
  const session = partsOf(frame).find(({ type }) => type === "application/sdp");
  if (!session) return frame;
  // Without a length the rest of the frame is the body (RFC 3261, 18.3).
  const kept = `${head}\r\n`.replace(bodyHeaders, "");
  return `${kept}Content-Type: application/sdp\r\n\r\n${withoutLastLineEnds(session.body)}\r\n`;
}

/** By hand: a pattern that looks for line ends in front of the end is quadratic where many stand elsewhere. */
function withoutLastLineEnds(body: string): string {
  let end = body.length;
  while (body[end - 1] === "\n") end -= body[end - 2] === "\r" ? 2 : 1;
  return body.slice(0, end);
}
