/** Who is where: REGISTER (RFC 3261, 10.3) with all bindings in every answer, each with its own ;expires=. */
import type { IncomingRegisterRequest, URI } from "sip.js/lib/core/index.js";
import { type Connection, everyContact } from "./connection.ts";
import type { Digest } from "./digest.ts";

const minExpiresS = 10;
const maxExpiresS = 3600;
const defaultExpiresS = 600;

interface Binding {
  connection: Connection;
  uri: URI;
  instance: string | null;
  /** Wall clock, ms. */
  until: number;
}

export interface Registrar {
  register(connection: Connection, request: IncomingRegisterRequest): void;
  /** Live bindings, newest last. */
  bindings(user: string): readonly Binding[];
}

export function createRegistrar(
  digest: Digest,
  onChange: (user: string, isRegistered: boolean) => void,
  now: () => number = Date.now,
): Registrar {
  const places = new Map<string, Map<string, Binding>>();

  function bindings(user: string): Binding[] {
    const known = places.get(user);
    if (known === undefined) return [];
    for (const [key, binding] of known) if (binding.until < now() || !binding.connection.open) known.delete(key);
    return [...known.values()];
  }

  return {
    bindings,
    register(connection, request) {
      const { message } = request;
      const proof = digest.check(message.getHeader("authorization"), "REGISTER");
      if (!proof.ok) {
        request.reject({ statusCode: 401, extraHeaders: [`WWW-Authenticate: ${digest.challenge(proof.stale)}`] });
        return;
      }
      // RFC 3261, 10.3 step 4: only the own address of record may be changed.
      if (proof.user !== message.to.uri.user) {
        request.reject({ statusCode: 403 });
        return;
      }
      const changes = changesOf(request);
      // RFC 3261, 10.3 step 7: too brief is refused as a whole.
      if (changes.some(({ expires }) => expires > 0 && expires < minExpiresS)) {
        request.reject({ statusCode: 423, extraHeaders: [`Min-Expires: ${minExpiresS}`] });
        return;
      }
      connection.user = proof.user;
      const known = places.get(proof.user) ?? new Map<string, Binding>();
      places.set(proof.user, known);
      for (const { key, uri, instance, expires } of changes) {
        if (expires > 0) known.set(key, { connection, uri, instance, until: now() + expires * 1000 });
        else if (key === "*") known.clear();
        else known.delete(key);
      }
      const current = bindings(proof.user);
      const contacts = current.map(({ uri, instance, until }) => {
        const left = Math.max(1, Math.round((until - now()) / 1000));
        return `Contact: <${uri}>;expires=${left}${instance === null ? "" : `;+sip.instance="${instance}"`}`;
      });
      request.accept({ statusCode: 200, extraHeaders: [...contacts, `Date: ${new Date(now()).toUTCString()}`] });
      if (changes.length > 0) onChange(proof.user, current.length > 0);
    },
  };
}

interface Change {
  key: string;
  uri: URI;
  instance: string | null;
  /** Seconds, 0: remove. */
  expires: number;
}

function changesOf({ message }: IncomingRegisterRequest): Change[] {
  const general = Number(message.getHeader("expires") ?? defaultExpiresS);
  const changes: Change[] = [];
  // RFC 3261, 10.2.2: the star removes everything.
  if (message.hasHeader(everyContact)) changes.push({ key: "*", uri: message.to.uri, instance: null, expires: 0 });
  for (let index = 0; index < message.getHeaders("contact").length; index += 1) {
    const contact = message.parseHeader("contact", index);
    if (contact === undefined) continue;
    const asked = Number(contact.getParam("expires") ?? general);
    const instance = contact.getParam("+sip.instance")?.replaceAll('"', "") ?? null;
    changes.push({
      // RFC 5626, 4.2: an instance replaces its own earlier binding.
      key: instance ?? contact.uri.toString(),
      uri: contact.uri,
      instance,
      expires: Math.min(maxExpiresS, Number.isFinite(asked) ? Math.max(0, Math.trunc(asked)) : defaultExpiresS),
    });
  }
  return changes;
}
