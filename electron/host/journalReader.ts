/** The reader worker: loads the state at start, and answers for history, export and verification, on a read-only connection. */
import type { DatabaseSync } from "node:sqlite";
import { parentPort, workerData } from "node:worker_threads";
import { inWords, openForReading } from "./journalFile.ts";
import { history } from "./journalHistory.ts";
import { load } from "./journalLoad.ts";
import type { FromReader, ReaderAnswers, ReaderAsk, ToReader } from "./journalMessages.ts";

const { file } = workerData as { file: string };
let opened: DatabaseSync | null = null;

/** Opened at the first question: at load the file may not exist yet, or may be about to be set aside. */
function database(): DatabaseSync {
  opened ??= openForReading(file);
  return opened;
}

async function answer(ask: ReaderAsk): Promise<ReaderAnswers[ReaderAsk["type"]]> {
  switch (ask.type) {
    case "load":
      return load(file);
    case "history":
      return history(database(), ask.filter);
    // These two are fetched when they are asked for: the start waits for this worker, and does without them.
    case "exportCsv": {
      const { exportCsv } = await import("./journalExport.ts");
      return exportCsv(database(), ask.filter);
    }
    case "verify": {
      const { verify } = await import("./journalVerify.ts");
      return verify(database(), ask.recorded);
    }
  }
}

async function reply({ id, ask }: ToReader): Promise<FromReader> {
  try {
    return { id, answer: await answer(ask) };
  } catch (cause) {
    return { id, refused: inWords(cause) };
  }
}

parentPort?.on("message", async (message: ToReader) => {
  parentPort?.postMessage(await reply(message));
});
