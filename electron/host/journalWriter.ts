/**
 * The writer worker, alone in writing the file. It does one batch at a time, each one transaction, and confirms it. On any
 * failure it says so and does nothing more: the host starts another.
 */
import { parentPort, workerData } from "node:worker_threads";
import { asUnfit, inWords, setAside, UnfitFile } from "./journalFile.ts";
import type { FromWriter, ToWriter, WriterStart } from "./journalMessages.ts";
import { JournalStore } from "./journalStore.ts";

const start = workerData as WriterStart;
const say = (message: FromWriter) => parentPort?.postMessage(message);

function begin(): JournalStore {
  let words = start.unfit;
  let path = words === null ? null : setAside(start.file, Date.now());
  let store = words === null ? openFit() : new JournalStore(start.file, start.position);
  if (typeof store === "string") {
    words = store;
    path = setAside(start.file, Date.now());
    store = new JournalStore(start.file, start.position);
  }
  // A file of its own that takes over begins where the state stands, so that sequences go on.
  if (store.lastSeq === 0 && start.last.seq > 0) {
    words ??= "the journal file was gone";
    store.beginAfter(start.last);
  }
  say({ type: "ready", aside: words === null ? null : { path, words } });
  return store;
}

/** The store, or in words why its file must be set aside. */
function openFit(): JournalStore | string {
  let store: JournalStore;
  try {
    store = new JournalStore(start.file, start.position);
  } catch (thrown) {
    const cause = asUnfit(thrown);
    if (cause instanceof UnfitFile) return cause.message;
    throw cause;
  }
  const { lastSeq } = store;
  if (lastSeq === 0 || (lastSeq >= start.last.seq && lastSeq <= start.sentTo)) return store;
  store.close();
  return `it ends with entry ${lastSeq}, this console stands at ${start.last.seq}`;
}

let store: JournalStore | null = null;

function obey(message: ToWriter): void {
  if (!store) return;
  switch (message.type) {
    case "append": {
      store.append(message.entries, message.attachments, message.kept);
      say({ type: "recorded", seq: store.lastSeq });
      return;
    }
    case "snapshot":
      store.saveSnapshot(message.desk);
      say({ type: "snapshotSaved" });
      return;
    case "close":
      store.close();
      store = null;
      say({ type: "closed" });
  }
}

function guarded(act: () => void): void {
  try {
    act();
  } catch (thrown) {
    const cause = asUnfit(thrown);
    say({ type: "failed", words: inWords(cause), unfit: cause instanceof UnfitFile });
    // Dropping the connection rolls the batch back.
    store?.close();
    store = null;
  }
}

guarded(() => {
  store = begin();
});
parentPort?.on("message", (message: ToWriter) => guarded(() => obey(message)));
