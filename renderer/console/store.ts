/**
 * The console's projection: a snapshot, then entries, reduced by the same `reduce` as the host's. It decides nothing.
 * Components read it by selectors through `useConsole`; commands go out through `link.ts`.
 */
import { create } from "zustand";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import { reduceAll } from "../../shared/desk/reduce.ts";
import { type CallId, type Desk, type EventId, emptyDesk, type HostTime } from "../../shared/desk/state.ts";
import type { Notice, Snapshot, TrainingView } from "../../shared/link/consoleLink.ts";
import { afterPaint } from "./afterPaint.ts";

export interface ConsoleState {
  /** Everything but the desk, as the host sent it; null before the first snapshot. */
  snapshot: Omit<Snapshot, "desk"> | null;
  desk: Desk;
  /** False: the host is not heard; shown across the whole width. */
  linked: boolean;
  /** Host time − performance.now(). */
  clockOffset: number;
  /** Wall clock − performance.now(). */
  wallOffset: number;
  recordedSeq: number;
  levels: { microphone: number; calls: Readonly<Record<CallId, number>> };
  /** The page on which someone holds to talk; null: nobody. */
  talkingPageId: string | null;
  /** Commands under way, by id, for "answering…". */
  pending: Readonly<Record<number, Command>>;
  /** Last entry of each event that was not on disk when it came; compare with `recordedSeq`. */
  unrecorded: Readonly<Record<EventId, number>>;
  /** Exercises at this position, and when that was heard (performance.now()). */
  training: TrainingView;
  trainingHeardAt: number;
}

const noTraining: TrainingView = {
  run: null,
  real: { first: null, waiting: 0, faults: [] },
  ended: null,
  result: null,
};

export const useConsole = create<ConsoleState>(() => ({
  snapshot: null,
  desk: emptyDesk,
  linked: false,
  clockOffset: 0,
  wallOffset: 0,
  recordedSeq: 0,
  levels: { microphone: 0, calls: {} },
  talkingPageId: null,
  pending: {},
  unrecorded: {},
  training: noTraining,
  trainingHeardAt: 0,
}));

/** Before the first snapshot nothing is known, and nothing may be claimed. */
export const useHostHeard = (): boolean => useConsole((state) => state.snapshot !== null);

/** Host time now, for durations and countdowns. */
export const hostNow = (): HostTime => performance.now() + useConsole.getState().clockOffset;
/** Wall clock of a moment in host time, for "14:06:31". */
export const wallOf = (at: HostTime): number => {
  const { clockOffset, wallOffset } = useConsole.getState();
  return at - clockOffset + wallOffset;
};

export function takeSnapshot({ desk, ...snapshot }: Snapshot): void {
  waiting = [];
  useConsole.setState({
    snapshot,
    desk,
    linked: true,
    recordedSeq: snapshot.recordedSeq,
    talkingPageId: null,
    unrecorded: {},
    ...offsets(snapshot.now, snapshot.wall),
  });
}

/** Messages of entries that came within the present frame, after the first. */
let waiting: { entries: readonly Entry[]; recordedSeq: number; now: HostTime; wall: number }[] = [];
let frameOpen = false;
/** A hidden window has no frames: then this often. */
const hiddenFrameMs = 50;
/** So many messages within one frame are a flood: drawn a few times a second, so that the machine has time to hear the rest. */
const floodMessages = 8;
const floodFrameMs = 120;

/**
 * The first message is drawn at once; those that follow before it is painted are drawn together afterwards, so that a
 * burst of hundreds costs a handful of renders and a new card is not held up by what comes after it. Order is kept.
 */
export function takeEntries(entries: readonly Entry[], recordedSeq: number, now: HostTime, wall: number): void {
  if (frameOpen) {
    waiting.push({ entries, recordedSeq, now, wall });
    return;
  }
  applyEntries(entries, recordedSeq, now, wall);
  if (typeof requestAnimationFrame === "undefined") return;
  frameOpen = true;
  const close = () => {
    frameOpen = false;
    catchUp();
  };
  afterPaint(() => (waiting.length < floodMessages ? close() : void setTimeout(close, floodFrameMs)), hiddenFrameMs);
}

/** Applies what waits for the next frame now. */
export function catchUp(): void {
  const last = waiting.at(-1);
  if (!last) return;
  const entries = waiting.flatMap((message) => message.entries);
  waiting = [];
  takeEntries(entries, last.recordedSeq, last.now, last.wall);
}

function applyEntries(entries: readonly Entry[], recordedSeq: number, now: HostTime, wall: number): void {
  const before = useConsole.getState();
  // A snapshot may already hold the first of them.
  const fresh = entries.filter((entry) => entry.seq > before.desk.seq);
  const desk = reduceAll(before.desk, fresh);
  const recorded = Math.max(before.recordedSeq, recordedSeq);
  let unrecorded = before.unrecorded;
  for (const entry of fresh) {
    if (entry.seq > recorded && "eventId" in entry.data && entry.data.eventId !== null) {
      unrecorded = { ...pruned(unrecorded, recorded), [entry.data.eventId]: entry.seq };
    }
  }
  useConsole.setState({ desk, recordedSeq: recorded, unrecorded, ...offsets(now, wall) });
}

function pruned(unrecorded: ConsoleState["unrecorded"], recorded: number): ConsoleState["unrecorded"] {
  return Object.fromEntries(Object.entries(unrecorded).filter(([, seq]) => seq > recorded));
}

export function takeNotice(notice: Notice): void {
  useConsole.setState((state) => {
    switch (notice.kind) {
      case "levels":
        return { levels: { microphone: notice.microphone, calls: notice.calls } };
      case "talking":
        return { talkingPageId: notice.on ? notice.pageId : null };
      case "proof":
        return state.snapshot
          ? { snapshot: { ...state.snapshot, proofs: { ...state.snapshot.proofs, [notice.pbxId]: notice.at } } }
          : {};
      case "devices":
        return state.snapshot
          ? { snapshot: { ...state.snapshot, devices: notice.devices, deviceChoice: notice.choice } }
          : {};
    }
  });
}

const offsets = (now: HostTime, wall: number) => ({
  clockOffset: now - performance.now(),
  wallOffset: wall - performance.now(),
});

export const setOffsets = (now: HostTime, wall: number): void => useConsole.setState(offsets(now, wall));
