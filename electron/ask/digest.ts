/**
 * HTTP Digest (RFC 7616, and the older RFC 2617 and 2069): which challenge of a device can be answered, and with what. Pure.
 * Left out: auth-int (RFC 7616, 3.4.3: a hash over the body; a device that offers auth beside it takes that) and userhash
 * (3.4.4: hides the user's name, and is the client's choice).
 */
import { createHash } from "node:crypto";
import { type Challenge, readChallenges } from "./challenges.ts";

export interface Login {
  /** Of ASCII, without a colon. */
  user: string;
  password: string;
}

/** A challenge that can be answered. */
export interface Digest {
  realm: string;
  nonce: string;
  opaque: string | undefined;
  /** As the device writes it; absent there: MD5 is meant. */
  algorithm: string | undefined;
  hash: "sha256" | "md5";
  /** "-sess": the password is hashed together with the nonces. */
  ofSession: boolean;
  /** qop=auth: the requests with this nonce are counted. Without (RFC 2069), the answer is one to the nonce alone. */
  counted: boolean;
  /** Its nonce was too old, and nothing else was wrong. */
  stale: boolean;
}

const hashes = new Map<string, Digest["hash"]>([
  ["md5", "md5"],
  ["sha-256", "sha256"],
]);

/** `header`: WWW-Authenticate. null: it holds no challenge that can be answered here. */
export function digestOf(header: string): Digest | null {
  const known = readChallenges(header).flatMap((challenge) => readDigest(challenge) ?? []);
  // RFC 7616, 3.7: the first of those that are known, but for a rule of our own: SHA-256 before MD5.
  return known.find(({ hash }) => hash === "sha256") ?? known[0] ?? null;
}

function readDigest({ scheme, parameters }: Challenge): Digest | null {
  const realm = parameters.get("realm");
  const nonce = parameters.get("nonce");
  if (scheme !== "digest" || realm === undefined || !nonce) return null;
  const algorithm = parameters.get("algorithm");
  const [, name = "", ofSession] = /^(.*?)(-sess)?$/.exec((algorithm || "MD5").toLowerCase()) ?? [];
  const hash = hashes.get(name);
  if (!hash) return null;
  const qop = (parameters.get("qop") ?? "").toLowerCase().split(",");
  const offered = qop.map((one) => one.trim()).filter((one) => one !== "");
  const counted = offered.includes("auth");
  if (!counted && (offered.length > 0 || ofSession)) return null;
  const stale = parameters.get("stale")?.toLowerCase() === "true";
  const opaque = parameters.get("opaque");
  return { realm, nonce, opaque, algorithm, hash, ofSession: ofSession !== undefined, counted, stale };
}

export interface Signed {
  digest: Digest;
  login: Login;
  method: string;
  /** Path and query, as the request line has them. */
  uri: string;
  cnonce: string;
  /** Of the requests with this nonce, from 1. */
  count: number;
}

/** The value of Authorization. */
export function authorizationOf({ digest, login, method, uri, cnonce, count }: Signed): string {
  const { realm, nonce, opaque, algorithm, counted } = digest;
  // What a header holds is a byte a character here, and hashed as those. RFC 7616, 4: the password in UTF-8.
  const hashOf = (...parts: string[]) => createHash(digest.hash).update(parts.join(":"), "latin1").digest("hex");
  const password = Buffer.from(login.password, "utf8").toString("latin1");
  const nc = count.toString(16).padStart(8, "0");
  // RFC 7616, 3.4.2 (A1), 3.4.3 (A2), 3.4.1 (response); without qop as RFC 2617, 3.2.2.1 has it for RFC 2069.
  const plainSecret = hashOf(login.user, realm, password);
  const secret = digest.ofSession ? hashOf(plainSecret, nonce, cnonce) : plainSecret;
  const middle = counted ? [nonce, nc, cnonce, "auth"] : [nonce];
  const response = hashOf(secret, ...middle, hashOf(method, uri));
  // RFC 7616, 3.4: algorithm, qop and nc are never quoted, everything else always.
  return `Digest ${[
    `username=${quoted(login.user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(uri)}`,
    ...(algorithm ? [`algorithm=${algorithm}`] : []),
    ...(counted ? ["qop=auth", `nc=${nc}`, `cnonce=${quoted(cnonce)}`] : []),
    `response=${quoted(response)}`,
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
  ].join(", ")}`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
