/** An INVITE from one client to a number: who may, whom it rings, and how it ends before an answer. */
import type { IncomingInviteRequest } from "sip.js/lib/core/index.js";
import { directionOf } from "../media/description.ts";
import { bridge } from "./bridge.ts";
import type { Connection } from "./connection.ts";
import { dial } from "./dial.ts";
import type { Exchange } from "./exchange.ts";
import { hangUp, type Leg } from "./leg.ts";
import { completedElsewhere, descriptionOf, locationPartOf, passedHeaders, sessionBody } from "./message.ts";

/** The caller an INVITE comes from, proved by its connection or by digest; null after it was challenged or refused. */
export function provedCaller(
  exchange: Exchange,
  connection: Connection,
  request: IncomingInviteRequest,
): string | null {
  const { message } = request;
  const claimed = message.from.uri.user ?? "";
  if (connection.user !== null && connection.user === claimed) return claimed;
  const proof = exchange.digest.check(message.getHeader("proxy-authorization"), message.method);
  if (!proof.ok) {
    const challenge = `Proxy-Authenticate: ${exchange.digest.challenge(proof.stale)}`;
    request.reject({ statusCode: 407, extraHeaders: [challenge] });
    return null;
  }
  if (proof.user !== claimed) {
    request.reject({ statusCode: 403 });
    return null;
  }
  return claimed;
}

/** Connects `caller` with the number asked for. */
export function connectCall(
  exchange: Exchange,
  connection: Connection,
  request: IncomingInviteRequest,
  caller: string,
): void {
  const { message } = request;
  const offer = descriptionOf(message);
  if (offer === null) return void request.reject({ statusCode: 488 });
  request.trying();

  const end = exchange.createEnd(connection);
  let over = false;
  // Ready before the called side answers: this is what the caller waits for. Refused at once when unusable.
  const answering = end.answer(offer, "sendrecv");

  function refuse(statusCode: number): void {
    if (over) return;
    over = true;
    forgetLoss();
    end.close();
    exchange.attempt("refusal", () => void request.reject({ statusCode }));
  }

  const giveUp = dial(exchange, {
    number: connection.numberAsked(message),
    // SIP.js leaves a missing display name undefined, whatever its types say.
    from: { number: caller, name: exchange.nameOf(caller) || message.from.displayName || "" },
    direction: directionOf(offer),
    headers: passedHeaders(message),
    location: locationPartOf(message),
    onRinging: (statusCode) => {
      if (!over) exchange.attempt("progress", () => void request.progress({ statusCode }));
    },
    onAnswered: (called) => {
      answering.then(
        (answer) => accept(called, answer),
        () => hangUp(exchange, called),
      );
    },
    onFailed: refuse,
  });

  function accept(called: Leg, answer: string): void {
    if (over) return hangUp(exchange, called, completedElsewhere);
    over = true;
    forgetLoss();
    exchange.attempt("200 to INVITE", () => {
      const { session } = request.accept({ statusCode: 200, body: sessionBody(answer) });
      bridge(exchange, { number: caller, connection, session, end, contact: connection.contact() }, called);
    });
  }

  function stop(reason?: string): void {
    if (over) return;
    over = true;
    forgetLoss();
    end.close();
    giveUp(reason);
  }

  const forgetLoss = connection.whenLost(() => stop());
  answering.catch((error: unknown) => {
    exchange.trouble(`an offer from ${caller}: ${String(error)}`);
    giveUp();
    refuse(488);
  });
  request.delegate = {
    onCancel: (cancel) => {
      if (over) return;
      stop(cancel.getHeader("reason"));
      // RFC 3261, 9.2.
      exchange.attempt("487", () => void request.reject({ statusCode: 487 }));
    },
  };
}
