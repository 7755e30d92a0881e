/**
 * Keeps one PBX's WebSocket up and proves it: connects without ever giving up, and probes every 5 s with a double CRLF
 * and an OPTIONS. SIP.js has no half-open detection; here a link on which nothing is heard within 3 s of a probe is cut.
 */
import type { Pace } from "./pace.ts";
import { ConnectError, type WsTransport } from "./transport.ts";

export interface LinkOptions {
  transport: WsTransport;
  pace: Pace;
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
  stop(): void;
}

export function createLink({ transport, pace, connect, probe, onUp, onDown }: LinkOptions): Link {
  let stopped = false;
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
        probing = setInterval(check, pace.probeMs);
        onUp();
      },
      (error: unknown) => {
        if (stopped) return;
        const failure = error instanceof ConnectError ? error : new ConnectError(String(error));
        onDown(failure.message);
        again(failure.refused ? (failure.retryAfterMs ?? slowRetryMs(pace, refusals++)) : soonMs());
      },
    );
  }

  const soonMs = (): number => pace.retryMs + (Math.random() * 2 - 1) * pace.retrySpreadMs;

  function check(): void {
    const before = transport.heard;
    transport.write("\r\n\r\n").catch(() => transport.cut("the connection takes nothing more"));
    probe();
    clearTimeout(limit);
    limit = setTimeout(() => {
      // What arrived while the host was busy is counted before judgement.
      setImmediate(() => {
        // A socket left unread on purpose says nothing about the far end.
        if (transport.heard === before && !transport.held) transport.cut("the PBX no longer answers");
      });
    }, pace.probeLimitMs);
  }

  function rest(): void {
    clearInterval(probing);
    clearTimeout(limit);
  }

  return {
    start: attempt,
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

/** After the n-th refusal in a row, n from 0: 2, 4, 8, 15, 15 … s. */
export const slowRetryMs = ({ slowRetryMs: [first, last] }: Pace, refusals: number): number =>
  Math.min(first * 2 ** Math.min(refusals, 10), last);
