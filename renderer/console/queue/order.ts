/**
 * The queue as a pure view of the desk: which events are in it, in which order, and which one the strip names. Order:
 * what a shelf keeps quiet stands below the rest; else class, then waiting before handled, then oldest. Computed once per state for all that read it.
 */
import { callsOf, isWithCaller } from "../../../shared/call/live.ts";
import type { Call, CallId, Desk, HostTime, PriorityEvent } from "../../../shared/desk/state.ts";
import { type Shelf, shelfOf, waitsInSilence } from "../../../shared/shelf/shelf.ts";
import { type ClassName, classOrder } from "../../../shared/site/site.ts";
import { isWaiting } from "../../../shared/words/states.ts";

export interface Row {
  event: PriorityEvent;
  /** Calls of the event that are up, newest last. */
  calls: readonly Call[];
  /** Somebody has to act, and nobody is at it. */
  waiting: boolean;
  /** What it, or its station, is on; null: nothing. */
  shelf: Shelf | null;
  /** It waits in silence for it, and nobody is at it. Never counted as waiting. */
  quiet: boolean;
  rank: number;
}

export interface Queue {
  /** Open events in the order of the screen. */
  rows: readonly Row[];
  waitingByClass: Readonly<Record<ClassName, number>>;
  waiting: number;
  /** How many of them are kept quiet. */
  shelved: number;
  live: number;
  held: number;
  /** Highest class, then oldest, of what waits: what Space answers. */
  first: Row | null;
}

/** Undo of a close works for this long (rules.md). */
export const undoForMs = 10_000;

function rowOf(desk: Desk, event: PriorityEvent): Row {
  const calls = callsOf(desk, event);
  const shelf = shelfOf(desk, event);
  const quiet = waitsInSilence(desk, event);
  return {
    event,
    calls,
    waiting: !quiet && isWaiting(event, calls) && !isAttended(event, calls),
    shelf,
    quiet,
    rank: classOrder.indexOf(event.class),
  };
}

/**
 * Someone is at it: the answer is under way, or a call-back while nothing rings. Whoever else is called for the event (a
 * patrol, say) answers no caller; and an event that sounds although somebody talks with its caller has news for him.
 */
function isAttended(event: PriorityEvent, calls: readonly Call[]): boolean {
  if (calls.some((call) => call.state === "answering")) return true;
  const callsBack = calls.some(
    (call) => (call.state === "dialling" || call.state === "alerting") && isWithCaller(call, event),
  );
  return callsBack && !calls.some((call) => call.state === "offered");
}

/** Since when it waits; of what somebody has taken, since when it is open. */
export const since = (row: Row): HostTime => (row.waiting || row.quiet ? row.event.waitingSince : row.event.openedAt);

function before(a: Row, b: Row): number {
  if (a.quiet !== b.quiet) return a.quiet ? 1 : -1;
  if (a.rank !== b.rank) return a.rank - b.rank;
  if (a.waiting !== b.waiting) return a.waiting ? -1 : 1;
  const age = since(a) - since(b);
  if (age !== 0) return age;
  return a.event.id < b.event.id ? -1 : 1;
}

export function queueOf(desk: Desk): Queue {
  const rows = Object.values(desk.events)
    .map((event) => rowOf(desk, event))
    .sort(before);
  const waitingByClass: Record<ClassName, number> = { lifeSafety: 0, urgent: 0, assistance: 0, routine: 0 };
  let waiting = 0;
  let shelved = 0;
  for (const row of rows) {
    if (row.quiet) shelved += 1;
    if (!row.waiting) continue;
    waiting += 1;
    waitingByClass[row.event.class] += 1;
  }
  // A conference is one conversation, however many are in it.
  const live = new Set<CallId>();
  const held = new Set<CallId>();
  for (const call of Object.values(desk.calls)) {
    const conversation = call.conference ?? call.id;
    if (call.state === "held") held.add(conversation);
    else if (call.state !== "offered") live.add(conversation);
  }
  const first = rows.find((row) => row.waiting) ?? null;
  return { rows, waitingByClass, waiting, shelved, live: live.size, held: held.size, first };
}

/** The rows of the screen: the open ones, and those closed less than 10 s ago where they stood (by class and age). */
export function rowsWithUndo(desk: Desk, queue: Queue, now: HostTime): readonly Row[] {
  const undoable = desk.closed.filter((event) => event.closed !== null && now - event.closed.at < undoForMs);
  if (undoable.length === 0) return queue.rows;
  return [...queue.rows, ...undoable.map((event) => rowOf(desk, event))].sort(before);
}

/** How many open events each area has, most first: what a flood looks like from above. */
export function byArea(
  queue: Queue,
  areaOf: (stationId: string) => string | undefined,
): readonly { area: string; open: number }[] {
  const counts = new Map<string, number>();
  for (const { event } of queue.rows) {
    const area = (event.stationId === null ? undefined : areaOf(event.stationId)) ?? "Place unknown";
    counts.set(area, (counts.get(area) ?? 0) + 1);
  }
  return [...counts].map(([area, open]) => ({ area, open })).sort((a, b) => b.open - a.open);
}
