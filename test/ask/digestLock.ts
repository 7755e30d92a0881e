/**
 * The lock of a device that takes HTTP Digest: asks whoever comes without an answer, and checks answers with http-auth-utils,
 * which shares nothing with our own. Strict as the strictest device: each count of a nonce once and rising.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { DIGEST } from "http-auth-utils";

export const login = { user: "desk", password: "sesame: open" };

export interface LockOptions {
  /** In the order of its challenges; default MD5. */
  algorithms?: readonly string[];
  /** How often a nonce is taken; then it is stale. */
  usesOfNonce?: number;
  password?: string;
}

/** Gives whether whoever asks is let in; else 401 was answered. */
export function digestLock({ algorithms = ["MD5"], usesOfNonce = 1_000, password = login.password }: LockOptions = {}) {
  const realm = "Gate, north";
  const counts = new Map<string, number>();

  function challenge(response: ServerResponse, stale = false): false {
    const nonce = `${counts.size}/abc==`;
    counts.set(nonce, 0);
    const values = algorithms.map(
      (algorithm) =>
        `Digest realm="${realm}", nonce="${nonce}", algorithm=${algorithm}, qop="auth,auth-int", opaque="o"${stale ? ", stale=TRUE" : ""}`,
    );
    response.writeHead(401, { "www-authenticate": values, "content-type": "text/html" }).end("<h1>who are you?</h1>");
    return false;
  }

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const [, rest] = /^Digest (.+)$/.exec(request.headers.authorization ?? "") ?? [];
    if (rest === undefined) return challenge(response);
    const given = DIGEST.parseAuthorizationRest(rest);
    const { username, nonce, uri, algorithm = "", qop = "", nc = "", cnonce = "" } = given;
    const last = counts.get(nonce);
    if (last === undefined || last >= usesOfNonce) return challenge(response, true);
    const { method = "", url } = request;
    const expected = DIGEST.computeHash({
      ...{ username, realm, password, method, uri, nonce, nc, cnonce, qop },
      algorithm: algorithm.replace("-", ""),
    });
    const right =
      given.response === expected &&
      given.realm === realm &&
      given.opaque === "o" &&
      uri === url &&
      qop === "auth" &&
      algorithms.includes(algorithm) &&
      Number.parseInt(nc, 16) > last;
    if (!right) return challenge(response);
    counts.set(nonce, Number.parseInt(nc, 16));
    return true;
  };
}
