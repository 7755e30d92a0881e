/** `reduce` for the ladder: rungs that were reached, the call that tells of them, and what became of it. */
import type { Entry } from "../desk/entries.ts";
import { patchEvent, put, without } from "../desk/patch.ts";
import type { Desk, EventId, HostTime, PriorityEvent } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import {
  type DueRung,
  type LadderCall,
  type LadderResult,
  type LadderTimes,
  mostAttempts,
  type Notice,
  type Rung,
  type Summons,
} from "./ladder.ts";
import type { LadderEntryData } from "./ladderEntries.ts";

type LadderEntry = Extract<Entry, { kind: keyof LadderEntryData }>;

export function reduceLadder(desk: Desk, entry: LadderEntry): Desk {
  const { at } = entry;
  const { call } = desk.ladder;
  switch (entry.kind) {
    case "ladderRungReached": {
      const { eventId, rung } = entry.data;
      return patchEvent(desk, eventId, ({ rungs, summons }) => ({
        rungs: rungs.filter((one) => one.rung !== rung),
        summons: [...summons.filter((one) => one.rung !== rung), reached(rung, at)],
      }));
    }
    case "supervisorAsked": {
      const { noticeId, about, rung = "supervisor" } = entry.data;
      return withNotices(desk, put(desk.ladder.notices, noticeId, { ...reached(rung, at), about }));
    }
    case "supervisorAskOver":
      return withNotices(desk, without(desk.ladder.notices, entry.data.noticeId));
    case "ladderWaits": {
      const { eventId, noticeId, rung, retryMs } = entry.data;
      return patchSummons(desk, of(eventId), noticeId, rung, () => ({ waitsForPbx: true, nextAt: at + retryMs }));
    }
    case "ladderCalled": {
      const { callId: id, eventId, noticeId, eventIds, rung, pbxId, number, name, dueMs, retryMs } = entry.data;
      const subject = eventId === null ? { noticeId: noticeId ?? "" } : { eventId };
      const started: LadderCall = {
        id,
        pbxId,
        rung,
        number,
        name,
        state: "dialling",
        subject,
        eventIds,
        startedAt: at,
        dueAt: at + dueMs,
        retryMs,
        result: null,
      };
      const next = { ...desk, outboundPbxId: pbxId, ladder: { ...desk.ladder, call: started } };
      return patchSummons(next, eventIds, noticeId, rung, ({ attempts }) => ({
        attempts: attempts + 1,
        waitsForPbx: false,
        // Should the end of this call never come to it (closed meanwhile, say), it is still tried again.
        nextAt: attempts + 1 < mostAttempts ? at + retryMs : null,
      }));
    }
    case "ladderAlerting":
      return patchLadderCall(desk, entry.data.callId, () => ({ state: "alerting" }));
    case "ladderTelling":
      return patchLadderCall(desk, entry.data.callId, () => ({ state: "telling", dueAt: at + entry.data.dueMs }));
    case "ladderConfirming": {
      const { callId, result, dueMs } = entry.data;
      return patchLadderCall(desk, callId, () => ({ state: "confirming", result, dueAt: at + dueMs }));
    }
    case "ladderEnding": {
      const { callId, result, dueMs } = entry.data;
      return patchLadderCall(desk, callId, () => ({ state: "ending", result, dueAt: at + dueMs }));
    }
    case "ladderCallEnded": {
      if (call?.id !== entry.data.callId) return desk;
      const { result } = entry.data;
      const next = { ...desk, ladder: { ...desk.ladder, call: null } };
      const noticeId = "noticeId" in call.subject ? call.subject.noticeId : null;
      return patchSummons(next, call.eventIds, noticeId, call.rung, (one) => afterCall(one, result, at, call.retryMs));
    }
    default:
      return assertNever(entry);
  }
}

const reached = (rung: Rung, at: HostTime): Summons => ({
  rung,
  reachedAt: at,
  attempts: 0,
  nextAt: at,
  waitsForPbx: false,
  last: null,
});

/** Somebody listens and has acknowledged another event: he is told of the next one at once, as if for the first time. */
function afterCall(one: Summons, result: LadderResult, at: HostTime, retryMs: number): Partial<Summons> {
  if (result.kind === "acknowledged" || result.kind === "notNeeded") return { attempts: 0, nextAt: at };
  // What broke on our side is no attempt that the far end could have answered.
  if (result.kind === "lost") return { last: result, attempts: Math.max(0, one.attempts - 1), nextAt: at };
  return { last: result, nextAt: one.attempts < mostAttempts ? at + retryMs : null };
}

/** The ladder of a wait that begins. What an unacknowledged event waits for already is never put off by waiting anew. */
export function startedLadder(
  event: Pick<PriorityEvent, "acknowledged" | "rungs" | "summons"> | null,
  times: LadderTimes | undefined,
  at: HostTime,
): Pick<PriorityEvent, "rungs" | "summons"> {
  const waits = event !== null && !event.acknowledged;
  const rungs = (["supervisor", "alternate"] as const).flatMap((rung): DueRung[] => {
    const afterMs = times?.[rung];
    const before = waits ? event.rungs.find((one) => one.rung === rung) : undefined;
    if (afterMs === undefined) return before ? [before] : [];
    return [{ rung, dueAt: Math.min(before?.dueAt ?? Number.POSITIVE_INFINITY, at + afterMs) }];
  });
  return { rungs, summons: waits ? event.summons : [] };
}

/** An event that somebody has taken climbs no further. */
export const noLadder: Pick<PriorityEvent, "rungs" | "summons"> = { rungs: [], summons: [] };

const of = (eventId: EventId | null): EventId[] => (eventId === null ? [] : [eventId]);

const withNotices = (desk: Desk, notices: Readonly<Record<string, Notice>>): Desk => ({
  ...desk,
  ladder: { ...desk.ladder, notices },
});

function patchLadderCall(desk: Desk, callId: string, change: () => Partial<LadderCall>): Desk {
  const { call } = desk.ladder;
  return call?.id === callId ? { ...desk, ladder: { ...desk.ladder, call: { ...call, ...change() } } } : desk;
}

function patchSummons(
  desk: Desk,
  eventIds: readonly EventId[],
  noticeId: string | null,
  rung: Rung,
  change: (summons: Summons) => Partial<Summons>,
): Desk {
  let next = desk;
  for (const eventId of eventIds) {
    next = patchEvent(next, eventId, ({ summons }) => ({
      summons: summons.map((one) => (one.rung === rung ? { ...one, ...change(one) } : one)),
    }));
  }
  const notice = noticeId === null ? undefined : next.ladder.notices[noticeId];
  if (noticeId === null || !notice) return next;
  return withNotices(next, put(next.ladder.notices, noticeId, { ...notice, ...change(notice) }));
}
