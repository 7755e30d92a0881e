/** A leg: one established dialog of the exchange, its sound, and how to end it. */
import type { Session } from "sip.js/lib/core/index.js";
import type { MediaEnd } from "../media/mediaEnd.ts";
import type { Connection } from "./connection.ts";
import type { Exchange } from "./exchange.ts";

export interface Leg {
  number: string;
  connection: Connection;
  session: Session;
  end: MediaEnd;
  /** Contact in requests and answers inside the dialog. */
  contact: string;
}

/** Ends the dialog from our side and closes its sound. Safe on a dialog that is over. */
export function hangUp(exchange: Exchange, leg: Leg, reason?: string): void {
  leg.end.close();
  if (leg.connection.closed) return;
  const { session } = leg;
  const options = reason === undefined ? {} : { extraHeaders: [`Reason: ${reason}`] };
  // RFC 3261, 15: who accepted must not send BYE before the ACK.
  if (session.sessionState === "AckWait") {
    session.delegate = {
      onAck: () => exchange.attempt("BYE after a late ACK", () => void session.bye(undefined, options)),
    };
    return;
  }
  if (session.sessionState === "Terminated") return;
  session.delegate = {};
  exchange.attempt("BYE", () => void session.bye(undefined, options));
}
