/** What every group of faults is made of: one injection, one row of the table, and the counting of presses around a fault. */
import type { ConsoleWindow } from "../journeys/consoleWindow.ts";

/** What one injection showed. Times in ms; absent where the fault has nothing of the kind. */
export interface Injection {
  /** Buttons pressed before, during and after. */
  pressed: number;
  /** Of these, presses for which the PBX had no way to us: its own overflow takes them, and the station is told. */
  undelivered?: number;
  /** Presses that were given to us, or should have been, and have no event. Must be 0. */
  lost: number;
  /** From the fault to its being shown. */
  seenMs?: number;
  /** From the end of the fault (or its beginning, where it ends by itself) to the former state. */
  healedMs?: number;
}

export interface FaultRow {
  /** As in the list of faults: "F1". */
  id: string;
  name: string;
  injections: readonly Injection[];
  /** Most that is allowed, ms. */
  seenWithinMs?: number;
  healedWithinMs?: number;
  /** Why nothing was injected, or what went wrong. */
  notRun?: string;
}

export type Fault = Omit<FaultRow, "injections">;
/** Injects one fault as often as asked, `atMost` times where it can be injected no more often, and tells the row. */
export type Inject = (fault: Fault, inject?: (turn: number) => Promise<Injection>, atMost?: number) => Promise<void>;
/** Opens what its faults need, injects one after the other, and closes. */
export type FaultGroup = (inject: Inject) => Promise<void>;

/** None takes longer; what hangs is a failure in the table. */
const longestMs = 50_000;

/** A fault that cannot be injected must not hide the others' figures. */
export function injector(times: number, tell: (row: FaultRow) => void): Inject {
  return async (fault, inject, atMost = times) => {
    const injections: Injection[] = [];
    if (!inject) return tell({ ...fault, injections });
    try {
      for (let turn = 0; turn < Math.min(times, atMost); turn += 1) injections.push(await within(inject(turn)));
      tell({ ...fault, injections });
    } catch (error) {
      console.error(`${fault.id} ${fault.name}:`, error);
      tell({ ...fault, injections, notRun: `failed: ${String(error).split("\n", 1)[0]}` });
    }
  };
}

async function within(injection: Promise<Injection>): Promise<Injection> {
  let limit: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    limit = setTimeout(() => reject(new Error(`not over after ${longestMs / 1000} s`)), longestMs);
  });
  return Promise.race([injection, late]).finally(() => clearTimeout(limit));
}

/** Closes what was opened, last first. */
export function openings(): { atEnd(close: () => unknown): void; close(): Promise<void> } {
  const closing: (() => unknown)[] = [];
  return {
    atEnd: (close) => void closing.push(close),
    async close() {
      for (const one of closing.splice(0).reverse()) await one();
    },
  };
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** How long something takes from now on. */
export function stopwatch(): () => number {
  const startedAt = performance.now();
  return () => performance.now() - startedAt;
}

/** Numbers of a press that have no event, open or closed. */
export const withoutEvent = ({ desk }: ConsoleWindow, numbers: Iterable<string>): string[] => {
  const known = new Set([...Object.values(desk.events), ...desk.closed].map((event) => event.number));
  return [...numbers].filter((number) => !known.has(number));
};
