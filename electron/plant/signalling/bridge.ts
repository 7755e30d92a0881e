/** Two legs as one call: sound both ways, and every request of one side done on the other (back-to-back user agent). */
import type { IncomingInviteRequest, IncomingReferRequest } from "sip.js/lib/core/index.js";
import { directionOf } from "../media/description.ts";
import { dial } from "./dial.ts";
import type { Exchange } from "./exchange.ts";
import { hangUp, type Leg } from "./leg.ts";
import { bodyOf, descriptionOf, sessionBody } from "./message.ts";

export function bridge(exchange: Exchange, first: Leg, second: Leg): void {
  const forget: (() => void)[] = [];
  let over = false;
  /** Gives up the call to the target of a transfer that is under way; null: none. */
  let giveUpTransfer: (() => void) | null = null;

  /** Leaves both dialogs to others; false when that has happened before. */
  function leave(): boolean {
    if (over) return false;
    over = true;
    for (const forgetOne of forget) forgetOne();
    // One of the two has gone: nobody is left to be passed on, or to pass on.
    giveUpTransfer?.();
    return true;
  }

  function end(left: Leg, reason?: string): void {
    if (leave()) hangUp(exchange, left, reason);
  }

  function renew(own: Leg, other: Leg, request: IncomingInviteRequest): void {
    const offer = descriptionOf(request.message);
    // An offer in our answer instead (RFC 3261, 14.1) is not spoken here.
    if (offer === null) return void request.reject({ statusCode: 488 });
    renewBoth(own, other, request, offer).catch((error: unknown) => {
      exchange.trouble(`a changed call: ${String(error)}`);
      exchange.attempt("488", () => void request.reject({ statusCode: 488 }));
    });
  }

  async function renewBoth(own: Leg, other: Leg, request: IncomingInviteRequest, offer: string): Promise<void> {
    const before = await other.end.offer(directionOf(offer));
    const answered = await new Promise<{ sdp: string } | { refused: number }>((resolve) => {
      other.session.invite(
        {
          onAccept: (response) => {
            response.ack();
            resolve({ sdp: descriptionOf(response.message) ?? "" });
          },
          onReject: ({ message }) => resolve({ refused: message.statusCode ?? 500 }),
          onRedirect: () => resolve({ refused: 488 }),
        },
        { body: sessionBody(before), extraHeaders: [`Contact: ${other.contact}`] },
      );
    });
    if (over) return;
    if ("refused" in answered) return void request.reject({ statusCode: answered.refused });
    await other.end.takeAnswer(answered.sdp);
    const answer = await own.end.answer(offer, directionOf(answered.sdp));
    request.accept({ statusCode: 200, body: sessionBody(answer), extraHeaders: [`Contact: ${own.contact}`] });
  }

  /** RFC 3515: the exchange places the new call itself and joins it to the side that stays. */
  function transfer(own: Leg, staying: Leg, request: IncomingReferRequest): void {
    const target = /sips?:([^@;>]+)@/i.exec(request.message.getHeader("refer-to") ?? "")?.[1];
    if (target === undefined || giveUpTransfer) return void request.reject({ statusCode: giveUpTransfer ? 491 : 400 });
    request.accept({ statusCode: 202 });
    const tell = (line: string, state: string) => {
      if (own.connection.closed || own.session.sessionState === "Terminated") return;
      const headers = ["Event: refer", `Subscription-State: ${state}`, `Contact: ${own.contact}`];
      const body = { contentDisposition: "render", contentType: "message/sipfrag", content: `SIP/2.0 ${line}\r\n` };
      exchange.attempt(
        "NOTIFY of a transfer",
        () => void own.session.notify(undefined, { extraHeaders: headers, body }),
      );
    };
    tell("100 Trying", "active;expires=60");
    giveUpTransfer = dial(exchange, {
      number: decodeURIComponent(target),
      from: { number: staying.number, name: exchange.nameOf(staying.number) ?? "" },
      direction: "sendrecv",
      headers: [`Referred-By: <sip:${own.number}@${exchange.domain}>`],
      onRinging: (statusCode) => tell(`${statusCode} Ringing`, "active;expires=60"),
      onAnswered: (leg) => {
        giveUpTransfer = null;
        tell("200 OK", "terminated;reason=noresource");
        if (!leave()) return hangUp(exchange, leg);
        hangUp(exchange, own);
        bridge(exchange, staying, leg);
      },
      onFailed: (statusCode) => {
        giveUpTransfer = null;
        tell(`${statusCode} Failed`, "terminated;reason=noresource");
      },
    });
  }

  function listen(own: Leg, other: Leg): void {
    own.end.onFrame((frame) => other.end.send(frame));
    // A console may come back; a station is gone with its line.
    if (own.connection.kind === "frames") forget.push(own.connection.whenLost(() => end(other)));
    exchange.dialogs.set(own.session.id, {
      number: own.number,
      replaceBy(leg) {
        if (!leave()) return false;
        hangUp(exchange, own);
        bridge(exchange, leg, other);
        return true;
      },
    });
    forget.push(() => void exchange.dialogs.delete(own.session.id));
    own.session.delegate = {
      onAckTimeout: () => {
        end(other);
        hangUp(exchange, own);
      },
      onBye: (request) => {
        request.accept();
        own.end.close();
        end(other, request.message.getHeader("reason"));
      },
      onInvite: (request) => renew(own, other, request),
      onRefer: (request) => transfer(own, other, request),
      onInfo: (request) => {
        request.accept();
        const body = bodyOf(request.message);
        exchange.attempt("INFO", () => void other.session.info(undefined, body === undefined ? {} : { body }));
      },
      onNotify: (request) => void request.accept(),
      onMessage: (request) => void request.reject({ statusCode: 405 }),
    };
  }

  // The caller's page may have gone between the answer and now.
  if (first.connection.closed) return hangUp(exchange, second);
  if (second.connection.closed) return hangUp(exchange, first);
  listen(first, second);
  listen(second, first);
}
