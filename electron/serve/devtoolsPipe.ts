/**
 * Chromium's remote control over two pipes (--remote-debugging-pipe): no port that others could reach, and the browser ends
 * by itself when the pipes close. Messages are JSON, each ended by a NUL.
 */
import type { Readable, Writable } from "node:stream";

export interface DevtoolsPipe {
  /** Called when the process of a page crashed; Chromium itself goes on, with nothing in the window. */
  onPageCrash: () => void;
  /** Rejects with Chromium's words, or when the pipe is closed. */
  send(method: string, params?: Record<string, unknown>): Promise<unknown>;
  close(): void;
}

export function openDevtools(toBrowser: Writable, fromBrowser: Readable): DevtoolsPipe {
  const waiting = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  let lastId = 0;
  let heard = "";
  let closed = false;

  const end = () => {
    closed = true;
    for (const asked of waiting.values()) asked.reject(new Error("Chromium has closed."));
    waiting.clear();
  };
  fromBrowser.setEncoding("utf8");
  fromBrowser.on("data", (text: string) => {
    heard += text;
    for (let at = heard.indexOf("\0"); at >= 0; at = heard.indexOf("\0")) {
      take(JSON.parse(heard.slice(0, at)) as Answer);
      heard = heard.slice(at + 1);
    }
  });
  fromBrowser.on("close", end);
  // EPIPE when Chromium went first; the close above tells whoever waits.
  toBrowser.on("error", end);
  fromBrowser.on("error", end);

  function take(answer: Answer): void {
    if (answer.method === "Target.targetCrashed") return devtools.onPageCrash();
    if (answer.id === undefined) return;
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error) asked?.reject(new Error(`Chromium: ${answer.error.message}`));
    else asked?.resolve(answer.result);
  }

  const devtools: DevtoolsPipe = {
    onPageCrash: () => undefined,
    send(method, params = {}) {
      return new Promise((resolve, reject) => {
        if (closed) return reject(new Error("Chromium has closed."));
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        toBrowser.write(`${JSON.stringify({ id, method, params })}\0`);
      });
    },
    close() {
      toBrowser.end();
    },
  };
  return devtools;
}

interface Answer {
  id?: number;
  /** Of what was not asked for. */
  method?: string;
  result?: unknown;
  error?: { message: string };
}
