/** A console window without a screen: what the operator would see, made by the real `reduce` from what the host sends. */
import type { Entry, EntryData, EntryKind } from "../../shared/desk/entries.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import { type Desk, emptyDesk } from "../../shared/desk/state.ts";
import type {
  FromConsole,
  Notice,
  Query,
  QueryResult,
  Snapshot,
  ToConsole,
  TrainingView,
} from "../../shared/link/consoleLink.ts";
import type { HostLife, HostSide } from "./hostLife.ts";

export type EntryOf<K extends EntryKind> = Extract<Entry, { kind: K }> & { data: EntryData[K] };

type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;

export interface ConsoleWindow {
  readonly desk: Desk;
  readonly recordedSeq: number;
  /** Of the exercise whose desk it shows; null: it shows the real one. */
  readonly run: string | null;
  readonly training: TrainingView | null;
  /** Everything the host showed since this window was opened, oldest first. */
  readonly entries: readonly Entry[];
  readonly notices: readonly Notice[];
  entriesOf<K extends EntryKind>(kind: K): EntryOf<K>[];
  /** Null: done. */
  send(command: Command, approval?: { operatorId: string; pin: string }): Promise<Refusal | null>;
  signIn(operatorId: string, pin: string): Promise<Refusal | null>;
  query(query: Query): Promise<QueryResult | Refusal>;
  /** Says something for the desk that it showed before. */
  sendFor(run: string | null, command: Command): Promise<Refusal | null>;
  /** A renewal of the talk key, or its release. */
  talk(pageId: string, on: boolean): void;
  /** What a window tells every 2 s: it is in sight, and whether a key or the pointer was used. */
  presence(visible: boolean, active: boolean): void;
  /** The first true answer of `isSo`, asked after every entry; rejects in words after `limitMs`. */
  until<T>(what: string, isSo: (desk: Desk) => T | false | null | undefined, limitMs?: number): Promise<T>;
  /** Opens a link to this life of the host; the window starts from its snapshot. */
  attach(host: HostLife): Promise<void>;
}

export function openConsoleWindow(): ConsoleWindow {
  let desk = emptyDesk;
  let snapshot: Snapshot | null = null;
  let training: TrainingView | null = null;
  let recordedSeq = 0;
  let lastId = 0;
  let host: HostSide | null = null;
  const entries: Entry[] = [];
  const notices: Notice[] = [];
  const lookers = new Set<() => void>();
  const answers = new Map<number, (answer: Refusal | QueryResult | null) => void>();
  const look = (): void => {
    for (const looker of [...lookers]) looker();
  };

  function take(message: ToConsole): void {
    switch (message.t) {
      case "snapshot":
        ({ snapshot } = message);
        ({ desk, recordedSeq } = snapshot);
        return look();
      case "entries":
        for (const entry of message.entries) {
          if (entry.seq <= desk.seq) continue;
          // A hole would mean that this window shows something that the host does not.
          if (entry.seq !== desk.seq + 1) throw new Error(`entry ${entry.seq} came after entry ${desk.seq}`);
          desk = reduce(desk, entry);
          entries.push(entry);
          recordedSeq = Math.max(recordedSeq, message.recordedSeq);
          look();
        }
        return;
      case "recorded":
        recordedSeq = message.seq;
        return look();
      case "accepted":
        return answered(message.id, null);
      case "refused":
        return answered(message.id, message.refusal);
      case "result":
        return answered(message.id, message.result);
      case "notice":
        notices.push(message.notice);
        return look();
      case "training":
        training = message.view;
        return look();
      case "beat":
        return;
    }
  }

  function answered(id: number, answer: Refusal | QueryResult | null): void {
    answers.get(id)?.(answer);
    answers.delete(id);
  }

  const runNow = (): string | null => snapshot?.training?.runId ?? null;

  function ask(
    message: Without<Extract<FromConsole, { id: number }>, "id">,
    run = runNow(),
  ): Promise<Refusal | QueryResult | null> {
    return new Promise((resolve, reject) => {
      if (!host) return reject(new Error("This window has no host."));
      const id = ++lastId;
      answers.set(id, resolve);
      host.say({ ...message, id, ...(run !== null && { run }) });
    });
  }

  const window: ConsoleWindow = {
    get desk() {
      return desk;
    },
    get recordedSeq() {
      return recordedSeq;
    },
    get run() {
      return runNow();
    },
    get training() {
      return training;
    },
    entries,
    notices,
    entriesOf: <K extends EntryKind>(kind: K) => entries.filter((entry) => entry.kind === kind) as EntryOf<K>[],
    send: (command, approval) =>
      ask({ t: "command", command, ...(approval ? { approval } : {}) }) as Promise<Refusal | null>,
    sendFor: (run, command) => ask({ t: "command", command }, run) as Promise<Refusal | null>,
    signIn: (operatorId, pin) => ask({ t: "signIn", operatorId, pin }) as Promise<Refusal | null>,
    query: (query) => ask({ t: "query", query }) as Promise<QueryResult | Refusal>,
    talk: (pageId, on) => host?.say({ t: "talk", pageId, on, ...(runNow() !== null && { run: runNow() }) }),
    presence: (visible, active) =>
      host?.say({ t: "presence", visible, active, ...(runNow() !== null && { run: runNow() }) }),
    until<T>(what: string, isSo: (desk: Desk) => T | false | null | undefined, limitMs = 10_000): Promise<T> {
      return new Promise((resolve, reject) => {
        let thrown = "";
        const limit = setTimeout(() => {
          lookers.delete(looker);
          reject(new Error(`This never came: ${what}${thrown}\n${picture(desk, entries)}`));
        }, limitMs);
        const looker = (): void => {
          let found: T | false | null | undefined;
          try {
            found = isSo(desk);
          } catch (error) {
            // What it asks about is not there yet.
            thrown = ` (${String(error)})`;
          }
          if (!found) return;
          clearTimeout(limit);
          lookers.delete(looker);
          resolve(found);
        };
        lookers.add(looker);
        looker();
      });
    },
    async attach(life) {
      snapshot = null;
      host = life.attach("console", {
        take: (message) => take(message as ToConsole),
        lost: () => {
          host = null;
        },
      });
      await window.until("the host's snapshot", () => snapshot);
    },
  };
  return window;
}

/** What stood on the desk when something did not come. */
function picture(desk: Desk, entries: readonly Entry[]): string {
  const events = Object.values(desk.events).map(
    ({ id, name, class: of, condition, acknowledged, callIds }) =>
      `  ${id} ${name} ${of} ${condition} ${acknowledged ? "acknowledged" : "unacknowledged"} ${callIds.join(" ")}`,
  );
  const calls = Object.values(desk.calls).map(({ id, name, state, ending }) => `  ${id} ${name} ${state} ${ending}`);
  const last = entries.slice(-15).map(({ seq, kind, by, data }) => `  ${seq} ${kind} ${by} ${JSON.stringify(data)}`);
  return ["events", ...events, "calls", ...calls, "faults", JSON.stringify(desk.faults), "entries", ...last].join("\n");
}
