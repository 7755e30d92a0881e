/** Answers the host gives itself, where SIP.js did not take a frame: built from the frame, copying what must be copied. Pure. */
import { rawHeaders, readAddress } from "./headers.ts";

const phrases = {
  100: "Trying",
  200: "OK",
  413: "Request Entity Too Large",
  480: "Temporarily Unavailable",
  487: "Request Terminated",
} as const;

/**
 * A response to the request in `frame` (RFC 3261, 8.2.6.2: Via, From, To, Call-ID and CSeq as they came, To with our tag).
 * Null where the frame lacks what an answer needs. Never 6xx: that would end the call everywhere.
 */
export function ownAnswer(frame: string, status: keyof typeof phrases, toTag: string): string | null {
  const vias = rawHeaders(frame, "via", "v");
  const [from] = rawHeaders(frame, "from", "f");
  const [to] = rawHeaders(frame, "to", "t");
  const [callId] = rawHeaders(frame, "call-id", "i");
  const [cseq] = rawHeaders(frame, "cseq", "cseq");
  if (vias.length === 0 || !from || !to || !callId || !cseq) return null;
  // RFC 3261, 8.2.6.2: 100 may go without a tag; every other answer has one.
  const tagged = status === 100 || readAddress(to).tag !== "" ? to : `${to};tag=${toTag}`;
  return [
    `SIP/2.0 ${status} ${phrases[status]}`,
    ...vias.map((via) => `Via: ${via}`),
    `From: ${from}`,
    `To: ${tagged}`,
    `Call-ID: ${callId}`,
    `CSeq: ${cseq}`,
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");
}
