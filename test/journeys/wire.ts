/**
 * The wire between the host and the plant: a relay of SIP over WebSocket on loopback that keeps what the host sent, can hold
 * back what the plant sends so that it arrives in one burst, and can be cut.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocket, WebSocketServer } from "ws";

export interface Wire {
  url: string;
  /** Every message from the host, oldest first; keep-alives left out. */
  sent: readonly string[];
  /** Messages from the host with this method or status, such as "INVITE" or "SIP/2.0 200". */
  sentWith(start: string): string[];
  hold(): void;
  /** Messages held back since `hold`. */
  held(): readonly string[];
  /** Lets all of them go at once, in the order in which they came, or in an order of the test's own. */
  release(order?: (messages: readonly string[]) => readonly string[]): void;
  /** Cut: open connections break without a word, new ones are not let in. */
  cut(): void;
  mend(): void;
  stop(): Promise<void>;
}

/** `target`: asked again for each connection, because a restarted plant may be elsewhere. */
export async function startWire(target: () => string): Promise<Wire> {
  const sent: string[] = [];
  let held: string[] | null = null;
  let isCut = false;
  let toHost: (text: string) => void = () => undefined;
  const server = createServer();
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => "sip" });

  server.on("upgrade", (request, socket, head) => {
    if (isCut) return void socket.destroy();
    // The host is let in only when the plant is there: it sees a lost plant as it would without the relay.
    const plant = new WebSocket(target(), "sip");
    plant.once("error", () => socket.destroy());
    plant.once("open", () =>
      sockets.handleUpgrade(request, socket, head, (host) => {
        toHost = (text) => host.send(text);
        host.on("message", (data) => {
          const text = String(data);
          if (text.trim() !== "") sent.push(text);
          if (plant.readyState === WebSocket.OPEN) plant.send(text);
        });
        plant.on("message", (data) => {
          const text = String(data);
          if (held && text.trim() !== "") held.push(text);
          else host.send(text);
        });
        host.on("close", () => plant.terminate());
        plant.on("close", () => host.terminate());
        host.on("error", () => plant.terminate());
        plant.on("error", () => host.terminate());
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sip`,
    sent,
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
    async stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
