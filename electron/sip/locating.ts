/**
 * Reads the locations of calls after they were seen, one in each turn of the event loop: an event never waits for its place,
 * and a flood of them never stalls the host.
 */
import type { Report } from "../../shared/desk/inputs.ts";
import type { CallId } from "../../shared/desk/state.ts";
import type { Guard } from "./guard.ts";
import { readLocation } from "./location.ts";

export interface Locating {
  later(callId: CallId, frame: string): void;
  /** At once: the call is about to end, and its event is found by it. */
  now(callId: CallId): void;
  stop(): void;
}

export function createLocating(guard: Guard, report: (report: Report) => void): Locating {
  const waiting = new Map<CallId, string>();
  let planned: NodeJS.Immediate | null = null;

  function read(callId: CallId): void {
    const frame = waiting.get(callId);
    if (frame === undefined) return;
    waiting.delete(callId);
    guard("location of a call", () => {
      const location = readLocation(frame);
      if (location) report({ type: "callLocated", callId, location });
    });
  }

  function plan(): void {
    planned ??= setImmediate(() => {
      planned = null;
      const [first] = waiting.keys();
      if (first === undefined) return;
      read(first);
      if (waiting.size > 0) plan();
    });
  }

  return {
    later(callId, frame) {
      waiting.set(callId, frame);
      plan();
    },
    now: read,
    stop() {
      if (planned) clearImmediate(planned);
      waiting.clear();
    },
  };
}
