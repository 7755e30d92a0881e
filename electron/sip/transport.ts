/**
 * SIP.js's Transport over `ws` (RFC 7118): one WebSocket at a time, subprotocol "sip", what is heard counted on arrival
 * before anything is parsed. It opens when told and never reconnects by itself: link.ts does. Whatever arrives goes to
 * `onFrame`; SIP.js gets it through the intake, in its turn.
 */
import { TLSSocket } from "node:tls";
import { type Transport, TransportState } from "sip.js";
import { EmitterImpl } from "sip.js/lib/api/emitter.js";
import WebSocket from "ws";
import type { PbxTls } from "../host/ports.ts";
import { inTurns } from "./inTurns.ts";
import { frameCapBytes, notifyCapBytes, socketCapBytes } from "./pace.ts";
import { namesIn, tlsOptions, tlsWords } from "./tls.ts";

export interface WireOptions {
  url: string;
  /** Absent: as Node would. */
  tls?: PbxTls;
  connectWithinMs: number;
  /** `frame`: the message, or its beginning when it is too large. `bytes`: its length on the wire. */
  onFrame(frame: string, bytes: number): void;
  /** Every message that SIP.js sends; what this returns leaves. */
  onSend(message: string): string;
  /** An open socket is gone. */
  onLost(why: string): void;
  /** The far end showed a certificate, and it was found good: until then, ms since the epoch, and for these names. */
  onCertificate?(endsAt: number, names: string): void;
}

/** Why a socket did not open. `refused`: the far end said no by HTTP, so trying every second would only annoy it. */
export class ConnectError extends Error {
  readonly refused: boolean;
  readonly retryAfterMs: number | null;

  constructor(words: string, refused = false, retryAfterMs: number | null = null) {
    super(words);
    this.refused = refused;
    this.retryAfterMs = retryAfterMs;
  }
}

export class WsTransport implements Transport {
  readonly protocol: string;
  readonly stateChange = new EmitterImpl<TransportState>();
  onConnect: (() => void) | undefined = undefined;
  onDisconnect: ((error?: Error) => void) | undefined = undefined;
  onMessage: ((message: string) => void) | undefined = undefined;
  /** Messages of any kind, keep-alives among them, since the start. */
  heard = 0;
  /** Of these, messages of SIP. */
  frames = 0;

  readonly #options: WireOptions;
  #state = TransportState.Disconnected;
  #socket: WebSocket | null = null;
  #why = "";

  constructor(options: WireOptions) {
    this.#options = options;
    this.protocol = options.url.startsWith("wss:") ? "WSS" : "WS";
  }

  get state(): TransportState {
    return this.#state;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  /** Opens the socket. Rejects with ConnectError. */
  connect(): Promise<void> {
    if (this.#socket) return Promise.reject(new ConnectError("a connection is already open or opening"));
    const { url, tls = {}, connectWithinMs } = this.#options;
    this.#set(TransportState.Connecting);
    return new Promise((resolve, reject) => {
      let failure: ConnectError | null = null;
      const fail = (error: ConnectError): void => {
        failure ??= error;
      };
      const socket = new WebSocket(url, "sip", {
        ...(url.startsWith("wss:") && tlsOptions(tls)),
        handshakeTimeout: connectWithinMs,
        maxPayload: socketCapBytes,
        perMessageDeflate: false,
        // A name in Latin-1 must not close the only way in: it is decoded leniently instead.
        skipUTF8Validation: true,
      });
      this.#socket = socket;
      const turns = inTurns((data) => this.#arrived(data));
      this.#why = "";
      socket.on("upgrade", ({ socket: carrier }) => {
        if (!(carrier instanceof TLSSocket)) return;
        const certificate = carrier.getPeerCertificate();
        this.#options.onCertificate?.(Date.parse(certificate.valid_to), namesIn(certificate));
      });
      socket.on("open", () => {
        this.#set(TransportState.Connected);
        resolve();
        this.onConnect?.();
      });
      socket.on("message", (data) => turns.take(data as Buffer));
      socket.on("unexpected-response", (request, response) => {
        const after = Math.min(Number(response.headers["retry-after"]), 60);
        const words = `it answers the WebSocket with HTTP ${response.statusCode ?? "?"}`;
        fail(new ConnectError(words, true, Number.isFinite(after) ? after * 1000 : null));
        request.destroy();
        socket.terminate();
      });
      socket.on("error", (error) => {
        const { code } = error as NodeJS.ErrnoException;
        const words = tlsWords(error, new URL(url).hostname) ?? connectWords(code, error.message);
        fail(new ConnectError(words));
        this.#why ||= error.message;
      });
      socket.on("close", (code) => {
        if (this.#socket !== socket) return;
        this.#socket = null;
        const wasOpen = this.#state === TransportState.Connected;
        this.#set(TransportState.Disconnected);
        if (!wasOpen) return reject(failure ?? new ConnectError("the connection closed before it was open"));
        const why = this.#why || `the PBX closed the connection (${code})`;
        this.onDisconnect?.(new Error(why));
        this.#options.onLost(why);
      });
    });
  }

  /** Drops the socket at once: the far end is deaf, or we go. `onLost` follows when it was open. */
  cut(why: string): void {
    this.#why ||= why;
    this.#socket?.terminate();
  }

  disconnect(): Promise<void> {
    this.cut("closed by us");
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    return this.write(this.#options.onSend(message));
  }

  /** Sends without telling `onSend`: keep-alives, and answers of the host's own. */
  write(message: string): Promise<void> {
    const socket = this.#socket;
    if (!socket || socket.readyState !== WebSocket.OPEN) return Promise.reject(new Error("not connected"));
    socket.send(message);
    return Promise.resolve();
  }

  /** Leaves what the PBX sends in its own buffers, and reads on. */
  hold(on: boolean): void {
    if (on) this.#socket?.pause();
    else this.#socket?.resume();
  }

  get held(): boolean {
    return this.#socket?.isPaused ?? false;
  }

  #arrived(data: Buffer): void {
    this.heard += 1;
    if (data.length <= 4 && /^[\r\n]*$/.test(data.toString("latin1"))) {
      // RFC 5626, 4.4.1: a double CRLF is a ping and wants a single one; that is the pong, counted above.
      if (data.length === 4) this.write("\r\n").catch(() => this.cut("a keep-alive could not be answered"));
      return;
    }
    this.frames += 1;
    const kept = data.length > notifyCapBytes ? data.subarray(0, frameCapBytes) : data;
    this.#options.onFrame(kept.toString("utf8"), data.length);
  }

  #set(state: TransportState): void {
    this.#state = state;
    this.stateChange.emit(state);
  }
}

function connectWords(code: string | undefined, message: string): string {
  if (code === "ECONNREFUSED") return "nothing listens at its address";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name is not known";
  if (code === "EHOSTUNREACH" || code === "ENETUNREACH") return "the network does not reach it";
  if (code === "ETIMEDOUT" || message.includes("timed out")) return "it does not answer";
  return message;
}
