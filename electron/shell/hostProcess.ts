/** The host in a utilityProcess of its own: started, given ports for windows, and started again when it dies. */
import path from "node:path";
import { type MessagePortMain, type UtilityProcess, utilityProcess } from "electron";
import type { FromHostProcess, LinkRole, ToHostProcess } from "../start/hostMessages.ts";
import type { SiteContent } from "../start/pageFiles.ts";
import type { HostSettings } from "../start/runHost.ts";
import { type StartPlant, trainingPlants } from "./trainingPlants.ts";

export interface HostProcess {
  /** Gives the host its end of a window's link. */
  link(role: LinkRole, port: MessagePortMain): void;
  /** Resolves when the journal is closed, or after 5 s. */
  stop(): Promise<void>;
}

export interface HostProcessOptions {
  settings: HostSettings;
  onSite(content: SiteContent): void;
  onSoundPageHung(): void;
  /** A new host took the place of a lost one: all windows need new ports. */
  onRestarted(): void;
  /** For exercises. */
  startPlant: StartPlant;
  say(words: string): void;
}

/** First restart at once; then 0.25, 0.5 … 5 s while it keeps dying. A host that lived for 30 s starts from the beginning. */
const firstPauseMs = 250;
const longestPauseMs = 5_000;
const settledMs = 30_000;
const stopLimitMs = 5_000;

export function startHostProcess(options: HostProcessOptions): HostProcess {
  let stopping = false;
  let pauseMs = 0;
  let retry: NodeJS.Timeout | undefined;
  let stopped: () => void = () => undefined;
  let current = start();

  function start(): UtilityProcess {
    const startedAt = performance.now();
    const child = utilityProcess.fork(path.join(import.meta.dirname, "hostMain.js"), [], {
      serviceName: "Priority Console host",
      stdio: "inherit",
    });
    const plants = trainingPlants(options.startPlant, (message) => tell(child, message), options.say);
    child.on("message", (message: FromHostProcess) => {
      if (message.t === "site") options.onSite(message.content);
      else if (message.t === "soundPageHung") options.onSoundPageHung();
      else if (message.t === "stopped") stopped();
      else plants.heard(message);
    });
    child.once("exit", (code) => {
      plants.stop();
      stopped();
      if (stopping) return;
      if (performance.now() - startedAt > settledMs) pauseMs = 0;
      options.say(`The host ended with code ${code}; it is started again.`);
      retry = setTimeout(() => {
        current = start();
        options.onRestarted();
      }, pauseMs);
      pauseMs = Math.min(Math.max(firstPauseMs, pauseMs * 2), longestPauseMs);
    });
    tell(child, { t: "start", settings: options.settings });
    return child;
  }

  return {
    link: (role, port) => tell(current, { t: "link", role }, [port]),
    async stop() {
      stopping = true;
      clearTimeout(retry);
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, stopLimitMs);
        stopped = () => {
          clearTimeout(limit);
          resolve();
        };
        tell(current, { t: "stop" });
      });
      current.kill();
    },
  };
}

const tell = (child: UtilityProcess, message: ToHostProcess, ports: MessagePortMain[] = []): void =>
  child.postMessage(message, ports);
