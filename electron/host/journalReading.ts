/** The host's end of the reader: one question, one answer. A reader that died is started again by the next question. */
import type { Worker } from "node:worker_threads";
import type { FromReader, ReaderAnswers, ReaderAsk, ToReader } from "./journalMessages.ts";

interface Waiting {
  resolve(answer: never): void;
  reject(cause: Error): void;
}

export class JournalReading {
  readonly #spawn: () => Worker;
  #worker: Worker | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  constructor(spawn: () => Worker) {
    this.#spawn = spawn;
  }

  /** Rejects, in words, when the journal cannot be read. */
  ask<T extends ReaderAsk["type"]>(ask: Extract<ReaderAsk, { type: T }>): Promise<ReaderAnswers[T]> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#waiting.set(id, { resolve, reject });
      const message: ToReader = { id, ask };
      this.#running().postMessage(message);
    });
  }

  /** Ends the reader, so that the next question opens the file anew. What was asked and not answered is rejected. */
  async stop(words: string): Promise<void> {
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(words);
    await worker?.terminate();
  }

  #running(): Worker {
    if (this.#worker) return this.#worker;
    const worker = this.#spawn();
    this.#worker = worker;
    worker.on("message", (message: FromReader) => this.#hear(message));
    const ended = (words: string) => {
      if (this.#worker !== worker) return;
      this.#worker = null;
      this.#rejectAll(words);
    };
    worker.on("error", (cause) => ended(`The journal's reader failed: ${(cause as Error).message}`));
    worker.on("exit", () => ended("The journal's reader ended."));
    return worker;
  }

  #hear(message: FromReader): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if ("refused" in message) waiting?.reject(new Error(message.refused));
    else waiting?.resolve(message.answer as never);
  }

  #rejectAll(words: string): void {
    const all = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of all) reject(new Error(words));
  }
}
