/** Small parts of SIP messages that several files of the plant write or read. */
import type { Body, IncomingRequestMessage, IncomingResponseMessage } from "sip.js/lib/core/index.js";
import { type LocationPart, splitBody } from "./located.ts";

export const sessionBody = (sdp: string): Body => ({
  contentDisposition: "session",
  contentType: "application/sdp",
  content: sdp,
});

/** The body as it came, for requests that only pass through. */
export function bodyOf(message: IncomingRequestMessage): Body | undefined {
  if (!message.body) return undefined;
  const contentType = message.getHeader("content-type") ?? "application/octet-stream";
  return { contentDisposition: "render", contentType, content: message.body };
}

/** The session description of a request or answer; null when it has none. */
export function descriptionOf(message: IncomingRequestMessage | IncomingResponseMessage): string | null {
  return message.body ? splitBody(message.getHeader("content-type") ?? "", message.body).sdp : null;
}

/** The location beside it; null when there is none. */
export const locationPartOf = (message: IncomingRequestMessage): LocationPart | null =>
  message.body ? splitBody(message.getHeader("content-type") ?? "", message.body).location : null;

/** Headers of a call that go through to the other side; identity headers are never among them (RFC 3325, 5). */
const passed = ["Priority", "Alert-Info", "Resource-Priority", "Subject", "Call-Info", "Geolocation"];

export function passedHeaders(message: IncomingRequestMessage): string[] {
  const own = Object.keys(message.headers).filter((name) => name.startsWith("X-"));
  return [...passed, ...own].flatMap((name) => message.getHeaders(name).map((value) => `${name}: ${value}`));
}

/** P-Asserted-Identity of a number the plant has proof of (RFC 3325, 9.1). */
export function assertedIdentity(number: string, name: string, domain: string): string {
  const quoted = name.replace(/["\\]/g, "\\$&");
  return `P-Asserted-Identity: ${name === "" ? "" : `"${quoted}" `}<sip:${number}@${domain}>`;
}

export const completedElsewhere = 'SIP;cause=200;text="Call completed elsewhere"';
