/**
 * A network and a PBX of virtual time, in place of the package ws: sockets that the test can reset, stall and refuse, and a
 * registrar that can say no. What is delivered takes a millisecond of the (fake) clock.
 */
import { EventEmitter } from "node:events";
import { answerTo, type Frame, readFrame } from "./fakePbx.ts";

export type Reach = "up" | "refused" | "stalled" | "http503";
export type Registrar = "good" | "wrongPassword" | "503" | "noContact" | "silent";

export interface VirtualNetwork {
  reach: Reach;
  registrar: Registrar;
  /** Breaks what is open, as a reset. */
  reset(): void;
  /** The PBX forgets who is registered, and says nothing. */
  forget(): void;
  /** Whether a call that the PBX gets now would reach us. */
  delivers(): boolean;
  /** What the PBX got, oldest first; keep-alives left out. */
  received: Frame[];
  /** A frame from the PBX, over the connection that registered last. */
  send(text: string): void;
}

let sockets = new Set<VirtualSocket>();
let registered: VirtualSocket | null = null;

export function newNetwork(): VirtualNetwork {
  sockets = new Set();
  registered = null;
  network.reach = "up";
  network.registrar = "good";
  network.received = [];
  return network;
}

const network: VirtualNetwork = {
  received: [],
  reach: "up",
  registrar: "good",
  reset() {
    registered = null;
    for (const socket of [...sockets]) socket.broken("reset by the far end");
  },
  forget() {
    registered = null;
  },
  delivers: () => network.reach === "up" && registered !== null && registered.readyState === VirtualSocket.OPEN,
  send: (text) => registered?.deliver(text),
};

/** What transport.ts uses of ws. */
export class VirtualSocket extends EventEmitter {
  static readonly OPEN = 1;
  readyState = 0;
  isPaused = false;

  constructor(_url: string, _protocol: string, { handshakeTimeout }: { handshakeTimeout: number }) {
    super();
    sockets.add(this);
    setTimeout(() => this.#shake(handshakeTimeout), 1);
  }

  #shake(timeoutMs: number): void {
    if (this.readyState !== 0) return;
    if (network.reach === "up") {
      this.readyState = VirtualSocket.OPEN;
      return void this.emit("open");
    }
    if (network.reach === "stalled") {
      return void setTimeout(() => {
        if (this.readyState === 0) this.broken("Opening handshake has timed out");
      }, timeoutMs);
    }
    if (network.reach === "http503") {
      const response = { statusCode: 503, headers: { "retry-after": "3" } };
      return void this.emit("unexpected-response", { destroy: () => undefined }, response);
    }
    this.broken("connect ECONNREFUSED", "ECONNREFUSED");
  }

  send(text: string): void {
    if (network.reach !== "up") return;
    setTimeout(() => {
      if (this.readyState === VirtualSocket.OPEN && network.reach === "up") this.#atPbx(text);
    }, 1);
  }

  #atPbx(text: string): void {
    if (/^[\r\n]+$/.test(text)) return this.deliver("\r\n");
    const frame = readFrame(text, 0);
    network.received.push(frame);
    if (frame.kind === "OPTIONS") this.deliver(answerTo(frame, "200 OK"));
    if (frame.kind === "REGISTER") this.#register(frame);
  }

  #register(request: Frame): void {
    switch (network.registrar) {
      case "good":
        registered = this;
        return this.deliver(answerTo(request, "200 OK", [`Contact: ${request.header("contact")}`]));
      case "wrongPassword": {
        registered = null;
        const challenge = 'WWW-Authenticate: Digest realm="pbx", nonce="n1", qop="auth"';
        return this.deliver(answerTo(request, "401 Unauthorized", [challenge]));
      }
      case "503":
        registered = null;
        return this.deliver(answerTo(request, "503 Service Unavailable", ["Retry-After: 2"]));
      case "noContact":
        registered = null;
        return this.deliver(answerTo(request, "200 OK"));
      case "silent":
        registered = null;
    }
  }

  deliver(text: string): void {
    setTimeout(() => {
      if (this.readyState === VirtualSocket.OPEN && network.reach !== "stalled")
        this.emit("message", Buffer.from(text));
    }, 1);
  }

  broken(words: string, code?: string): void {
    if (this.readyState === 3) return;
    this.emit("error", Object.assign(new Error(words), { code }));
    this.terminate();
  }

  terminate(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    sockets.delete(this);
    if (registered === this) registered = null;
    setTimeout(() => this.emit("close", 1006), 1);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }
}
