/**
 * The registration of one connection: REGISTER with digest, repeated every 15 s, because only a 200 that lists our own
 * Contact proves that calls can reach us (wire.md). A new one is made for each connection and the old one disposed of.
 *
 * It stands on SIP.js's core, not on its Registerer, which a 200 without Contact wedges for ever, which asks hundreds of
 * times a second after a Contact without ;expires=, never retries after a failed refresh, and unregisters when disposed of.
 * The 200 is judged as it arrives: another phone's Contact that SIP.js's grammar refuses must not make us deaf.
 */
import type { URI, UserAgent } from "sip.js";
import type { IncomingResponse, OutgoingRegisterRequest, OutgoingRequestMessage } from "sip.js/lib/core/index.js";
import type { Tapped } from "./frameTap.ts";
import { rawHeaders, readAddress, splitList } from "./headers.ts";
import { type Pace, registerForS } from "./pace.ts";

/** No PBX may tell us to stay away for longer than this, seconds: people press buttons meanwhile. */
const longestRetryAfterS = 60;

export interface RegistrationOptions {
  userAgent: UserAgent;
  aor: URI;
  pace: Pace;
  /** A 200 lists our Contact. */
  onProved(): void;
  /** The PBX says no, or says yes without listing us. Nothing more is sent until `ask`. */
  onRefused(refusal: Refusal): void;
  /** No answer in time. */
  onSilent(): void;
}

export interface Refusal {
  /** null: a 200 that does not list our Contact. */
  status: number | null;
  /** Reason phrase; for a 200, what it lists instead. */
  text: string;
  retryAfterMs: number | null;
}

export interface Registration {
  /** Sends REGISTER, unless one is under way. */
  ask(): void;
  /** A response, as it arrives. */
  heard(tapped: Tapped, frame: string): void;
  /** Takes our Contact away; resolves with the answer or after `withinMs`. */
  leave(withinMs: number): Promise<void>;
  dispose(): void;
}

export function createRegistration(options: RegistrationOptions): Registration {
  const { userAgent, aor, pace } = options;
  const registrar = aor.clone();
  registrar.user = undefined;
  let expiresS = registerForS;
  let minExpiresS = 0;
  /** A registrar that asks for more each time is not followed for ever. */
  let stretched = false;
  let last: OutgoingRequestMessage | null = null;
  let sent: OutgoingRegisterRequest | null = null;
  let waiting = false;
  let disposed = false;
  let limit: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;

  function send(seconds: number, done: (refusal: Refusal | null) => void): void {
    const { userAgentCore: core, contact, instanceId } = userAgent;
    // RFC 3261, 10.2.4: one Call-ID for all, CSeq rising; digest has raised it once more.
    const same = last ? { callId: last.callId, fromTag: last.fromTag, cseq: last.cseq + 1 } : {};
    // RFC 5626, 4.2: the instance id makes a restarted console replace its own binding.
    const own = `Contact: ${contact.toString({ register: true })};+sip.instance="<urn:uuid:${instanceId}>";reg-id=1;expires=${seconds}`;
    const message = core.makeOutgoingRequestMessage("REGISTER", registrar, aor, aor, same, [own]);
    last = message;
    let answered = false;
    const once = (refusal: Refusal | null): void => {
      if (answered || last !== message) return;
      answered = true;
      done(refusal);
    };
    const refused = ({ message: answer }: IncomingResponse): void => {
      const { statusCode = 0, reasonPhrase = "" } = answer;
      const after = Number.parseInt(answer.getHeader("retry-after") ?? "", 10);
      const retryAfterMs = after >= 0 ? Math.min(after, longestRetryAfterS) * 1000 : null;
      once({ status: statusCode, text: reasonPhrase, retryAfterMs });
    };
    sent = core.register(message, { onAccept: () => once(null), onRedirect: refused, onReject: refused });
  }

  function settle(): void {
    waiting = false;
    clearTimeout(limit);
    clearTimeout(next);
  }

  function proved(grantedS: number): void {
    settle();
    stretched = false;
    // The proof is due long before the binding runs out, unless the PBX grants very little: then at 60 % of it.
    next = setTimeout(ask, Math.min(pace.proofMs, grantedS * 600));
    options.onProved();
  }

  function ask(): void {
    if (waiting || disposed) return;
    settle();
    waiting = true;
    limit = setTimeout(() => {
      // What arrived while the host was busy or asleep is read before judgement.
      setImmediate(() => {
        if (disposed || !waiting) return;
        settle();
        options.onSilent();
      });
    }, pace.registerWithinMs);
    send(expiresS, (refusal) => {
      // A 200 has been judged on arrival.
      if (disposed || !waiting || refusal === null) return;
      settle();
      if (refusal.status === 423 && minExpiresS > expiresS && !stretched) {
        // RFC 3261, 10.2.8: again, with the time the registrar asks for.
        stretched = true;
        expiresS = minExpiresS;
        return ask();
      }
      options.onRefused(refusal);
    });
  }

  return {
    ask,
    heard(tapped, frame) {
      if (disposed || !waiting || !last || tapped.method !== "REGISTER") return;
      if (tapped.callId !== last.callId || tapped.cseq !== last.cseq) return;
      if (tapped.status === 423) {
        const asked = Number(rawHeaders(frame, "min-expires", "min-expires")[0]);
        minExpiresS = Number.isInteger(asked) && asked <= 3600 ? asked : 0;
      }
      if (tapped.status < 200 || tapped.status > 299) return;
      const contacts = rawHeaders(frame, "contact", "m").flatMap(splitList).map(readAddress);
      // The user part is ours alone; PBXs behind NAT rewrite the host.
      const ours = contacts.find((contact) => contact.user === userAgent.contact.uri.user);
      // A PBX that names no time in the Contact may do so in Expires (RFC 3261, 10.2.4); one that says nothing grants what was asked.
      const general = rawHeaders(frame, "expires", "expires")[0];
      const granted = /^\d{1,10}$/.test(general ?? "") ? Number(general) : expiresS;
      const grantedS = ours ? (ours.expires ?? granted) : 0;
      if (grantedS > 0) return proved(grantedS);
      settle();
      const text = contacts.length === 0 ? "it lists nobody" : "it lists others only";
      options.onRefused({ status: null, text: ours ? "it lists us for no time" : text, retryAfterMs: null });
    },
    leave(withinMs) {
      settle();
      disposed = true;
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, withinMs);
        send(0, () => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
    dispose() {
      disposed = true;
      settle();
      sent?.dispose();
    },
  };
}
