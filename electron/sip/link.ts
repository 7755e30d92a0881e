/**
 * Keeps one PBX's WebSocket up and proves it: connects without ever giving up, and probes every 5 s with a double CRLF
 * and an OPTIONS. SIP.js has no half-open detection; here a link on which nothing is heard within 3 s of a probe is cut.
 */
import type { Pace } from "./pace.ts";
import { ConnectError, type WsTransport } from "./transport.ts";

export interface LinkOptions {
  transport: Pick<WsTransport, "heard" | "frames" | "held" | "write" | "cut">;
  pace: Pace;
  /** From 0 to 1, as Math.random. */
  random(): number;
  /** Opens the connection. */
  connect(): Promise<void>;
  /** Asks the PBX something that it must answer. */
  probe(): void;
  onUp(): void;
  /** The link is gone or did not come; in words. Another attempt is already planned. */
  onDown(why: string): void;
}

export interface Link {
  start(): void;
  /** An open socket was lost (told by the transport). */
  lost(why: string): void;
  /** The PBX answered a probe by SIP: from now on a keep-alive's echo alone, which a hung PBX may still give, is no proof. */
  answered(): void;
  /** Probes now: the computer may have slept. */
  check(): void;
  stop(): void;
}

export function createLink({ transport, pace, random, connect, probe, onUp, onDown }: LinkOptions): Link {
  let stopped = false;
  let isUp = false;
  let answersProbes = false;
  let retry: NodeJS.Timeout | undefined;
  let probing: NodeJS.Timeout | undefined;
  let limit: NodeJS.Timeout | undefined;
  let refusals = 0;

  function again(afterMs: number): void {
    clearTimeout(retry);
    if (!stopped) retry = setTimeout(attempt, afterMs);
  }

  function attempt(): void {
    connect().then(
      () => {
        if (stopped) return;
        refusals = 0;
        isUp = true;
        probing = setInterval(check, pace.probeMs);
        onUp();
      },
      (error: unknown) => {
        if (stopped) return;
        const failure = error instanceof ConnectError ? error : new ConnectError(String(error));
        onDown(failure.message);
        again(failure.refused ? refusedMs(pace, failure.retryAfterMs, refusals++) : soonMs());
      },
    );
  }

  const soonMs = (): number => pace.retryMs + (random() * 2 - 1) * pace.retrySpreadMs;
  const heard = (): number => (answersProbes ? transport.frames : transport.heard);

  function check(): void {
    if (!isUp) return;
    const before = heard();
    transport.write("\r\n\r\n").catch(() => transport.cut("the connection takes nothing more"));
    probe();
    clearTimeout(limit);
    limit = setTimeout(() => {
      // What arrived while the host was busy is counted before judgement.
      setImmediate(() => {
        // A socket left unread on purpose says nothing about the far end.
        if (isUp && heard() === before && !transport.held) transport.cut("the PBX no longer answers");
      });
    }, pace.probeLimitMs);
  }

  function rest(): void {
    isUp = false;
    clearInterval(probing);
    clearTimeout(limit);
  }

  return {
    start: attempt,
    check,
    answered() {
      answersProbes = true;
    },
    lost(why) {
      rest();
      if (stopped) return;
      onDown(why);
      again(soonMs());
    },
    stop() {
      stopped = true;
      rest();
      clearTimeout(retry);
    },
  };
}

/**
 * How long to stay away after the n-th refusal in a row, n from 0: as long as the far end asks, else 2, 4, 8, 15, 15 … s.
 * Never less than an ordinary attempt takes, so that "Retry-After: 0" starts no storm.
 */
export const refusedMs = (pace: Pace, retryAfterMs: number | null, refusals: number): number => {
  const [first, last] = pace.slowRetryMs;
  return Math.max(retryAfterMs ?? Math.min(first * 2 ** Math.min(refusals, 10), last), pace.retryMs);
};
