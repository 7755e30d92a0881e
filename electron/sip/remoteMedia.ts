/**
 * The sound of one session, seen from SIP.js: its SessionDescriptionHandler. SDP comes from the media page by request and
 * answer; a re-INVITE is answered with the same peer, because the page knows it by the call's id.
 */
import type { BodyAndContentType, SessionDescriptionHandler } from "sip.js";
import type { Order } from "../../shared/desk/orders.ts";
import type { CallId } from "../../shared/desk/state.ts";
import type { MediaAsk } from "../../shared/link/mediaLink.ts";
import type { MediaEnd } from "../host/ports.ts";
import { wordsOf } from "./guard.ts";

type Dial = Extract<Order, { type: "dialCall" }>;

const contentType = "application/sdp";

/** How the media page is to renew a leg's sound (mediaLink.ts). */
export type OfferPath = NonNullable<Extract<MediaAsk, { op: "offer" }>["path"]>;

export interface RemoteMedia extends SessionDescriptionHandler {
  /** In words, why the media page could not do what was asked; null while it could. */
  readonly failure: string | null;
  /**
   * The next offer takes the call back by this path. From now on a media page that fails is no reason for SIP.js to end
   * the call: it would drop a caller whose next page is already on its way. `failure` tells.
   */
  heal(path: OfferPath): void;
  /** The far end's answer to an offer that was given up waiting for it. */
  answeredLate(sdp: string): void;
  /** Its leg outlives this session, and tells the media page itself when the call is over. */
  leave(): void;
}

export function createRemoteMedia(media: MediaEnd, callId: CallId, purpose: Dial["purpose"]): RemoteMedia {
  /** An offer of the far end that waits for our answer. */
  let offered: string | null = null;
  /** Our offer is out and waits for the far end's answer. */
  let offering = false;
  let theirOffers = 0;
  /** Our last offer was given up without an answer. */
  let givenUp = false;
  let failure: string | null = null;
  /** The page may have something of this call. */
  let used = false;
  let closed = false;
  let path: OfferPath | null = null;
  let heals = false;
  let left = false;

  async function ask(asked: MediaAsk): Promise<string | null> {
    // A page that is asked after the end would keep a peer for ever.
    if (closed) throw new Error("The call has ended.");
    used = true;
    try {
      return await media.ask(asked);
    } catch (error) {
      failure = wordsOf(error);
      throw error;
    }
  }

  function fail(words: string): Error {
    failure = words;
    return new Error(words);
  }

  return {
    get failure() {
      return failure;
    },
    hasDescription: (type) => type.split(";", 1)[0]?.trim().toLowerCase() === contentType,
    async setDescription(sdp) {
      if (!sdp.startsWith("v=")) throw fail("The far end sent a description of its sound that cannot be read.");
      if (!offering) {
        offered = sdp;
        theirOffers += 1;
        return;
      }
      offering = false;
      const accepted = ask({ op: "accept", callId, sdp });
      await (heals ? accepted.catch(() => undefined) : accepted);
    },
    async getDescription(): Promise<BodyAndContentType> {
      const sdp = offered;
      offered = null;
      const before = theirOffers;
      givenUp = false;
      const offer = { op: "offer" as const, callId, purpose, ...(path === null ? {} : { path }) };
      if (sdp === null) path = null;
      const body = await ask(sdp === null ? offer : { op: "answer", callId, sdp });
      if (body === null) throw fail("The sound page gave no description of our sound.");
      // What came meanwhile was an offer and no answer to ours, which has not left.
      if (sdp === null && theirOffers !== before) throw new Error("The far end made an offer of its own.");
      offering = sdp === null;
      return { body, contentType };
    },
    async rollbackDescription() {
      givenUp ||= offering;
      offered = null;
      offering = false;
    },
    answeredLate(sdp) {
      if (!givenUp || closed) return;
      givenUp = false;
      // Where the page cannot take it, the call is without sound as it was, and the desk is told so by the page.
      ask({ op: "accept", callId, sdp }).catch(() => undefined);
    },
    heal(next) {
      path = next;
      heals = true;
      failure = null;
    },
    leave() {
      left = true;
    },
    // Digits are asked of the media page directly (dialog.ts), because its answer decides whether INFO is needed.
    sendDtmf: () => false,
    close() {
      if (used && !closed && !left) media.close(callId);
      closed = true;
    },
  };
}
