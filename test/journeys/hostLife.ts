/** One life of the host, in this process or in one of its own that can be killed; windows reach both in the same way. */
import { fork } from "node:child_process";
import type { Host, HostOptions } from "../../electron/host/host.ts";
import { createHost } from "../../electron/host/host.ts";

/** The host's messages to a window. */
export interface WindowSide {
  take(message: unknown): void;
  /** The link is gone, from the host's side. */
  lost(): void;
}

/** A window's way to the host. */
export interface HostSide {
  say(message: unknown): void;
  leave(): void;
}

export type WindowKind = "console" | "media";

export interface HostLife {
  attach(kind: WindowKind, side: WindowSide): HostSide;
  /** As on a restart: it says goodbye to the PBX and closes its journal. */
  stop(): Promise<void>;
  /** As on a power cut: nothing is said to anyone. Only for a host in a process of its own. */
  kill(): Promise<void>;
  /** Stands still, and goes on. Only for a host in a process of its own. */
  freeze(on: boolean): void;
}

export async function hostHere(options: HostOptions): Promise<HostLife> {
  const host = await createHost(options);
  const sides = new Set<WindowSide>();
  return {
    attach(kind, side) {
      sides.add(side);
      const { say, leave } = attachTo(host, kind, {
        take: (message) => void (sides.has(side) && side.take(message)),
        lost: () => void (sides.delete(side) && side.lost()),
      });
      return {
        say,
        leave() {
          sides.delete(side);
          leave();
        },
      };
    },
    async stop() {
      await host.stop();
      for (const side of [...sides]) {
        sides.delete(side);
        side.lost();
      }
    },
    kill: () => Promise.reject(new Error("A host in this process cannot be killed.")),
    freeze() {
      throw new Error("A host in this process cannot be frozen.");
    },
  };
}

/** A link as a port is: what is said arrives later, in order, as a copy. */
export function attachTo(
  host: Pick<Host, "attachConsole" | "attachMedia">,
  kind: WindowKind,
  side: WindowSide,
): HostSide {
  const takers: ((message: unknown) => void)[] = [];
  const leavers: (() => void)[] = [];
  const link = {
    send(message: unknown) {
      const copy = structuredClone(message);
      setImmediate(() => side.take(copy));
    },
    onMessage: (taker: (message: unknown) => void) => void takers.push(taker),
    onClose: (leaver: () => void) => void leavers.push(leaver),
    close: () => side.lost(),
  };
  if (kind === "console") host.attachConsole(link);
  else host.attachMedia(link);
  return {
    say(message) {
      const copy = structuredClone(message);
      setImmediate(() => {
        for (const taker of takers) taker(copy);
      });
    },
    leave() {
      for (const leaver of leavers) leaver();
    },
  };
}

export type ToChild =
  | { do: "start"; options: HostOptions; laterMs: number }
  | { do: "attach"; link: number; kind: WindowKind }
  | { do: "say"; link: number; message: unknown }
  | { do: "leave"; link: number }
  | { do: "stop" };

export type FromChild =
  | { did: "started" }
  | { did: "said"; link: number; message: unknown }
  | { did: "closed"; link: number }
  | { did: "stopped" };

/** `laterMs`: its wall clock is so much ahead, as if it had stayed away for longer than it did. */
export async function hostInChild(options: HostOptions, laterMs = 0): Promise<HostLife> {
  const file = new URL("hostChild.ts", import.meta.url).pathname;
  const child = fork(file, { serialization: "advanced", execArgv: [] });
  const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const sides = new Map<number, WindowSide>();
  let links = 0;
  const tell = (message: ToChild): void => {
    // What is said to a process that is being killed may fail: it was not going to hear it.
    if (child.connected) child.send(message, () => undefined);
  };
  const started = new Promise<void>((resolve, reject) => {
    child.once("close", () => reject(new Error("The host's process ended while it started.")));
    child.on("message", (message: FromChild) => {
      if (message.did === "started") resolve();
      else if (message.did === "said") sides.get(message.link)?.take(message.message);
      else if (message.did === "closed") lose(message.link);
    });
  });

  function lose(link: number): void {
    const side = sides.get(link);
    sides.delete(link);
    side?.lost();
  }

  tell({ do: "start", options, laterMs });
  await started;
  child.once("close", () => {
    for (const link of [...sides.keys()]) lose(link);
  });
  return {
    attach(kind, side) {
      const link = ++links;
      sides.set(link, side);
      tell({ do: "attach", link, kind });
      return {
        say: (message) => tell({ do: "say", link, message }),
        leave() {
          sides.delete(link);
          tell({ do: "leave", link });
        },
      };
    },
    async stop() {
      tell({ do: "stop" });
      await gone;
    },
    async kill() {
      child.kill("SIGKILL");
      await gone;
    },
    freeze: (on) => void child.kill(on ? "SIGSTOP" : "SIGCONT"),
  };
}
