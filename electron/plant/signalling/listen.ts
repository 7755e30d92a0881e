/** The WebSocket door of the exchange (RFC 7118): subprotocol "sip", loopback only, frames of 64 kB at most. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";
import type { ExchangeService } from "./createExchange.ts";

const mostBytes = 64 * 1024;

export interface Door {
  port: number;
  /** As a PBX that went down: every connection breaks and none is let in, until it is back. Its stations stay. */
  shut(isShut: boolean): void;
  close(): Promise<void>;
}

/** A page of another site must not reach the exchange through somebody's browser; programs name no origin. */
function isOwnMachine(origin: string | undefined): boolean {
  if (origin === undefined) return true;
  const host = URL.canParse(origin) ? new URL(origin).hostname : "";
  return host === "127.0.0.1" || host === "localhost" || host === "[::1]";
}

export async function openDoor(
  exchange: ExchangeService,
  port: number,
  trouble: (words: string) => void,
): Promise<Door> {
  let isShut = false;
  const http = createServer((_request, response) => void response.writeHead(426).end("SIP over WebSocket only\n"));
  const sockets = new WebSocketServer({
    server: http,
    path: "/sip",
    maxPayload: mostBytes,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has("sip") ? "sip" : false),
    verifyClient: ({ origin }: { origin?: string }) => isOwnMachine(origin),
  });
  // Without a word, as from a machine that is switched off: an HTTP refusal would be answered with patience.
  http.on("connection", (socket) => {
    if (isShut) socket.destroy();
  });
  sockets.on("connection", (socket) => {
    // RFC 7118, 4.1: without the subprotocol it is not a SIP connection.
    if (socket.protocol !== "sip") return socket.close(1002, "subprotocol sip expected");
    const connection = exchange.attach("webRtc", (text) => {
      if (socket.readyState === socket.OPEN) socket.send(text);
    });
    socket.on("message", (data) => connection.receive(data.toString()));
    socket.on("close", () => connection.lose());
    socket.on("error", (error) => trouble(`a WebSocket: ${error.message}`));
  });
  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: (http.address() as AddressInfo).port,
    shut(next) {
      isShut = next;
      if (isShut) for (const socket of sockets.clients) socket.terminate();
    },
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
