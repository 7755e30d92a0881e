/** Digest of the plant's accounts (RFC 2617 with qop=auth and MD5: what SIP.js clients speak). Nonces carry no state. */
import { createHash, createHmac, randomBytes } from "node:crypto";

const nonceLifeMs = 300_000;
const md5 = (text: string) => createHash("md5").update(text).digest("hex");

/** ok: the user it proves. stale: a nonce of ours that is too old, so the client should try again without asking. */
export type DigestResult = { ok: true; user: string } | { ok: false; stale: boolean };

export interface Digest {
  /** Value of WWW-Authenticate or Proxy-Authenticate. */
  challenge(stale: boolean): string;
  /** `header`: value of Authorization or Proxy-Authorization, if any. */
  check(header: string | undefined, method: string): DigestResult;
}

export function createDigest(realm: string, passwordOf: (user: string) => string | undefined): Digest {
  const secret = randomBytes(16);
  const sign = (time: string) => createHmac("sha256", secret).update(time).digest("hex").slice(0, 24);

  function newNonce(): string {
    const time = Date.now().toString(36);
    return `${time}.${sign(time)}`;
  }

  return {
    challenge: (stale) =>
      `Digest realm="${realm}", nonce="${newNonce()}", algorithm=MD5, qop="auth"${stale ? ", stale=true" : ""}`,
    check(header, method) {
      if (header === undefined) return { ok: false, stale: false };
      const given = parameters(header);
      const nonce = given.get("nonce") ?? "";
      const [time = "", signature = ""] = nonce.split(".");
      if (signature !== sign(time)) return { ok: false, stale: false };
      // RFC 2617, 3.2.1: stale says that the password was not the reason.
      if (Date.now() - Number.parseInt(time, 36) > nonceLifeMs) return { ok: false, stale: true };
      const user = given.get("username") ?? "";
      const password = passwordOf(user);
      if (password === undefined || given.get("realm") !== realm) return { ok: false, stale: false };
      // RFC 2617, 3.2.2.1: request-digest with qop.
      const secretPart = md5(`${user}:${realm}:${password}`);
      const requestPart = md5(`${method}:${given.get("uri") ?? ""}`);
      const middle = `${nonce}:${given.get("nc") ?? ""}:${given.get("cnonce") ?? ""}:${given.get("qop") ?? ""}`;
      if (md5(`${secretPart}:${middle}:${requestPart}`) !== given.get("response")) return { ok: false, stale: false };
      return { ok: true, user };
    },
  };
}

function parameters(header: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = "", quoted, plain] of header
    .replace(/^\s*Digest\s+/i, "")
    .matchAll(/(\w+)\s*=\s*(?:"([^"]*)"|([^,\s]+))/g))
    found.set(name.toLowerCase(), quoted ?? plain ?? "");
  return found;
}
