/**
 * Call-out lists: the members are called one after the other, each for the list's own time, until one answers or the list is
 * over. The deadline of each is that of its call. The caller on the line stays on it until a member answers.
 *
 *   started ▸ calling 1 ▸ calling 2 … ▸ over (reached | nobody | stopped | noPbx | nobodySignedIn | hostRestarted)
 */
import { callWith, dialling, nameOfNumber, noPbx, pbxForOutbound } from "../call/decideDial.ts";
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, joined, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Cause, Desk } from "../desk/state.ts";
import { permitCall, permitSignedIn } from "../operator/permit.ts";
import type { CallOut, CallOutOutcome, CallOutResult } from "./callOut.ts";

const rule = "rule:callOut";

export const runningCallOut = (desk: Desk): CallOut | null => (desk.callOut?.over === null ? desk.callOut : null);

export function decideStartCallOut(context: Context, listId: string, eventId: string | null): Decision {
  const { desk, site, moment, by } = context;
  const operatorId = operatorIn(by);
  const unsigned = permitSignedIn(site, operatorId, "start a call-out");
  if (unsigned) return refused(unsigned);
  const list = site.callOutLists.find((one) => one.id === listId);
  if (!list) return refuse("unknownTarget", `The site has no call-out list ${listId}.`);
  const running = runningCallOut(desk);
  if (running) return refuse("callInProgress", `${running.name} is being called. Stop it first.`);
  if (eventId !== null && !desk.events[eventId]) return refuse("alreadyGone", "This event is closed.");
  if (desk.page && desk.page.state !== "closing" && desk.page.message === null) {
    return refuse("pageInProgress", "A page is running. Release it before you call.");
  }
  if (pbxForOutbound(context) === null) return noPbx();
  const denials = list.members.map((number) => permitCall(site, operatorId, number, moment));
  const [denied] = denials;
  if (denied && denials.every((denial) => denial !== null)) return refused(denied);

  const members = list.members.map((number) => ({ number, name: nameOfNumber(site, number) }));
  const id = `list-${desk.seq + 1}`;
  const eachMs = list.eachS * 1000;
  const started: NewEntry = {
    kind: "callOutStarted",
    by,
    data: { callOutId: id, listId, name: list.name, eventId, eachMs, members },
  };
  const callOut: CallOut = {
    id,
    listId,
    name: list.name,
    by,
    eventId,
    startedAt: moment.now,
    eachMs,
    members: members.map((member) => ({ ...member, result: null })),
    calling: null,
    over: null,
  };
  return joined(done([started]), callNext(context, callOut, by));
}

export function decideStopCallOut(context: Context): Decision {
  const { desk, site, by } = context;
  const unsigned = permitSignedIn(site, operatorIn(by), "stop a call-out");
  if (unsigned) return refused(unsigned);
  const running = runningCallOut(desk);
  if (!running) return refuse("alreadyGone", "No call-out list is being called.");
  const callId = running.calling?.callId;
  const call = callId === undefined ? undefined : desk.calls[callId];
  const ending: Decision =
    call && !call.ending
      ? done([{ kind: "endRequested", by, data: { callId: call.id } }], [{ type: "endCall", callId: call.id }])
      : done([]);
  return joined(ending, stopped(running, "stopped", { kind: "cancelledByOperator" }, by));
}

/** After a restart of the host nothing is on the wire any more; the list is not taken up again by itself. */
export function callOutLost(desk: Desk): readonly NewEntry[] {
  const running = runningCallOut(desk);
  return running ? stopped(running, "hostRestarted", { kind: "lost" }, "rule:hostRestarted").entries : [];
}

/**
 * What a decision means for the list that runs: its call was answered, ended, or is ended by the operator. One place for
 * every way in which that can happen: reports, deadlines, commands.
 */
export function followCallOut(context: Context, decision: Decision): Decision {
  const running = runningCallOut(context.desk);
  if (!running?.calling || decision.refusal || decision.entries.some(({ kind }) => kind === "callOutEnded")) {
    return decision;
  }
  const { callId, member } = running.calling;
  for (const { kind, by, data } of decision.entries) {
    if (!("callId" in data) || data.callId !== callId) continue;
    if (kind === "endRequested") {
      return joined(decision, stopped(running, "stopped", { kind: "cancelledByOperator" }, by));
    }
    if (kind === "callEstablished") {
      const reached = withResult(running, member, { kind: "reached" });
      return joined(decision, done([memberDone(reached, member), over(reached, "reached", rule)]));
    }
    if (kind === "callEnded") {
      const after = withResult(running, member, { kind: "ended", reason: data.reason });
      const { signedIn } = context.desk;
      const cause = signedIn === null ? null : `operator:${signedIn.operatorId}`;
      return joined(decision, done([memberDone(after, member)]), callNext(context, after, cause));
    }
  }
  return decision;
}

/**
 * Calls the next member that may be called, by the right of whoever has the position now: a successor takes the list over with
 * it. Whom the role may not call is skipped in words, and never dialled.
 */
function callNext(context: Context, callOut: CallOut, by: Cause | null): Decision {
  const { desk } = context;
  const operatorId = by === null ? null : operatorIn(by);
  let after = callOut;
  const entries: NewEntry[] = [];
  for (const [member, { number, result }] of callOut.members.entries()) {
    if (result !== null) continue;
    if (by === null || operatorId === null) return done([...entries, over(after, "nobodySignedIn", rule)]);
    const words = whyNot(context, operatorId, number);
    if (words !== null) {
      after = withResult(after, member, { kind: "skipped", words });
      entries.push(memberDone(after, member));
      continue;
    }
    const pbxId = pbxForOutbound(context);
    if (pbxId === null) return done([...entries, over(after, "noPbx", rule)]);
    // Its event may have been closed since.
    const eventId = after.eventId !== null && desk.events[after.eventId] ? after.eventId : null;
    const dialled = dialling({ ...context, by }, pbxId, number, {
      eventId,
      purpose: "call",
      dueMs: after.eachMs,
      callOut: { callOutId: after.id, member },
    });
    return joined(done(entries), dialled);
  }
  return done([...entries, over(after, "nobody", rule)]);
}

function whyNot({ desk, site, moment }: Context, operatorId: string, number: string): string | null {
  const denied = permitCall(site, operatorId, number, moment);
  if (denied) return denied.words;
  const same = callWith(desk, number);
  return same ? `There is already a call with ${same.name}.` : null;
}

function stopped(
  running: CallOut,
  outcome: CallOutOutcome,
  reason: Extract<CallOutResult, { kind: "ended" }>["reason"],
  by: Cause,
): Decision {
  if (!running.calling) return done([over(running, outcome, by)]);
  const { member } = running.calling;
  const after = withResult(running, member, { kind: "ended", reason });
  return done([memberDone(after, member), over(after, outcome, by)]);
}

const withResult = (callOut: CallOut, member: number, result: CallOutResult): CallOut => ({
  ...callOut,
  members: callOut.members.map((one, i) => (i === member ? { ...one, result } : one)),
});

function memberDone({ id, name, eventId, members }: CallOut, member: number): NewEntry {
  const one = members[member];
  if (!one?.result) throw new Error(`member ${member} of ${id} has no result`);
  const { name: memberName, result } = one;
  return {
    kind: "callOutMemberDone",
    by: rule,
    data: { callOutId: id, name, eventId, member, memberName, result },
  };
}

const over = ({ id, name, eventId, members }: CallOut, outcome: CallOutOutcome, by: Cause): NewEntry => ({
  kind: "callOutEnded",
  by,
  data: {
    callOutId: id,
    name,
    eventId,
    outcome,
    results: members.map(({ name: called, result }) => ({ name: called, result })),
  },
});
