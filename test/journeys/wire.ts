/**
 * The wire between the host and the plant: a relay of SIP over WebSocket on loopback that keeps what the host sent, can hold
 * back what the plant sends so that it arrives in one burst, can be cut, and can stall as a network does that drops all.
 */
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { WebSocket, WebSocketServer } from "ws";

export interface Wire {
  url: string;
  /** Lets connections in at another address of loopback too, on the same port. */
  alsoAt(address: string): Promise<void>;
  /** Every message from the host, oldest first; keep-alives left out. */
  sent: readonly string[];
  /** Messages from the host with this method or status, such as "INVITE" or "SIP/2.0 200". */
  sentWith(start: string): string[];
  hold(): void;
  /** Messages held back since `hold`. */
  held(): readonly string[];
  /** Lets all of them go at once, in the order in which they came, or in an order of the test's own. */
  release(order?: (messages: readonly string[]) => readonly string[]): void;
  /** Every message that reached the host, oldest first. */
  given: readonly string[];
  /** Cut: open connections break without a word, new ones are not let in. */
  cut(): void;
  mend(): void;
  /** Open connections are closed as the far end may do it: by a reset, or by WebSocket's own goodbye. New ones are let in. */
  drop(how: "reset" | "goodbye"): void;
  /** Nothing passes either way, no attempt to connect and no goodbye either, and neither side is told. */
  stall(): void;
  /** What was under way when it stalled, and since, goes on where both sides still want it. */
  resume(): void;
  stop(): Promise<void>;
}

/** `target`: asked again for each connection, because a restarted plant may be elsewhere. */
export async function startWire(target: () => string): Promise<Wire> {
  const sent: string[] = [];
  const given: string[] = [];
  let held: string[] | null = null;
  let isCut = false;
  let stalled: (() => void)[] | null = null;
  let toHost: (text: string) => void = () => undefined;
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "sip" });

  /** At once, or when the wire goes on. */
  function pass(act: () => void): void {
    if (stalled) stalled.push(act);
    else act();
  }

  function letIn(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (isCut || socket.destroyed) return void socket.destroy();
    // The host is let in only when the plant is there: it sees a lost plant as it would without the relay.
    const plant = new WebSocket(target(), "sip");
    plant.once("error", () => socket.destroy());
    plant.once("open", () => {
      if (socket.destroyed) return plant.terminate();
      sockets.handleUpgrade(request, socket, head, (host) => {
        const give = (text: string): void => {
          if (host.readyState !== WebSocket.OPEN) return;
          given.push(text);
          host.send(text);
        };
        toHost = give;
        host.on("message", (data) =>
          pass(() => {
            const text = String(data);
            if (text.trim() !== "") sent.push(text);
            if (plant.readyState === WebSocket.OPEN) plant.send(text);
          }),
        );
        plant.on("message", (data) =>
          pass(() => {
            const text = String(data);
            if (held && text.trim() !== "") held.push(text);
            else give(text);
          }),
        );
        host.on("close", () => pass(() => plant.terminate()));
        plant.on("close", () => pass(() => host.terminate()));
        host.on("error", () => pass(() => plant.terminate()));
        plant.on("error", () => pass(() => host.terminate()));
      });
    });
  }

  server.on("upgrade", (request, socket, head) => {
    // Whoever gives up while the wire is stalled resets the connection.
    socket.on("error", () => socket.destroy());
    pass(() => letIn(request, socket, head));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const elsewhere: Server[] = [];

  return {
    url: `ws://127.0.0.1:${port}/sip`,
    async alsoAt(address) {
      const other = createServer();
      other.on("upgrade", (...given) => server.emit("upgrade", ...given));
      await new Promise<void>((resolve, reject) => other.once("error", reject).listen(port, address, resolve));
      elsewhere.push(other);
    },
    sent,
    given,
    sentWith: (start) => sent.filter((text) => text.startsWith(start)),
    hold() {
      held ??= [];
    },
    held: () => held ?? [],
    release(order = (messages) => messages) {
      const messages = order(held ?? []);
      held = null;
      for (const text of messages) toHost(text);
    },
    cut() {
      isCut = true;
      for (const socket of sockets.clients) socket.terminate();
    },
    mend() {
      isCut = false;
    },
    drop(how) {
      for (const socket of sockets.clients) {
        if (how === "goodbye") socket.close(1001, "going away");
        else (socket as unknown as { _socket: Socket })._socket.resetAndDestroy();
      }
    },
    stall() {
      stalled ??= [];
    },
    resume() {
      const waiting = stalled ?? [];
      stalled = null;
      for (const act of waiting) act();
    },
    async stop() {
      stalled = null;
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      for (const one of [server, ...elsewhere]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}
