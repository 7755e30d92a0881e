/** A MESSAGE passes through (RFC 3428): from a number that has proved itself to one place of the number asked for, answered by that. */
import type { IncomingMessageRequest } from "sip.js/lib/core/index.js";
import type { Connection } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { assertedIdentity, bodyOf } from "./message.ts";

export function relayMessage(exchange: Exchange, connection: Connection, request: IncomingMessageRequest): void {
  const { message } = request;
  const from = message.from.uri.user ?? "";
  if (connection.user === null || connection.user !== from) return void request.reject({ statusCode: 403 });
  const number = connection.numberAsked(message);
  const place = exchange.registrar.bindings(number).at(-1);
  if (!place) return void request.reject({ statusCode: exchange.nameOf(number) === null ? 404 : 480 });
  const { core } = place.connection;
  const self = core.configuration.aor.clone();
  self.user = from;
  self.clearParams();
  const called = self.clone();
  called.user = number;
  const headers = [assertedIdentity(from, exchange.nameOf(from) ?? "", exchange.domain)];
  const copy = core.makeOutgoingRequestMessage("MESSAGE", place.uri, self, called, {}, headers, bodyOf(message));
  core.request(copy, {
    onAccept: ({ message: answer }) => void request.accept({ statusCode: answer.statusCode ?? 200 }),
    onReject: ({ message: answer }) => void request.reject({ statusCode: answer.statusCode ?? 500 }),
  });
}
