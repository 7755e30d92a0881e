/**
 * The desk loop: input → decide → reduce → journal → consoles and SIP. The one place where state lives.
 *
 * Entries are shown, and their orders carried out, once they are on disk, or after 20 ms at most: a sick disk silences
 * neither an alarm nor an answer. What was shown before it was written is marked "not yet recorded" by its sequence.
 */
import { nextSoundAt, planSound } from "../../shared/call/planSound.ts";
import type { SoundPlan } from "../../shared/call/soundPlan.ts";
import { decide } from "../../shared/desk/decide.ts";
import { nextDueAt } from "../../shared/desk/decideTick.ts";
import type { Decision } from "../../shared/desk/decision.ts";
import type { Entry, NewEntry } from "../../shared/desk/entries.ts";
import type { Input } from "../../shared/desk/inputs.ts";
import type { Order } from "../../shared/desk/orders.ts";
import { reduceAll } from "../../shared/desk/reduce.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import type { Desk, HostTime } from "../../shared/desk/state.ts";
import type { Moment } from "../../shared/kit/moment.ts";
import type { Site } from "../../shared/site/site.ts";
import { localMinute } from "./clock.ts";
import type { Clock, Journal } from "./ports.ts";

const showWithinMs = 20;
const longestTimerMs = 60_000;
const replanEveryMs = 20;

export interface DeskOptions {
  desk: Desk;
  site: Site;
  clock: Clock;
  journal: Pick<Journal, "append" | "snapshotDue" | "saveSnapshot">;
  /** When each PBX last proved its registration. */
  proofs(): Readonly<Record<string, HostTime>>;
  /** Whether somebody is at the desk; absent: nothing is known of it. */
  attendance?(): Moment["operator"];
  show(entries: readonly Entry[], recordedSeq: number): void;
  /** Entries that were shown unrecorded are on disk up to `seq`. */
  recorded(seq: number): void;
  order(order: Order): void;
  plan(plan: SoundPlan): void;
}

export interface DeskLoop {
  readonly desk: Desk;
  readonly site: Site;
  readonly recordedSeq: number;
  readonly soundPlan: SoundPlan;
  /** Decides at once; `settled` resolves when what was decided is shown (and recorded, or known not to be). */
  input(input: Input): { refusal: Refusal | null; settled: Promise<void> };
  /** The journal's word that entries are on disk. */
  onRecorded(seq: number): void;
  setSite(site: Site): void;
  stop(): void;
}

interface Batch {
  entries: readonly Entry[];
  orders: readonly Order[];
  lastSeq: number;
  showBy: number;
  settle(): void;
}

export function createDesk(options: DeskOptions): DeskLoop {
  const { clock, journal } = options;
  let desk = options.desk;
  let site = options.site;
  let recordedSeq = desk.seq;
  let shownSeq = desk.seq;
  let soundPlan = planSound(desk, site, clock.now());
  let pending: Batch[] = [];
  let showTimer: NodeJS.Timeout | undefined;
  let dueTimer: NodeJS.Timeout | undefined;
  let replanning = false;
  let plannedAt = 0;
  let stopped = false;

  function input(given: Input): { refusal: Refusal | null; settled: Promise<void> } {
    const now = clock.now();
    const wall = clock.wall();
    const operator = options.attendance?.();
    const minute = localMinute(wall);
    const moment = { now, localMinute: minute, proofs: options.proofs(), ...(operator && { operator }) };
    let decision: Decision;
    let after = desk;
    let entries: Entry[];
    try {
      decision = decide(desk, site, given, moment);
      entries = stamp(decision.entries, desk.seq, now, wall);
      after = reduceAll(desk, entries);
    } catch (error) {
      // A bug in a decision costs that decision, never the desk (DESIGN.md, errors).
      console.error("desk:", error);
      const bug: NewEntry = { kind: "bugCaught", by: "host", data: { where: whereOf(given), words: String(error) } };
      decision = {
        entries: [bug],
        orders: [],
        refusal: { code: "badRequest", words: "Internal error, logged. Nothing was done." },
      };
      entries = stamp(decision.entries, desk.seq, now, wall);
      after = reduceAll(desk, entries);
    }
    desk = after;
    const settled = commit(decision, entries);
    replanSoon();
    return { refusal: decision.refusal, settled };
  }

  function commit(decision: Decision, entries: readonly Entry[]): Promise<void> {
    if (entries.length > 0) {
      journal.append(
        entries,
        decision.entries.map((entry) => entry.attach),
      );
      if (journal.snapshotDue(desk.seq)) journal.saveSnapshot(desk);
    } else if (pending.length === 0) {
      run(decision.orders);
      return Promise.resolve();
    }
    return new Promise((settle) => {
      pending.push({
        entries,
        orders: decision.orders,
        lastSeq: desk.seq,
        showBy: performance.now() + showWithinMs,
        settle,
      });
      showTimer ??= setTimeout(showOverdue, showWithinMs);
    });
  }

  /** Shows, in order, every batch at the head for which `ready` holds. */
  function showWhile(ready: (batch: Batch) => boolean): void {
    const held = pending.findIndex((batch) => !ready(batch));
    const batches = held === -1 ? pending : pending.slice(0, held);
    if (batches.length === 0) return;
    pending = held === -1 ? [] : pending.slice(held);
    const entries = batches.flatMap((batch) => batch.entries);
    if (entries.length > 0) {
      shownSeq = batches[batches.length - 1]?.lastSeq ?? shownSeq;
      options.show(entries, recordedSeq);
    }
    for (const batch of batches) {
      run(batch.orders);
      batch.settle();
    }
  }

  function showOverdue(): void {
    showTimer = undefined;
    const now = performance.now();
    showWhile((batch) => batch.showBy <= now + 1);
    const next = pending[0];
    if (next) showTimer = setTimeout(showOverdue, Math.max(1, next.showBy - now));
  }

  function run(orders: readonly Order[]): void {
    for (const order of orders) options.order(order);
  }

  /** The sound plan and the next deadline: at once after a rest, every 20 ms while inputs pour in. */
  function replanSoon(): void {
    if (replanning || stopped) return;
    replanning = true;
    setTimeout(
      () => {
        replanning = false;
        if (stopped) return;
        plannedAt = performance.now();
        const plan = planSound(desk, site, clock.now());
        if (JSON.stringify(plan) !== JSON.stringify(soundPlan)) {
          soundPlan = plan;
          options.plan(plan);
        }
        wake();
      },
      Math.max(0, plannedAt + replanEveryMs - performance.now()),
    );
  }

  function wake(): void {
    clearTimeout(dueTimer);
    const now = clock.now();
    const due = nextDueAt(desk);
    const sound = nextSoundAt(desk, site, now);
    const next = due === null ? sound : sound === null ? due : Math.min(due, sound);
    if (next === null) return;
    const inMs = Math.min(Math.max(next - now, 0), longestTimerMs);
    dueTimer = setTimeout(() => input({ type: "tick" }), inMs);
  }

  replanSoon();
  return {
    get desk() {
      return desk;
    },
    get site() {
      return site;
    },
    get recordedSeq() {
      return recordedSeq;
    },
    get soundPlan() {
      return soundPlan;
    },
    input,
    onRecorded(seq) {
      const late = recordedSeq < shownSeq;
      recordedSeq = Math.max(recordedSeq, seq);
      showWhile((batch) => batch.lastSeq <= recordedSeq);
      if (late) options.recorded(recordedSeq);
    },
    setSite(next) {
      site = next;
      replanSoon();
    },
    stop() {
      stopped = true;
      clearTimeout(showTimer);
      clearTimeout(dueTimer);
      showWhile(() => true);
    },
  };
}

function stamp(fresh: readonly NewEntry[], seq: number, at: number, wall: number): Entry[] {
  return fresh.map(({ attach: _kept, ...entry }, i) => ({ ...entry, seq: seq + 1 + i, at, wall }) as Entry);
}

const whereOf = (input: Input): string => {
  switch (input.type) {
    case "command":
      return `command ${input.command.type}`;
    case "report":
      return `report ${input.report.type}`;
    case "tick":
      return "tick";
  }
};
