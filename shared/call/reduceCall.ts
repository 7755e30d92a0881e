/** `reduce` for calls. A call is in `desk.calls` while it is up; what is left of it afterwards is in its event or in `recent`. */

import { isAlarmActive } from "../alarm/alarm.ts";
import { isUntaken } from "../autoAnswer/untaken.ts";
import { askedAt, calling } from "../callOut/reduceCallOut.ts";
import type { Entry } from "../desk/entries.ts";
import { patchCall, patchEvent, put, without } from "../desk/patch.ts";
import { type Call, type CallId, type Desk, type EndReason, type PriorityEvent, recentKept } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import { callsOfPress, isWithCaller, membersOf } from "./live.ts";
import { reduceTransfer } from "./reduceTransfer.ts";

type CallEntry = Extract<
  Entry,
  {
    kind:
      | "callOffered"
      | "callTaken"
      | "callNotTaken"
      | "answerRequested"
      | "callDialled"
      | "callAlerting"
      | "callEstablished"
      | "callSoundChanged"
      | "callSilent"
      | "callHealing"
      | "callHealAsked"
      | "callHealed"
      | "callNotHealed"
      | "callHeld"
      | "callResumed"
      | "callMuted"
      | "digitsSent"
      | "doorOpened"
      | "digitsRefused"
      | "transferAsked"
      | "transferProgressed"
      | "transferFailed"
      | "callTransferred"
      | "endRequested"
      | "callEnded";
  }
>;

/** After an end was asked for, the call is taken as ended when nobody confirms within this time. */
const endWithinMs = 4_000;

/** The PBX whose copy of a press was not answered has this long to cancel it (wire.md, one press). */
const cancelWithinMs = 2_000;

export function reduceCall(desk: Desk, entry: CallEntry): Desk {
  const { at, by } = entry;
  switch (entry.kind) {
    case "callOffered": {
      const { callId, pbxId, eventId, stationId, number, name, notAnswerable } = entry.data;
      const { pressId = callId } = entry.data;
      const answered = pressId !== callId && callsOfPress(desk, pressId).some((call) => call.answeredAt !== null);
      return begun(desk, {
        ...newCall(callId, pbxId, at),
        direction: "in",
        state: "offered",
        eventId,
        stationId,
        number,
        name,
        notAnswerable,
        pressId,
        correlation: entry.data.evidence.correlation ?? null,
        copyDueAt: answered ? at + cancelWithinMs : null,
      });
    }
    case "callTaken":
      return patchCall(desk, entry.data.callId, (call) => ({
        bound: true,
        ...(call.state === "offered" ? asItShouldBe : {}),
      }));
    case "callNotTaken":
      return patchCall(desk, entry.data.callId, () => ({ notAnswerable: entry.data.why }));
    case "answerRequested": {
      const { callId, eventId, dueMs } = entry.data;
      const next = patchCall(desk.autoAnswer ? { ...desk, autoAnswer: null } : desk, callId, () => ({
        state: "answering",
        stateSince: at,
        claimedAt: at,
        handledBy: by,
        orderDueAt: at + dueMs,
      }));
      // Should the answer fail, the call is over, and the time runs anew from there.
      return patchEvent(next, eventId, () => ({ stalledDueAt: null }));
    }
    case "callDialled": {
      const { callId, pbxId, number, name, stationId, eventId, dueMs, conference = null, callOut } = entry.data;
      const joined = membersOf(desk, conference);
      const dialled: Call = {
        ...newCall(callId, pbxId, at),
        direction: "out",
        state: "dialling",
        eventId,
        stationId,
        number,
        name,
        bound: true,
        claimedAt: callOut ? askedAt(desk, at) : at,
        handledBy: by,
        orderDueAt: at + dueMs,
        conference,
        // Mute is the operator's, not a party's.
        muted: joined.some((member) => member.muted),
      };
      const { outbound } = desk.shift;
      const shift = { ...desk.shift, outbound: { ...outbound, sent: outbound.sent + 1 } };
      const next = { ...desk, outboundPbxId: pbxId, shift };
      const joining = conference === null ? next : patchCall(next, conference, () => ({ conference }));
      return begun(callOut ? calling(joining, callOut, callId) : joining, dialled);
    }
    case "callAlerting":
      return patchCall(desk, entry.data.callId, (call) =>
        call.state === "dialling" ? { state: "alerting", stateSince: at } : {},
      );
    case "callEstablished":
      return established(desk, entry.data.callId, at);
    case "callSoundChanged":
      return patchCall(desk, entry.data.callId, () => ({ sound: { in: entry.data.in, out: entry.data.out } }));
    case "callSilent":
      return patchCall(desk, entry.data.callId, () => ({ silent: entry.data.silent }));
    case "callHealing": {
      const { callId, because, dueMs } = entry.data;
      return patchCall(desk, callId, (call) => ({
        healing: { because, since: at, asked: false },
        orderDueAt: dueMs === null ? null : at + dueMs,
        // Of a new path nothing is known until packets prove it.
        ...(because === "mediaPage" || because === "hostRestarted" ? { sound: noSound, silent: false } : {}),
        iceRestarted: call.iceRestarted || because === "noSound",
        listenOnly: call.listenOnly || (because === "hostRestarted" && call.state === "talking"),
        bound: call.bound && call.state !== "offered",
        // Whatever becomes of passing it on, no microphone opens by itself after a restart.
        ...(because === "hostRestarted" && call.transfer ? { transfer: { ...call.transfer, talked: false } } : {}),
      }));
    }
    case "callHealAsked":
      return patchCall(desk, entry.data.callId, ({ healing }) => ({
        healing: healing && { ...healing, asked: true },
        orderDueAt: at + entry.data.dueMs,
      }));
    case "callHealed":
      return patchCall(desk, entry.data.callId, () => ({ ...asItShouldBe, pathSince: at }));
    case "callNotHealed":
      return patchCall(desk, entry.data.callId, () => asItShouldBe);
    case "callHeld": {
      const { callId, returnMs } = entry.data;
      const returnDueAt = returnMs > 0 ? at + returnMs : null;
      return patchCall(desk, callId, () => ({
        state: "held",
        stateSince: at,
        returnDueAt,
        asksAgain: false,
        listenOnly: false,
      }));
    }
    case "callResumed":
      return patchCall(desk, entry.data.callId, () => ({
        state: "talking",
        stateSince: at,
        claimedAt: at,
        handledBy: by,
        returnDueAt: null,
        asksAgain: false,
        listenOnly: false,
      }));
    case "callMuted":
      return patchCall(desk, entry.data.callId, () => ({ muted: entry.data.muted }));
    case "digitsSent":
      return patchCall(desk, entry.data.callId, (call) => ({
        digits: (call.digits + entry.data.digits).slice(-32),
        digitsRefused: null,
      }));
    case "digitsRefused":
      return patchCall(desk, entry.data.callId, () => ({ digitsRefused: entry.data.why }));
    case "doorOpened":
      return patchCall(desk, entry.data.callId, () => ({ doorSentAt: at, digitsRefused: null }));
    case "transferAsked":
    case "transferProgressed":
    case "transferFailed":
    case "callTransferred":
      return reduceTransfer(desk, entry);
    case "endRequested":
      return patchCall(desk, entry.data.callId, () => ({
        ending: true,
        orderDueAt: at + endWithinMs,
        copyDueAt: null,
      }));
    case "callEnded":
      return ended(desk, entry);
    default:
      return assertNever(entry);
  }
}

const noSound = { in: false, out: false };
const asItShouldBe = { healing: null, orderDueAt: null };

const newCall = (id: string, pbxId: string, at: number) => ({
  id,
  pbxId,
  pressId: id,
  correlation: null,
  copyDueAt: null,
  since: at,
  stateSince: at,
  answeredAt: null,
  claimedAt: null,
  bound: false,
  notAnswerable: null,
  muted: false,
  handledBy: null,
  sound: { in: false, out: false },
  digits: "",
  doorSentAt: null,
  digitsRefused: null,
  ending: false,
  returnDueAt: null,
  asksAgain: false,
  orderDueAt: null,
  healing: null,
  listenOnly: false,
  pathSince: null,
  iceRestarted: false,
  silent: false,
  transfer: null,
  conference: null,
});

/** A call that begins belongs to its event, which is active while anyone is on the line. */
function begun(desk: Desk, call: Call): Desk {
  const next = { ...desk, calls: put(desk.calls, call.id, call) };
  return patchEvent(next, call.eventId, (event) => ({
    callIds: [...event.callIds, call.id],
    stalledDueAt: null,
    ...(call.direction === "in" ? { condition: "active" as const } : {}),
  }));
}

function established(desk: Desk, callId: string, at: number): Desk {
  const call = desk.calls[callId];
  if (!call) return desk;
  let next = patchCall(desk, callId, () => ({
    state: "talking",
    stateSince: at,
    answeredAt: at,
    pathSince: at,
    orderDueAt: null,
  }));
  for (const copy of callsOfPress(desk, call.pressId)) {
    if (copy.state === "offered") next = patchCall(next, copy.id, () => ({ copyDueAt: at + cancelWithinMs }));
  }
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  const { inbound, outbound } = desk.shift;
  if (call.direction === "out") {
    next = { ...next, shift: { ...next.shift, outbound: { ...outbound, reached: outbound.reached + 1 } } };
  } else if (event && call.claimedAt !== null && !isUntaken(call)) {
    // Answered is measured to the operator's key, not to the ACK of a slow network.
    const waitedMs = call.claimedAt - event.waitingSince;
    next = {
      ...next,
      shift: {
        ...next.shift,
        inbound: {
          ...inbound,
          answered: inbound.answered + 1,
          inTarget: inbound.inTarget + (call.claimedAt <= event.targetAt ? 1 : 0),
          longestWaitMs: Math.max(inbound.longestWaitMs, waitedMs),
        },
      },
    };
  }
  return patchEvent(next, call.eventId, (of) =>
    // A patrol that was called for the event says nothing of its caller.
    !isWithCaller(call, of)
      ? {}
      : {
          condition: "active",
          stalledDueAt: null,
          firstAnsweredAt: of.firstAnsweredAt ?? (call.direction === "in" && !isUntaken(call) ? at : null),
          callLost: false,
          abandoned: false,
        },
  );
}

function ended(desk: Desk, entry: Extract<CallEntry, { kind: "callEnded" }>): Desk {
  const { at } = entry;
  const { callId, stalledMs } = entry.data;
  const call = desk.calls[callId];
  if (!call) return desk;
  const reason = withTarget(entry.data.reason, call);
  let next: Desk = { ...desk, calls: without(desk.calls, callId) };
  if (call.direction === "out") {
    const { number, name, stationId, direction, since: startedAt, answeredAt, conference } = call;
    const who = { callId, number, name, stationId, direction, conference };
    const gone = { ...who, startedAt, answeredAt, endedAt: at, reason };
    next = { ...next, recent: [gone, ...next.recent].slice(0, recentKept) };
  }
  const event = call.eventId === null ? undefined : next.events[call.eventId];
  // While another PBX still offers the press, or we talk on its leg, the caller has not gone.
  const isCopy = callsOfPress(next, call.pressId).length > 0;
  const abandoned = reason.kind === "abandoned" && event !== undefined && event.firstAnsweredAt === null && !isCopy;
  if (abandoned) {
    const { inbound } = next.shift;
    next = { ...next, shift: { ...next.shift, inbound: { ...inbound, abandoned: inbound.abandoned + 1 } } };
  }
  return patchEvent(next, call.eventId, (of) => {
    const callIds = of.callIds.filter((id) => id !== callId);
    const callerThere = callIds.some((id) => {
      const other = next.calls[id];
      return other !== undefined && isWithCaller(other, of);
    });
    return {
      callIds,
      condition: callerThere || isAlarmActive(of) ? of.condition : "returned",
      abandoned: of.abandoned || abandoned,
      callLost: of.callLost || (reason.kind === "lost" && !isCopy && isWithCaller(call, of) && !callerThere),
      lastEnded: isWithCaller(call, of) && !isCopy ? { at, reason } : of.lastEnded,
      stalledDueAt: stalledAfter(next, of, callIds, at + stalledMs),
    };
  });
}

/** It runs from the last call's end, also where a caller still rings: he was not answered. Where it ran already it goes on. */
function stalledAfter({ calls }: Desk, event: PriorityEvent, callIds: readonly CallId[], dueAt: number): number | null {
  if (!event.acknowledged) return null;
  if (callIds.length === 0) return dueAt;
  return callIds.every((id) => calls[id]?.state === "offered") ? (event.stalledDueAt ?? dueAt) : null;
}

const withTarget = (reason: EndReason, { transfer }: Call): EndReason =>
  reason.kind === "transferred" && transfer ? { ...reason, to: transfer.name } : reason;
