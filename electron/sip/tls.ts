/**
 * TLS towards a PBX: which authority is believed, whether the name and the key are the right ones, and what went wrong in
 * words that name the cure. A certificate that cannot be believed ends the attempt before a byte of SIP is sent.
 */
import { createHash, X509Certificate } from "node:crypto";
import { type ConnectionOptions, checkServerIdentity, type PeerCertificate } from "node:tls";
import type { PbxTls } from "../host/ports.ts";

/** Options for `ws` and tls.connect. */
export function tlsOptions({ ca, cert, key, pins = [] }: PbxTls): ConnectionOptions {
  return {
    ...(ca !== undefined && { ca }),
    ...(cert !== undefined && { cert }),
    ...(key !== undefined && { key }),
    minVersion: "TLSv1.2",
    rejectUnauthorized: true,
    // Called only after the chain was found good.
    checkServerIdentity: (host, peer) => checkServerIdentity(host, peer) ?? pinDiffers(peer, pins),
  };
}

/** SHA-256 of the public key (SubjectPublicKeyInfo), as RFC 7469 writes pins. */
export const pinOf = (certificate: X509Certificate): string =>
  createHash("sha256")
    .update(certificate.publicKey.export({ type: "spki", format: "der" }))
    .digest("base64");

const pinCode = "PIN_DIFFERS";

function pinDiffers({ raw }: PeerCertificate, pins: readonly string[]): Error | undefined {
  if (pins.length === 0) return undefined;
  const pin = pinOf(new X509Certificate(raw));
  return pins.includes(pin) ? undefined : Object.assign(new Error(pin), { code: pinCode });
}

/** Why TLS did not come about, in words; null when the error is not one of TLS. */
export function tlsWords(error: Error, host: string): string | null {
  const { code = "" } = error as NodeJS.ErrnoException;
  switch (code) {
    case pinCode:
      return `pin differs: its key is sha256/${error.message}, which the site file does not name`;
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return `the certificate is for ${namesIn((error as { cert?: PeerCertificate }).cert)}, not for ${host}`;
    case "CERT_HAS_EXPIRED":
      return "its certificate has expired: it must be renewed (or this computer's clock is wrong)";
    case "CERT_NOT_YET_VALID":
      return "its certificate is not valid yet: check this computer's clock";
    case "CERT_REVOKED":
      return "its certificate was revoked";
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "CERT_SIGNATURE_FAILURE":
    case "CERT_UNTRUSTED":
    case "INVALID_CA":
      return "its certificate is signed by an unknown authority: name its CA in the site file (ca)";
  }
  for (const [pattern, words] of handshakes) if (pattern.test(error.message)) return words;
  return /^ERR_(SSL|TLS)_|^EPROTO$|CERT/.test(code) ? `TLS failed: ${error.message.trim()}` : null;
}

/** What OpenSSL says of a handshake that broke off, by its own words: its codes differ by version. */
const handshakes: readonly (readonly [RegExp, string])[] = [
  [/wrong version number|packet length too long/i, "it does not speak TLS at this port: is it a port for ws://?"],
  [/unsupported protocol|alert protocol version/i, "it speaks no TLS newer than 1.1, which is not taken"],
  [/alert certificate required/i, "it wants a certificate of ours: name it in the site file (cert, key)"],
  [
    /alert (unknown ca|(bad|unsupported) certificate|certificate \w+)/i,
    "it does not accept our certificate (cert, key)",
  ],
  [/handshake failure/i, "it refuses the TLS handshake: perhaps it wants a certificate of ours (cert, key)"],
];

/** "pbx.example, 10.0.0.5": what a certificate is for. */
export function namesIn(cert: PeerCertificate | undefined): string {
  const alternative = cert?.subjectaltname ?? "";
  const names = [...alternative.matchAll(/(?:DNS|IP Address):([^,\s]+)/g)].map((match) => match[1]);
  const common = cert?.subject.CN;
  return names.slice(0, 4).join(", ") || (typeof common === "string" ? common : "") || "another name";
}

const dayMs = 24 * 3_600_000;
/** Days before the end of a certificate at which it is spoken of. */
const stages = [7, 30, 60] as const;

/**
 * What is to be said of a certificate that ends at `endsAt` (ms since the epoch, wall clock); null: nothing yet. The words
 * change at 60, 30 and 7 days, not from day to day.
 */
export function expiryWords(whose: string, endsAt: number, wall: number): string | null {
  const stage = stages.find((days) => endsAt - wall <= days * dayMs);
  if (stage === undefined) return null;
  const date = new Date(endsAt).toISOString().slice(0, 10);
  return `${whose} ends within ${stage} days, on ${date}. After that no call arrives this way: have it renewed.`;
}
