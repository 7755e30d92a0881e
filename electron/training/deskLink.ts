/** One desk's end of a window's link: a link that can be given to a host and taken away while the window's own goes on. */
import type { Link } from "../host/ports.ts";

export interface DeskLink {
  /** For the host. */
  link: Link;
  /** A message of the window. */
  deliver(message: unknown): void;
  /** The host forgets the window; what it still says goes nowhere. */
  end(): void;
}

export function deskLink(send: (message: unknown) => void, close: () => void): DeskLink {
  const listeners: ((message: unknown) => void)[] = [];
  const closers: (() => void)[] = [];
  let ended = false;
  return {
    link: {
      send(message) {
        if (!ended) send(message);
      },
      onMessage: (listener) => void listeners.push(listener),
      onClose: (listener) => void closers.push(listener),
      close() {
        if (!ended) close();
      },
    },
    deliver(message) {
      if (!ended) for (const listener of listeners) listener(message);
    },
    end() {
      if (ended) return;
      ended = true;
      for (const closer of closers) closer();
    },
  };
}
