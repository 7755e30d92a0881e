/** What a session description says of the sound (RFC 8866): codecs, encryption, ICE. Read leniently; pure. */

export interface MediaFacts {
  /** "UDP/TLS/RTP/SAVPF", "RTP/AVP". */
  profile: string;
  /** In the order of preference: "PCMA", "opus/48000"; 8 kHz is not written. */
  codecs: readonly string[];
  /** Clock rates of telephone-event, Hz. */
  digitRates: readonly number[];
  /** Hash of the DTLS fingerprint: "sha-256"; null: no DTLS. */
  fingerprint: string | null;
  setup: string | null;
  /** SDES keys, which browsers do not take. */
  sdes: boolean;
  ice: boolean;
  iceLite: boolean;
  /** Addresses of the candidates. */
  candidates: readonly string[];
  rtcpMux: boolean;
}

/** Payload types that need no rtpmap (RFC 3551, 6). */
const fixed: Readonly<Record<string, string>> = { "0": "PCMU", "3": "GSM", "8": "PCMA", "9": "G722", "18": "G729" };

/** Null when there is no audio in it. */
export function readMedia(sdp: string): MediaFacts | null {
  const lines = sdp.split(/\r?\n/).map((line) => line.trim());
  const from = lines.findIndex((line) => line.startsWith("m=audio "));
  if (from < 0) return null;
  const next = lines.findIndex((line, index) => index > from && line.startsWith("m="));
  const session = lines.slice(
    0,
    lines.findIndex((line) => line.startsWith("m=")),
  );
  const stream = lines.slice(from, next < 0 ? undefined : next);
  // RFC 8839, 5.4 and RFC 8842: ICE and fingerprint may stand for the whole session.
  const all = [...session, ...stream];
  const attribute = (name: string): string | null =>
    all.findLast((line) => line.startsWith(`a=${name}:`))?.slice(name.length + 3) ?? null;

  const [, profile = "", ...types] = (stream[0] ?? "").slice("m=audio ".length).split(/\s+/);
  const named = new Map(
    stream.flatMap((line) => {
      const map = /^a=rtpmap:(\d+)\s+([^\s/]+)\/(\d+)/.exec(line);
      return map ? [[map[1] ?? "", { name: map[2] ?? "", rate: Number(map[3]) }] as const] : [];
    }),
  );
  const offered = types.map((type) => named.get(type) ?? { name: fixed[type] ?? `type ${type}`, rate: 8000 });
  const isDigits = ({ name }: { name: string }): boolean => name.toLowerCase() === "telephone-event";
  return {
    profile,
    codecs: offered.filter((one) => !isDigits(one)).map(({ name, rate }) => (rate === 8000 ? name : `${name}/${rate}`)),
    digitRates: offered.filter(isDigits).map(({ rate }) => rate),
    fingerprint: attribute("fingerprint")?.split(/\s+/)[0]?.toLowerCase() ?? null,
    setup: attribute("setup"),
    sdes: attribute("crypto") !== null,
    ice: attribute("ice-ufrag") !== null,
    iceLite: session.includes("a=ice-lite"),
    candidates: [
      ...new Set(stream.flatMap((line) => (line.startsWith("a=candidate:") ? [line.split(/\s+/)[4] ?? ""] : []))),
    ],
    rtcpMux: stream.includes("a=rtcp-mux"),
  };
}
