/** A window's link over a WebSocket: JSON in text frames. */
import type { WebSocket } from "ws";
import type { Link } from "../host/ports.ts";

/** A window that is this far behind gets a new link and a fresh snapshot instead of an ever longer queue. */
const farBehindBytes = 32 * 1024 * 1024;

/** Messages that arrive before the host listens are kept for it. */
export function linkOver(socket: WebSocket): Link {
  let take: ((message: unknown) => void) | undefined;
  const early: unknown[] = [];
  socket.on("message", (data, isBinary) => {
    let message: unknown;
    try {
      if (isBinary) throw new SyntaxError("binary frame");
      message = JSON.parse(String(data));
    } catch {
      // RFC 6455 7.4.1: 1007, data not consistent with the message type.
      socket.close(1007, "JSON expected");
      return;
    }
    if (take) take(message);
    else early.push(message);
  });
  // ws closes the socket after an error of its own; onClose follows.
  socket.on("error", (error) => console.error(`A window's link failed: ${error.message}`));
  return {
    send(message) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > farBehindBytes) socket.terminate();
      else socket.send(JSON.stringify(message));
    },
    onMessage(listener) {
      take = listener;
      for (const message of early.splice(0)) listener(message);
    },
    onClose(listener) {
      if (socket.readyState === socket.CLOSED) listener();
      else socket.once("close", listener);
    },
    close() {
      socket.close();
    },
  };
}
