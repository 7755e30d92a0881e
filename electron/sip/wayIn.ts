/**
 * Proves the way in: a call to our own number, once registered and then every hour, that must come back to us. A registration
 * may be listed and calls still go nowhere: a wrong dial plan, a wrong binding, a firewall. The tap knows the call by its token
 * and keeps it from desk and SIP.js: no event, no ring. We hang up as soon as it has come, as any caller may: neither an answer
 * nor a refusal, which a PBX might overflow to another telephone.
 */
import { randomBytes } from "node:crypto";
import type { URI, UserAgent } from "sip.js";
import type { IncomingResponse, OutgoingInviteRequest } from "sip.js/lib/core/index.js";
import { bareOffer } from "./bareOffer.ts";
import type { Tapped } from "./frameTap.ts";
import type { Guard } from "./guard.ts";
import { ownAnswer } from "./ownAnswer.ts";
import type { Pace } from "./pace.ts";

/** Tokens of the calls under way, of all PBXs: one may send its neighbour a copy. */
export type WayInTokens = Set<string>;

export interface WayInOptions {
  userAgent: UserAgent;
  aor: URI;
  /** Our own number, as it is called from outside. */
  number: string;
  pace: Pace;
  tokens: WayInTokens;
  guard: Guard;
  write(message: string): void;
  onProved(): void;
  /** It did not arrive; in words, as the end of a sentence. */
  onFailed(why: string): void;
}

export interface WayIn {
  /** The registration was proved; the first time of each connection a call follows. */
  registered(): void;
  /** True: this request belongs to such a call, was dealt with, and goes no further. */
  takes(tapped: Tapped, frame: string): boolean;
  /** The connection is gone: the call under way says nothing. */
  lost(): void;
}

/** Busy, or busy everywhere: the line is in use, which says nothing of the way in. */
const busy = [486, 600];

export function createWayIn(options: WayInOptions): WayIn {
  const { userAgent, aor, number, pace, tokens, guard, write } = options;
  let next: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  let under: { token: string; request: OutgoingInviteRequest } | null = null;
  /** INVITEs that came, by Via branch, until they are over. */
  const taken = new Map<string, { frame: string; over: boolean }>();

  function callIn(afterMs: number): void {
    clearTimeout(next);
    next = setTimeout(() => guard("way in", call), afterMs);
  }

  function call(): void {
    next = undefined;
    const token = randomBytes(8).toString("hex");
    const { userAgentCore: core, contact } = userAgent;
    const target = aor.clone();
    target.user = number;
    const headers = [`Contact: ${contact}`, `X-Way-In: ${token}`, "Subject: Way-in check"];
    const names = { callId: `wayin-${token}`, fromDisplayName: `Way-in check ${token}` };
    const content = bareOffer();
    const body = { contentDisposition: "session", contentType: "application/sdp", content };
    const message = core.makeOutgoingRequestMessage("INVITE", target, aor, aor, names, headers, body);
    tokens.add(token);
    setTimeout(() => tokens.delete(token), pace.samePressMs + pace.wayInLimitMs).unref();
    const refused = ({ message: { statusCode = 0, reasonPhrase = "" } }: IncomingResponse): void =>
      guard("way in", () => {
        if (under?.token !== token) return;
        end(busy.includes(statusCode) ? null : `the PBX answers ${statusCode} ${reasonPhrase}`);
      });
    const request = core.invite(message, {
      onReject: refused,
      onRedirect: refused,
      // Somebody else picked it up, a mailbox perhaps.
      onAccept: (response) =>
        guard("way in", () => {
          response.ack();
          response.session.bye();
          if (under?.token === token) end("somebody else answered it");
        }),
    });
    under = { token, request };
    limit = setTimeout(() => {
      guard("way in", () => request.cancel());
      if (under?.token === token) end(`nothing came within ${pace.wayInLimitMs / 1000} s`);
    }, pace.wayInLimitMs);
  }

  /** `why` null: it says nothing either way. */
  function end(why: string | null): void {
    under = null;
    clearTimeout(limit);
    callIn(pace.wayInRetryMs);
    if (why !== null) options.onFailed(why);
  }

  function arrived({ branch }: Tapped, frame: string): void {
    const known = taken.get(branch);
    if (known?.over) return answer(frame, 480, branch);
    if (known) return answer(frame, 100, branch);
    taken.set(branch, { frame, over: false });
    answer(frame, 100, branch);
    // Hung up by us, it is cancelled at once; a PBX that does not is told that nobody is here.
    setTimeout(() => giveBack(branch, 480), pace.wayInLimitMs).unref();
    setTimeout(() => taken.delete(branch), pace.samePressMs + pace.wayInLimitMs).unref();
    if (!under || !frame.includes(under.token)) return;
    const { request } = under;
    under = null;
    clearTimeout(limit);
    guard("way in", () => request.cancel());
    callIn(pace.wayInEveryMs);
    options.onProved();
  }

  function giveBack(branch: string, status: 480 | 487): void {
    const one = taken.get(branch);
    if (!one || one.over) return;
    one.over = true;
    answer(one.frame, status, branch);
  }

  function answer(frame: string, status: 100 | 200 | 480 | 487, branch: string): void {
    const message = ownAnswer(frame, status, `wayin-${branch.slice(-8)}`);
    if (message !== null) write(message);
  }

  return {
    registered() {
      if (!under && next === undefined) callIn(pace.wayInAfterMs);
    },
    takes(tapped, frame) {
      if (tapped.method === "INVITE" && tapped.toTag === "") {
        if (![...tokens].some((token) => frame.includes(token))) return false;
        arrived(tapped, frame);
        return true;
      }
      if (!taken.has(tapped.branch)) return false;
      if (tapped.method === "CANCEL") {
        answer(frame, 200, tapped.branch);
        giveBack(tapped.branch, 487);
      }
      // Its ACK (RFC 3261, 17.1.1.3: the same branch) ends it.
      return true;
    },
    lost() {
      clearTimeout(limit);
      clearTimeout(next);
      next = undefined;
      // The next connection is another way in, to be proved anew.
      under = null;
      taken.clear();
    },
  };
}
