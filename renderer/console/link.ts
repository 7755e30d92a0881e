/** This window's link to the host: snapshot and entries in, commands and queries out. */
import type { Command } from "../../shared/desk/inputs.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { FromConsole, Query, QueryResult, ToConsole } from "../../shared/link/consoleLink.ts";
import type { DeviceChoice } from "../../shared/link/mediaLink.ts";
import { connectToHost, type Port } from "../link/port.ts";
import { catchUp, setOffsets, takeEntries, takeNotice, takeSnapshot, useConsole } from "./store.ts";

/** What became of a command: null when it was done, a refusal in words when not. */
export type Answer = Refusal | null;

/** Silence of the host after which the console says that it has lost it (the host beats every second). */
const lostAfterMs = 3_000;

let port: Port | null = null;
let lastId = 0;
let heardAt = 0;
const commands = new Map<number, (answer: Answer) => void>();
const queries = new Map<number, { resolve(result: QueryResult): void; reject(refusal: Refusal): void }>();

const notSent: Refusal = {
  code: "badRequest",
  words: "Not done: this window has lost its host. It reconnects by itself; then try again.",
};

export function startLink(): void {
  connectToHost("console", {
    onOpen(opened) {
      port = opened;
      heardAt = performance.now();
    },
    onMessage(message) {
      heardAt = performance.now();
      if (!useConsole.getState().linked && useConsole.getState().snapshot) useConsole.setState({ linked: true });
      take(message as ToConsole);
    },
    onLost() {
      port = null;
      lose();
    },
  });
  setInterval(() => {
    if (performance.now() - heardAt > lostAfterMs) useConsole.setState({ linked: false });
  }, 500);
}

/** Asks the host to do something; resolves with what it said. */
export const send = (command: Command, approval?: { operatorId: string; pin: string }): Promise<Answer> =>
  ask((id) => ({ t: "command", id, command, ...(approval ? { approval } : {}) }), command);

export const signIn = (operatorId: string, pin: string | null): Promise<Answer> =>
  ask((id) => ({ t: "signIn", id, operatorId, pin }));

/** Rejects with a Refusal. */
export function query(asked: Query): Promise<QueryResult> {
  return new Promise((resolve, reject) => {
    if (!port) return reject(notSent);
    const id = ++lastId;
    queries.set(id, { resolve, reject });
    post({ t: "query", id, query: asked });
  });
}

/** Renewal of hold-to-talk, every 200 ms while the key is down. */
export const talk = (pageId: string, on: boolean): void => post({ t: "talk", pageId, on });
export const presence = (visible: boolean, active: boolean): void => post({ t: "presence", visible, active });
export const chooseDevices = (choice: DeviceChoice): void => post({ t: "devices", choice });

function ask(message: (id: number) => FromConsole, command?: Command): Promise<Answer> {
  return new Promise((resolve) => {
    if (!port) return resolve(notSent);
    const id = ++lastId;
    commands.set(id, resolve);
    if (command) useConsole.setState((state) => ({ pending: { ...state.pending, [id]: command } }));
    post(message(id));
  });
}

/** Says for which desk it is meant: the host refuses what is meant for the one that it no longer shows. */
function post(message: FromConsole): void {
  const run = useConsole.getState().snapshot?.training?.runId;
  port?.send(run === undefined ? message : { ...message, run });
}

function take(message: ToConsole): void {
  switch (message.t) {
    case "snapshot":
      return takeSnapshot(message.snapshot);
    case "entries":
      return takeEntries(message.entries, message.recordedSeq, message.now, message.wall);
    case "recorded":
      return useConsole.setState({ recordedSeq: message.seq });
    case "accepted":
      return settle(message.id, null);
    case "refused":
      queries.get(message.id)?.reject(message.refusal);
      queries.delete(message.id);
      return settle(message.id, message.refusal);
    case "result":
      queries.get(message.id)?.resolve(message.result);
      queries.delete(message.id);
      return;
    case "notice":
      return takeNotice(message.notice);
    case "training":
      return useConsole.setState({ training: message.view, trainingHeardAt: performance.now() });
    case "beat":
      return setOffsets(message.now, message.wall);
  }
}

function settle(id: number, answer: Answer): void {
  // Who asked may look at the state: what the command did is in it first.
  catchUp();
  commands.get(id)?.(answer);
  commands.delete(id);
  useConsole.setState((state) => {
    const { [id]: _done, ...pending } = state.pending;
    return { pending };
  });
}

function lose(): void {
  useConsole.setState({ linked: false, pending: {} });
  for (const answer of commands.values()) answer(notSent);
  commands.clear();
  for (const asked of queries.values()) asked.reject(notSent);
  queries.clear();
}
