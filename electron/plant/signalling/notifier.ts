/** Subscriptions to pages (RFC 6665 with RFC 4575). SIP.js has no notifier, so their dialogs are kept here. */
import {
  type IncomingRequestMessage,
  type IncomingSubscribeRequest,
  SubscribeUserAgentServer,
  type URI,
} from "sip.js/lib/core/index.js";
import type { Connection } from "./connection.ts";
import type { Exchange } from "./exchange.ts";

const maxExpiresS = 3600;
/** At most five notifications a second for one subscription. */
const spacingMs = 200;

interface Subscription {
  number: string;
  connection: Connection;
  first: IncomingRequestMessage;
  toTag: string;
  target: URI;
  cseq: number;
  version: number;
  /** Wall clock, ms. */
  until: number;
  expiry: NodeJS.Timeout;
  nextAllowedAt: number;
  waiting: NodeJS.Timeout | null;
  forgetLoss: () => void;
}

export interface Notifier {
  subscribe(connection: Connection, request: IncomingSubscribeRequest): void;
  /** True when the message belongs to a subscription here. */
  resubscribe(connection: Connection, message: IncomingRequestMessage): boolean;
  /** The page of this number has changed; `ended`: it is over, and so are its subscriptions. */
  changed(number: string, ended: boolean): void;
  stop(): void;
}

/** `contentOf`: the page's document in this version; null when the number reports no members. */
export function createNotifier(
  exchange: Exchange,
  contentOf: (number: string, version: number) => string | null,
): Notifier {
  const subscriptions = new Map<string, Subscription>();

  function remove(subscription: Subscription): void {
    subscription.forgetLoss();
    clearTimeout(subscription.expiry);
    if (subscription.waiting !== null) clearTimeout(subscription.waiting);
    subscriptions.delete(subscription.first.callId + subscription.toTag);
  }

  function notify(subscription: Subscription, state: string): void {
    const { connection, first, number, toTag } = subscription;
    const content = contentOf(number, subscription.version);
    if (content === null || !connection.open) return;
    subscription.version += 1;
    subscription.cseq += 1;
    subscription.nextAllowedAt = performance.now() + spacingMs;
    const dialog = { callId: first.callId, fromTag: toTag, toTag: first.fromTag, cseq: subscription.cseq };
    const headers = [
      "Event: conference",
      `Subscription-State: ${state}`,
      `Contact: <sip:${number}@${exchange.domain};transport=ws>;isfocus`,
    ];
    const body = { contentDisposition: "render", contentType: "application/conference-info+xml", content };
    exchange.attempt("NOTIFY", () => {
      const { core } = connection;
      const message = core.makeOutgoingRequestMessage(
        "NOTIFY",
        subscription.target,
        first.to.uri,
        first.from.uri,
        dialog,
        headers,
        body,
      );
      // RFC 6665, 4.2.2: a subscriber that does not know the subscription has none.
      core.request(message, { onReject: () => remove(subscription) });
    });
  }

  const activeState = ({ until }: Subscription) =>
    `active;expires=${Math.max(1, Math.round((until - Date.now()) / 1000))}`;

  function end(subscription: Subscription, reason: string): void {
    notify(subscription, `terminated;reason=${reason}`);
    remove(subscription);
  }

  /** Takes the asked time, answers, and tells the state at once (RFC 6665, 4.2.1.2). */
  function accept(subscription: Subscription, request: Pick<IncomingSubscribeRequest, "message" | "accept">): void {
    const asked = Number(request.message.getHeader("expires") ?? maxExpiresS);
    const expires = Math.min(maxExpiresS, Number.isFinite(asked) ? Math.max(0, Math.trunc(asked)) : maxExpiresS);
    subscription.until = Date.now() + expires * 1000;
    clearTimeout(subscription.expiry);
    const contact = `Contact: <sip:${subscription.number}@${exchange.domain};transport=ws>;isfocus`;
    request.accept({ statusCode: 200, toTag: subscription.toTag, extraHeaders: [`Expires: ${expires}`, contact] });
    if (expires === 0) return end(subscription, "timeout");
    subscription.expiry = setTimeout(() => end(subscription, "timeout"), expires * 1000);
    notify(subscription, activeState(subscription));
  }

  return {
    subscribe(connection, request) {
      const { message } = request;
      const number = connection.numberAsked(message);
      const event = (message.getHeader("event") ?? "").split(";")[0]?.trim().toLowerCase();
      const target: unknown = message.parseHeader("contact")?.uri;
      const known = contentOf(number, 0);
      if (connection.user === null) return void request.reject({ statusCode: 403 });
      // RFC 6665, 4.2.1.1: an event this number does not report.
      if (event !== "conference" || known === null)
        return void request.reject({ statusCode: 489, extraHeaders: ["Allow-Events: conference"] });
      if (target === undefined) return void request.reject({ statusCode: 400 });
      const toTag = Math.random().toString(36).slice(2, 12);
      const subscription: Subscription = {
        number,
        connection,
        first: message,
        toTag,
        target: target as URI,
        cseq: 0,
        version: 0,
        until: 0,
        expiry: setTimeout(() => undefined, 0),
        nextAllowedAt: 0,
        waiting: null,
        forgetLoss: () => undefined,
      };
      subscription.forgetLoss = connection.whenLost(() => remove(subscription));
      subscriptions.set(message.callId + toTag, subscription);
      accept(subscription, request);
    },
    resubscribe(connection, message) {
      const subscription = subscriptions.get(message.callId + message.toTag);
      if (subscription === undefined || subscription.connection !== connection) return false;
      accept(subscription, new SubscribeUserAgentServer(connection.core, message));
      return true;
    },
    changed(number, ended) {
      for (const subscription of [...subscriptions.values()]) {
        if (subscription.number !== number) continue;
        if (ended) end(subscription, "noresource");
        else if (subscription.waiting === null)
          subscription.waiting = setTimeout(
            () => {
              subscription.waiting = null;
              notify(subscription, activeState(subscription));
            },
            Math.max(0, subscription.nextAllowedAt - performance.now()),
          );
      }
    },
    stop() {
      for (const subscription of [...subscriptions.values()]) remove(subscription);
    },
  };
}
