/**
 * The console's projection: a snapshot, then entries, reduced by the same `reduce` as the host's. It decides nothing.
 * Components read it by selectors through `useConsole`; commands go out through `link.ts`.
 */
import { create } from "zustand";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type CallId, type Desk, emptyDesk, type HostTime } from "../../shared/desk/state.ts";
import type { Notice, Snapshot } from "../../shared/link/consoleLink.ts";

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
}

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
}));

/** Host time now, for durations and countdowns. */
export const hostNow = (): HostTime => performance.now() + useConsole.getState().clockOffset;
/** Wall clock of a moment in host time, for "14:06:31". */
export const wallOf = (at: HostTime): number => {
  const { clockOffset, wallOffset } = useConsole.getState();
  return at - clockOffset + wallOffset;
};

export function takeSnapshot({ desk, ...snapshot }: Snapshot): void {
  useConsole.setState({
    snapshot,
    desk,
    linked: true,
    recordedSeq: snapshot.recordedSeq,
    talkingPageId: null,
    ...offsets(snapshot.now, snapshot.wall),
  });
}

export function takeEntries(entries: readonly Entry[], recordedSeq: number, now: HostTime, wall: number): void {
  const before = useConsole.getState();
  let desk = before.desk;
  // A snapshot may already hold the first of them.
  for (const entry of entries) if (entry.seq > desk.seq) desk = reduce(desk, entry);
  useConsole.setState({ desk, recordedSeq: Math.max(before.recordedSeq, recordedSeq), ...offsets(now, wall) });
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
