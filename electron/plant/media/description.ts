/** Session descriptions as far as the plant needs them (RFC 8866, RFC 3264): direction, port, payload types. */

/** Seen from whoever wrote the description. */
export type Direction = "sendrecv" | "sendonly" | "recvonly" | "inactive";

export const digitPayloadType = 101;

const directionLine = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;

/** Direction of the first stream; RFC 3264, 5.1: sendrecv when nothing is said. */
export function directionOf(sdp: string): Direction {
  const stream = sdp.slice(Math.max(0, sdp.search(/^m=/m)));
  return ((directionLine.exec(stream) ?? directionLine.exec(sdp))?.[1] as Direction | undefined) ?? "sendrecv";
}

/** RFC 3264, 6.1: what the answerer says to an offer when it would do both. */
export function mirrored(direction: Direction): Direction {
  if (direction === "sendonly") return "recvonly";
  if (direction === "recvonly") return "sendonly";
  return direction;
}

export const mayHear = (own: Direction) => own === "sendrecv" || own === "recvonly";
export const maySpeak = (own: Direction) => own === "sendrecv" || own === "sendonly";

/** A plain description for the in-process frame path: PCMU and digits. */
export function writePlain(port: number, direction: Direction, version: number): string {
  return [
    "v=0",
    `o=- ${port} ${version} IN IP4 127.0.0.1`,
    "s=-",
    "c=IN IP4 127.0.0.1",
    "t=0 0",
    `m=audio ${port} RTP/AVP 0 ${digitPayloadType}`,
    "a=rtpmap:0 PCMU/8000",
    `a=rtpmap:${digitPayloadType} telephone-event/8000`,
    `a=fmtp:${digitPayloadType} 0-15`,
    "a=ptime:20",
    `a=${direction}`,
    "",
  ].join("\r\n");
}

/** Port of a plain description; null when it is not one. */
export function plainPort(sdp: string): number | null {
  const port = /^m=audio (\d{1,5}) RTP\/AVP /m.exec(sdp)?.[1];
  return port === undefined ? null : Number(port);
}

/** Payload type of RFC 4733 digits at 8 kHz; null when none is named. */
export function digitTypeOf(sdp: string): number | null {
  const type = /^a=rtpmap:(\d{1,3}) telephone-event\/8000\s*$/im.exec(sdp)?.[1];
  return type === undefined ? null : Number(type);
}

/**
 * A WebRTC offer with only what the plant speaks, PCMU and digits at 8 kHz: a media stack that matches codecs by name
 * alone would otherwise pick digits at 48 kHz, which no sender of PCMU can use. Null when PCMU is not offered.
 */
export function withSpokenCodecs(sdp: string): string | null {
  const stream = /^m=audio (\d+) (\S+) (.+?)\s*$/m.exec(sdp);
  if (stream === null) return null;
  const offered = (stream[3] ?? "").split(" ");
  const digits = digitTypeOf(sdp);
  const kept = offered.filter((type) => type === "0" || type === String(digits));
  if (!kept.includes("0")) return null;
  const isDropped = (line: string) => {
    const type = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+)/.exec(line)?.[1];
    return type !== undefined && !kept.includes(type);
  };
  return sdp
    .replace(stream[0], `m=audio ${stream[1]} ${stream[2]} ${kept.join(" ")}`)
    .split(/\r?\n/)
    .filter((line) => !isDropped(line))
    .join("\r\n");
}

/**
 * What a new offer is to the one before: of the same peer connection; of another, by its certificate, or by its ICE name
 * and session (RFC 8866, 5.2), because a page may use one certificate for many; or a restart of ICE on the same one.
 */
export function peerChange(before: string, after: string): "same" | "other" | "iceRestart" {
  const isSame = (line: RegExp): boolean => line.exec(before)?.[1] === line.exec(after)?.[1];
  if (!isSame(/^a=fingerprint:(.+?)\s*$/m)) return "other";
  if (isSame(/^a=ice-ufrag:(.+?)\s*$/m)) return "same";
  return isSame(/^o=\S+ (\S+)/m) ? "iceRestart" : "other";
}
