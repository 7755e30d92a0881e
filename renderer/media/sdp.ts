/** The few looks into an SDP that the media page needs. Pure. */

/** Candidate lines that may be told: loopback only where the embedded plant is the far end (wire.md, media page). */
export function usableCandidate(candidate: string, loopbackIce: boolean): boolean {
  return loopbackIce || !isLoopback(candidate);
}

export function withoutUnusable(sdp: string, loopbackIce: boolean): string {
  if (loopbackIce) return sdp;
  return sdp
    .split("\r\n")
    .filter((line) => !line.startsWith("a=candidate:") || !isLoopback(line))
    .join("\r\n");
}

/**
 * A console has one voice: of a remote offer only the first audio stream is left, the others are refused with port 0
 * (RFC 3264 6), which our answer then repeats. Throws an Error with words where no sound is offered.
 */
export function oneVoice(offer: string): string {
  let taken = false;
  const lines = offer.split("\n").map((line) => {
    if (!line.startsWith("m=")) return line;
    if (!taken && /^m=audio [1-9]/.test(line)) {
      taken = true;
      return line;
    }
    return line.replace(/^m=(\S+) \d+/, "m=$1 0");
  });
  if (!taken) throw new Error("The far end offers no sound.");
  return lines.join("\n");
}

/** candidate:foundation component transport priority ADDRESS port … (RFC 8839 5.1) */
function isLoopback(candidate: string): boolean {
  const address = candidate.split(" ")[4] ?? "";
  return address.startsWith("127.") || address === "::1";
}

/** A new user fragment means a new generation of candidates (RFC 8839 5.4). */
export function iceUserFragment(sdp: string | undefined): string | null {
  return /^a=ice-ufrag:(\S+)/m.exec(sdp ?? "")?.[1] ?? null;
}

/** Payload names in the order in which we like them; DTX and redundancy (CN, RED) are left out, so that packets prove sound. */
const liked = ["pcmu", "pcma", "telephone-event", "opus", "g722"];

/** Codecs of the browser in our order: G.711 first, digits kept. */
export function preferredCodecs<C extends { mimeType: string }>(codecs: readonly C[]): C[] {
  const rank = (codec: C) => liked.indexOf(codec.mimeType.toLowerCase().replace("audio/", ""));
  return codecs.filter((codec) => rank(codec) >= 0).sort((a, b) => rank(a) - rank(b));
}
