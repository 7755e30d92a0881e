/** A link without a wire: the test holds the window's end. */
import type { Link } from "../../electron/host/ports.ts";

export interface WindowEnd {
  link: Link;
  /** What the host sent, oldest first. */
  received: unknown[];
  say(message: unknown): void;
  leave(): void;
  /** Resolves with the first message, past or future, that `wanted` accepts. */
  got<T>(wanted: (message: T) => boolean): Promise<T>;
}

export function aWindow(): WindowEnd {
  const messages: ((message: unknown) => void)[] = [];
  const closings: (() => void)[] = [];
  const waiting: { wanted(message: unknown): boolean; resolve(message: unknown): void }[] = [];
  const received: unknown[] = [];
  return {
    received,
    link: {
      send(message) {
        const copy = structuredClone(message);
        received.push(copy);
        for (const one of waiting) if (one.wanted(copy)) one.resolve(copy);
      },
      onMessage: (listener) => void messages.push(listener),
      onClose: (listener) => void closings.push(listener),
      close: () => undefined,
    },
    say(message) {
      for (const listener of messages) listener(message);
    },
    leave() {
      for (const listener of closings) listener();
    },
    got<T>(wanted: (message: T) => boolean): Promise<T> {
      const past = received.find((message) => wanted(message as T));
      if (past !== undefined) return Promise.resolve(past as T);
      return new Promise((resolve) => {
        waiting.push({ wanted: (message) => wanted(message as T), resolve: (message) => resolve(message as T) });
      });
    },
  };
}
