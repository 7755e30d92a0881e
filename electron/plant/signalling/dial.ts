/** Rings a number: an INVITE to each place it is registered, the first answer wins, the others are cancelled. */
import type { OutgoingInviteRequest } from "sip.js/lib/core/index.js";
import type { Direction } from "../media/description.ts";
import type { MediaEnd } from "../media/mediaEnd.ts";
import type { Connection } from "./connection.ts";
import type { Exchange } from "./exchange.ts";
import { hangUp, type Leg } from "./leg.ts";
import { type LocationPart, locatedBody } from "./located.ts";
import { assertedIdentity, completedElsewhere, descriptionOf, sessionBody } from "./message.ts";

export interface Dialling {
  number: string;
  /** Number and name that the called side sees, and the plant vouches for. */
  from: { number: string; name: string };
  /** Direction offered to the called side, ours. */
  direction: Direction;
  headers: readonly string[];
  /** Goes with the offer. */
  location?: LocationPart | null;
  onRinging(statusCode: number): void;
  onAnswered(leg: Leg): void;
  /** 404 no such number, 480 nobody registered, else what the called side said. */
  onFailed(statusCode: number): void;
}

interface Branch {
  connection: Connection;
  end: MediaEnd;
  request: OutgoingInviteRequest | null;
  over: boolean;
  forgetLoss: () => void;
}

/** Returns how to give up. Exactly one of onAnswered and onFailed follows, neither after giving up. */
export function dial(exchange: Exchange, dialling: Dialling): (reason?: string) => void {
  const { number, from } = dialling;
  const places = exchange.registrar.bindings(exchange.rings(number));
  const branches: Branch[] = [];
  let settled = false;
  let worst = 0;

  function giveUp(reason?: string): void {
    settled = true;
    for (const branch of branches) drop(branch, reason);
  }

  function drop(branch: Branch, reason?: string): void {
    if (branch.over) return;
    branch.over = true;
    branch.forgetLoss();
    branch.end.close();
    if (!branch.connection.closed) exchange.attempt("CANCEL", () => branch.request?.cancel(reason));
  }

  function fail(branch: Branch, statusCode: number): void {
    if (branch.over) return;
    branch.over = true;
    branch.forgetLoss();
    branch.end.close();
    worst = Math.max(worst, statusCode);
    if (settled || branches.some(({ over }) => !over)) return;
    settled = true;
    dialling.onFailed(worst);
  }

  async function ring(branch: Branch, place: (typeof places)[number]): Promise<void> {
    const { connection, end } = branch;
    const offer = await end.offer(dialling.direction);
    if (branch.over) return;
    const { core } = connection;
    const self = core.configuration.aor.clone();
    self.user = from.number;
    self.clearParams();
    const called = self.clone();
    called.user = number;
    const headers = [
      ...dialling.headers,
      assertedIdentity(from.number, from.name, exchange.domain),
      `Contact: ${connection.contact()}`,
      "Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, NOTIFY, REFER, MESSAGE",
    ];
    const options = { fromDisplayName: from.name.replace(/["\\]/g, "'") };
    const message = core.makeOutgoingRequestMessage(
      "INVITE",
      place.uri,
      self,
      called,
      options,
      headers,
      dialling.location ? locatedBody(offer, dialling.location) : sessionBody(offer),
    );
    branch.request = core.invite(message, {
      onProgress: ({ message: { statusCode } }) => {
        if (!settled && !branch.over && statusCode !== undefined) dialling.onRinging(statusCode);
      },
      onAccept: (response) => {
        response.ack();
        const leg: Leg = { number, connection, end, session: response.session, contact: connection.contact() };
        // The answer crossed our CANCEL, or another place was faster.
        if (settled || branch.over) return hangUp(exchange, leg, completedElsewhere);
        settled = true;
        branch.over = true;
        branch.forgetLoss();
        for (const other of branches) drop(other, completedElsewhere);
        end.takeAnswer(descriptionOf(response.message) ?? "").then(
          () => dialling.onAnswered(leg),
          (error: unknown) => {
            exchange.trouble(`${number} answered with a description that cannot be used: ${String(error)}`);
            hangUp(exchange, leg);
            dialling.onFailed(488);
          },
        );
      },
      onReject: ({ message: { statusCode } }) => fail(branch, statusCode ?? 500),
      onRedirect: () => fail(branch, 480),
    });
  }

  if (places.length === 0) {
    settled = true;
    // Not before the caller holds the way to give up.
    queueMicrotask(() => dialling.onFailed(exchange.nameOf(number) === null ? 404 : 480));
  }
  for (const place of places) {
    const { connection } = place;
    const end = exchange.createEnd(connection);
    const branch: Branch = { connection, end, request: null, over: false, forgetLoss: () => undefined };
    // A console may come back and answer; a station is gone with its line.
    if (connection.kind === "frames") branch.forgetLoss = connection.whenLost(() => fail(branch, 480));
    branches.push(branch);
  }
  branches.forEach((branch, index) => {
    const place = places[index];
    if (place === undefined) return;
    ring(branch, place).catch((error: unknown) => {
      exchange.trouble(`no offer for ${number}: ${String(error)}`);
      fail(branch, 500);
    });
  });
  return giveUp;
}
