/**
 * The door border: carries out an order that the desk has journalled. The request is sent once and never again by itself,
 * but where the door asked who we are and did nothing (401, electron/ask/sendAs.ts); its state is read until it is open or 3 s have passed.
 */

import type { Report } from "../../shared/desk/inputs.ts";
import type { DoorOrder, DoorState } from "../../shared/door/door.ts";
import { ask } from "../ask/ask.ts";
import { AskFailed } from "../ask/askFailed.ts";
import type { DoorAccess } from "./doorAccess.ts";
import { readState } from "./readState.ts";

const withinMs = 3_000;
const readAgainMs = 400;
const mostBytes = 64_000;

export interface DoorsOptions {
  /** Of the site as it is now. */
  access(stationId: string): DoorAccess | undefined;
  report(report: Report): void;
}

export interface Doors {
  order(order: DoorOrder): void;
  stop(): void;
}

export function createDoors({ access, report }: DoorsOptions): Doors {
  const stopping = new AbortController();

  async function open({ attemptId, stationId }: DoorOrder): Promise<void> {
    const tell = (opened: boolean, said: string, state: DoorState): void =>
      report({ type: "doorAnswered", attemptId, stationId, opened, said, state });
    const door = access(stationId);
    if (!door) return tell(false, "the site no longer says how it is opened", "unknown");
    const { url, method, headers, digest } = door;
    let failure = "";
    try {
      await ask({ url, method, headers, digest, withinMs, mostBytes, signal: stopping.signal });
    } catch (error) {
      failure = wordsOf(error);
    }
    // Also after a failure: a request whose answer was lost may have opened it.
    const { state, said } = await stateOf(door, failure === "");
    tell(failure === "", failure === "" ? said : failure, state);
  }

  async function stateOf(door: DoorAccess, awaitsOpen: boolean): Promise<{ state: DoorState; said: string }> {
    const { stateUrl: url } = door;
    if (url === null) return { state: "unknown", said: "" };
    const last = performance.now() + withinMs;
    let read: { state: DoorState; said: string };
    do {
      const left = last - performance.now();
      read = await readOnce(door, url, Math.max(100, Math.round(left)));
      // A motor takes a moment.
      if (read.state === "open" || !awaitsOpen || last - performance.now() < readAgainMs) break;
      await new Promise((resolve) => setTimeout(resolve, readAgainMs));
    } while (!stopping.signal.aborted);
    return read;
  }

  async function readOnce(door: DoorAccess, url: string, leftMs: number) {
    const { headers, digest } = door;
    try {
      const { body } = await ask({ url, headers, digest, withinMs: leftMs, mostBytes, signal: stopping.signal });
      return { state: readState(body.toString("utf8"), door), said: "" };
    } catch (error) {
      return { state: "unknown" as const, said: `its state could not be read: ${wordsOf(error)}` };
    }
  }

  return {
    order(order) {
      open(order).catch((error: unknown) =>
        report({ type: "bugCaught", where: "door", words: error instanceof Error ? error.message : String(error) }),
      );
    },
    stop: () => stopping.abort(),
  };
}

function wordsOf(error: unknown): string {
  if (error instanceof AskFailed) return error.message;
  throw error;
}
