/**
 * A line to one PBX for a probe: the console's own transport and a SIP.js user agent with an instance and a Contact of its own.
 * Requests are asked and their answers read as they came on the wire, because SIP.js's grammar drops what it does not know.
 */
import { randomBytes, randomUUID } from "node:crypto";
import { type URI, UserAgent } from "sip.js";
import type { OutgoingRequestMessage } from "sip.js/lib/core/index.js";
import type { PbxAccount } from "../host/ports.ts";
import { type Tapped, tapFrame } from "../sip/frameTap.ts";
import { rawHeaders, readAddress, splitList } from "../sip/headers.ts";
import { ownAnswer } from "../sip/ownAnswer.ts";
import { defaultPace } from "../sip/pace.ts";
import { givenTransport, registrarOf, uriOf } from "../sip/pbx.ts";
import { WsTransport } from "../sip/transport.ts";

/** A PBX that takes longer is as good as silent. */
export const answerWithinMs = 5_000;

export interface Answer {
  /** 0: nothing came in time. */
  status: number;
  text: string;
  /** Until the first answer of any kind, ms. */
  ms: number;
  frame: string;
}

export interface Line {
  readonly userAgent: UserAgent;
  readonly aor: URI;
  readonly registrar: URI;
  /** Our own, as SIP.js writes it for calls. */
  readonly contact: string;
  readonly contactUser: string;
  readonly instanceId: string;
  readonly certificate: { names: string; endsAt: number } | null;
  /** Callers whose INVITE came and was none of ours: answered 480, so that the PBX rings somebody else. */
  readonly callers: readonly string[];
  addressOf(number: string): URI;
  /** Resolves with the ms that it took. Rejects with ConnectError. */
  connect(): Promise<number>;
  /** True: the far end echoed a keep-alive. */
  echoes(): Promise<boolean>;
  ask(method: string, target: URI, headers?: readonly string[], ask?: AskOptions): Promise<Answer>;
  /** Everything that came as answer to this message so far, and no 100. */
  answersTo(message: OutgoingRequestMessage): readonly { tapped: Tapped; frame: string }[];
  /** What was demanded with the 401s to these requests. */
  challengesOf(callId: string): string[];
  /** Takes the INVITEs that are ours: true when it did. */
  onInvite: (tapped: Tapped, frame: string) => boolean;
  /** CANCEL and ACK of an INVITE taken before, by its branch. */
  onHangUp: (tapped: Tapped, frame: string) => boolean;
  write(message: string): void;
  close(): Promise<void>;
}

export interface AskOptions {
  /** Of an earlier request that this one goes on from. */
  callId?: string;
  fromTag?: string;
  cseq?: number;
}

export function openLine(account: PbxAccount): Line {
  const aor = uriOf(account);
  const instanceId = randomUUID();
  const contactUser = `probe-${randomBytes(6).toString("hex")}`;
  const callers: string[] = [];
  const answers = new Map<string, { tapped: Tapped; frame: string; at: number }[]>();
  let certificate: Line["certificate"] = null;

  const transport = new WsTransport({
    url: account.url,
    ...(account.tls && { tls: account.tls }),
    connectWithinMs: defaultPace.connectWithinMs,
    onCertificate(endsAt, names) {
      certificate = { endsAt, names };
    },
    onFrame: (frame, bytes) => take(frame, tapFrame(frame, bytes)),
    onSend: (message) => message,
    onLost: () => undefined,
  });
  const userAgent = new UserAgent({
    uri: aor,
    displayName: account.displayName,
    authorizationUsername: account.user,
    authorizationPassword: account.password,
    instanceId,
    contactName: contactUser,
    viaHost: `${randomBytes(6).toString("hex")}.invalid`,
    transportConstructor: givenTransport(transport),
    reconnectionAttempts: 0,
    gracefulShutdown: false,
    logBuiltinEnabled: false,
    logConfiguration: false,
    userAgentString: "Priority Console probe",
  });
  const { userAgentCore: core } = userAgent;

  function take(frame: string, tapped: Tapped): void {
    if (tapped.kind === "response" && tapped.status > 100) {
      const known = answers.get(tapped.callId) ?? [];
      known.push({ tapped, frame, at: performance.now() });
      answers.set(tapped.callId, known);
    }
    if (tapped.kind === "request") {
      if (tapped.method === "INVITE" && tapped.toTag === "") {
        if (!line.onInvite(tapped, frame)) refuse(tapped, frame);
        return;
      }
      if (line.onHangUp(tapped, frame)) return;
    }
    try {
      transport.onMessage?.(frame);
    } catch {
      // A frame that SIP.js throws at is a fact all the same: it has been kept above.
    }
  }

  /** A real caller. The console is not here: the PBX goes on to the next telephone. */
  function refuse({ from, branch }: Tapped, frame: string): void {
    callers.push(readAddress(from).user ?? "unknown");
    const message = ownAnswer(frame, 480, `probe-${branch.slice(-8)}`);
    if (message !== null) line.write(message);
  }

  const line: Line = {
    userAgent,
    aor,
    registrar: registrarOf(aor),
    contact: userAgent.contact.toString(),
    contactUser,
    instanceId,
    get certificate() {
      return certificate;
    },
    callers,
    addressOf(number) {
      const address = aor.clone();
      address.user = number;
      return address;
    },
    async connect() {
      const from = performance.now();
      await userAgent.start();
      return performance.now() - from;
    },
    async echoes() {
      const before = transport.heard - transport.frames;
      await transport.write("\r\n\r\n");
      return eventually(() => transport.heard - transport.frames > before, defaultPace.probeLimitMs);
    },
    ask(method, target, headers = [], options = {}) {
      const message = core.makeOutgoingRequestMessage(method, target, aor, aor, options, [...headers]);
      const from = performance.now();
      const before = answers.get(message.callId)?.length ?? 0;
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(limit);
          const come = (answers.get(message.callId) ?? []).slice(before);
          const last = come.at(-1);
          const ms = (come[0]?.at ?? performance.now()) - from;
          if (!last || last.tapped.status < 200) return resolve({ status: 0, text: "", ms, frame: "" });
          resolve({ status: last.tapped.status, text: reasonOf(last.frame), ms, frame: last.frame });
        };
        const limit = setTimeout(end, answerWithinMs);
        core.request(message, { onAccept: end, onReject: end, onRedirect: end });
      });
    },
    answersTo: ({ callId }) => answers.get(callId) ?? [],
    challengesOf: (callId) =>
      (answers.get(callId) ?? []).flatMap(({ frame }) => [
        ...headerOf(frame, "www-authenticate"),
        ...headerOf(frame, "proxy-authenticate"),
      ]),
    onInvite: () => false,
    onHangUp: () => false,
    write: (message) => void transport.write(message).catch(() => undefined),
    async close() {
      await userAgent.stop();
    },
  };
  return line;
}

/** "Not Found" of "SIP/2.0 404 Not Found". */
export const reasonOf = (frame: string): string => /^SIP\/\S+ \d{3} ?([^\r\n]*)/i.exec(frame)?.[1]?.trim() ?? "";

/** The description that a frame carries; "" where none. */
export const bodyOf = (frame: string): string => /\r?\n\r?\n([\s\S]*)$/.exec(frame)?.[1] ?? "";

const compact: Readonly<Record<string, string>> = { supported: "k", contact: "m", subject: "s" };

export const headerOf = (frame: string, name: string): string[] => {
  const lower = name.toLowerCase();
  return rawHeaders(frame, lower, compact[lower] ?? lower);
};

/** "INVITE, ACK" of one header or of several, each one once. */
export const wordsOf = (frames: readonly string[], name: string): string[] => [
  ...new Set(frames.flatMap((frame) => headerOf(frame, name).flatMap(splitList))),
];

/** Looks until it is so, or the time is over. */
export async function eventually(isSo: () => boolean, withinMs: number): Promise<boolean> {
  const last = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > last) return false;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return true;
}
