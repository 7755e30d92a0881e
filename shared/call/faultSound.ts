/**
 * What is heard of the console's own faults (rules.md, classes): voice lost, and journal not recording. A deaf console has a
 * sound of its own (planSound.ts). Quiet, until F2: from then on a reminder every five minutes, for as long as it lasts.
 */
import type { Desk, Fault, FaultKind, HostTime } from "../desk/state.ts";
import { isTalking } from "./live.ts";
import type { RingSound } from "./soundPlan.ts";

const heard: readonly FaultKind[] = ["mediaPageLost", "journalDegraded"];
/** A sound page that comes back at once is no reason to look up. */
const soundsAfterMs = 2_000;
export const reminderEveryMs = 5 * 60_000;
/** The reminder plays once; so long it stands in the plan. */
const reminderMs = 3_000;

export const isHeard = ({ kind }: Fault): boolean => heard.includes(kind);

/**
 * Nobody waits for a journal: while the operator talks the bar says it, and it sounds afterwards. Where the voices themselves
 * are lost nobody is disturbed, and somebody has to know at once.
 */
function audible(desk: Desk): Fault[] {
  const talks = isTalking(desk);
  return Object.values(desk.faults).filter((fault) => isHeard(fault) && (!talks || fault.kind === "mediaPageLost"));
}

/** Only where nothing else sounds. */
export function planFault(desk: Desk, now: HostTime): RingSound | null {
  const faults = audible(desk);
  if (faults.some((fault) => fault.silencedAt === undefined && now >= fault.raisedAt + soundsAfterMs))
    return { sound: "fault", level: "normal" };
  const { last } = remindersOf(faults, now);
  return last !== null && now < last + reminderMs ? { sound: "faultReminder", level: "normal", since: last } : null;
}

/** When that changes by time alone. */
export function faultSoundAt(desk: Desk, now: HostTime): readonly HostTime[] {
  const faults = audible(desk);
  const { last, next } = remindersOf(faults, now);
  const unsilenced = faults.filter(({ silencedAt }) => silencedAt === undefined);
  return [
    ...unsilenced.map(({ raisedAt }) => raisedAt + soundsAfterMs),
    ...(last === null ? [] : [last + reminderMs]),
    ...(next === null ? [] : [next]),
  ];
}

/** When the newest reminder began and when the next one does, counted from the last F2; null: there is none. */
function remindersOf(faults: readonly Fault[], now: HostTime): { last: HostTime | null; next: HostTime | null } {
  const silenced = faults.flatMap(({ silencedAt }) => silencedAt ?? []);
  if (silenced.length === 0) return { last: null, next: null };
  const from = Math.max(...silenced);
  const count = Math.floor((now - from) / reminderEveryMs);
  return {
    last: count < 1 ? null : from + count * reminderEveryMs,
    next: from + (count + 1) * reminderEveryMs,
  };
}
