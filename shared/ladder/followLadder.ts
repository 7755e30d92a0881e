/** What reports, and what else is decided, mean for the ladder's call: its progress, its key, and that it is no longer needed. */
import type { Context } from "../desk/context.ts";
import { type Decision, done, joined, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Report } from "../desk/inputs.ts";
import type { Desk } from "../desk/state.ts";
import { acknowledgedEntry } from "../priority/acknowledged.ts";
import { silences } from "../shelf/reduceShelf.ts";
import { conclude, end, endedEntry, ladderRule, ofCall, tellForMs } from "./decideLadder.ts";
import type { LadderCall, LadderResult } from "./ladder.ts";

/** The call of the ladder with this id. */
export const ladderCallOf = ({ ladder }: Pick<Desk, "ladder">, callId: string): LadderCall | undefined =>
  ladder.call?.id === callId ? ladder.call : undefined;

/** Null: the report is not about the ladder's call. */
export function decideLadderReport(context: Context, report: Report): Decision | null {
  const call = "callId" in report ? ladderCallOf(context.desk, report.callId) : undefined;
  if (!call) return null;
  const { by } = context;
  const about = ofCall(call);
  switch (report.type) {
    case "callAlerting":
      return call.state === "dialling" ? done([{ kind: "ladderAlerting", by, data: about }]) : nothing;
    case "callEstablished":
      // A 200 that crossed our CANCEL.
      if (call.state === "ending") return done([], [{ type: "endCall", callId: call.id }]);
      if (call.state !== "dialling" && call.state !== "alerting") return nothing;
      return done([{ kind: "ladderTelling", by, data: { ...about, dueMs: tellForMs } }]);
    case "digitHeard":
      return report.digit === "1" && call.state === "telling" ? acknowledged(context, call) : nothing;
    case "messageOver": {
      if (call.state !== "telling" && call.state !== "confirming") return nothing;
      if (report.failed === null) return call.state === "confirming" ? end(call, call.result ?? lost) : nothing;
      // Somebody listens to silence: hang up, and try again.
      return end(call, call.result ?? { kind: "failed", code: null, text: `Nothing could be said: ${report.failed}` });
    }
    case "callEnded":
      return done([endedEntry(call, call.result ?? (call.state === "telling" ? { kind: "hungUp" } : lost), by)]);
    case "callFailed": {
      const { kind, code, text } = report.reason;
      const isLost = kind === "failed" && call.state === "telling";
      return done([endedEntry(call, call.result ?? (isLost ? lost : { kind: "failed", code, text }), by)]);
    }
    default:
      return nothing;
  }
}

/** So long may the PBX take to be there after a restart, before its part of the call is left to it. */
const strayWithinMs = 20_000;

const lost: LadderResult = { kind: "lost" };

function acknowledged(context: Context, call: LadderCall): Decision {
  const { desk } = context;
  const { subject } = call;
  const entries: NewEntry[] = [];
  if ("noticeId" in subject) {
    const { noticeId } = subject;
    if (desk.ladder.notices[noticeId]) {
      entries.push({ kind: "supervisorAskOver", by: ladderRule, data: { noticeId, acknowledged: true } });
    }
  } else {
    const event = desk.events[subject.eventId];
    if (event && !event.acknowledged) {
      const how = call.rung === "supervisor" ? "bySupervisor" : "byAlternate";
      entries.push(acknowledgedEntry(context, event, how, ladderRule));
    }
  }
  return joined(done(entries), conclude(call, { kind: "acknowledged" }));
}

/**
 * After whatever was decided: a call whose event was taken or closed meanwhile is no longer needed, one to a number that the desk
 * calls itself gives way, and one whose PBX or sound page went away is over.
 */
export function followLadder(context: Context, decision: Decision): Decision {
  const { call } = context.desk.ladder;
  if (!call || decision.refusal || decision.entries.length === 0) return decision;
  const named = "eventId" in call.subject ? call.subject.eventId : null;
  for (const entry of decision.entries) {
    // Its own act, or its end: nothing follows from it.
    if (entry.kind === "ladderConfirming" || entry.kind === "ladderEnding" || entry.kind === "ladderCallEnded")
      return decision;
  }
  for (const entry of decision.entries) {
    switch (entry.kind) {
      case "eventAcknowledged":
      case "eventClosed":
        if (entry.data.eventId === named) return joined(decision, conclude(call, { kind: "notNeeded" }));
        break;
      case "shelved": {
        const event = named === null ? undefined : context.desk.events[named];
        if (event && silences(entry.data, event)) return joined(decision, conclude(call, { kind: "notNeeded" }));
        break;
      }
      case "supervisorAskOver":
        if ("noticeId" in call.subject && entry.data.noticeId === call.subject.noticeId) {
          return joined(decision, conclude(call, { kind: "notNeeded" }));
        }
        break;
      case "callDialled":
        // His telephone takes one call: the operator's.
        if (entry.data.number === call.number) return joined(decision, end(call, { kind: "gaveWay" }));
        break;
      case "pbxChanged": {
        if (entry.data.pbxId !== call.pbxId) break;
        const { state } = entry.data;
        // What is left of a call from before a restart can be ended now, and then it is made again.
        if (state === "registered" && call.state === "ending") {
          return joined(decision, done([], [{ type: "endCall", callId: call.id }]));
        }
        if (state === "lost" || state === "down") return joined(decision, end(call, call.result ?? lost));
        break;
      }
      case "hostStarted":
        return joined(decision, afterRestart(call));
    }
  }
  return decision;
}

/** Its dialog may still be up at the PBX, and the telephone at the far end off the hook: ended as soon as the PBX is there. */
function afterRestart(call: LadderCall): Decision {
  const data = { ...ofCall(call), result: call.result ?? lost, dueMs: strayWithinMs };
  return done([{ kind: "ladderEnding", by: "rule:hostRestarted", data }]);
}

/** A sound page took the lease and has nothing of the call: nobody could say anything in it. */
export function ladderMediaTook({ desk }: Context, has: readonly string[]): Decision {
  const { call } = desk.ladder;
  return call && !has.includes(call.id) && call.state !== "dialling" ? end(call, call.result ?? lost) : nothing;
}
