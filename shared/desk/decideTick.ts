/** Deadlines: each fires exactly once, because the entry it makes clears it. Time is data; the host ticks at `nextDueAt`. */

import { failedEntry } from "../call/decideTransfer.ts";
import { decideNotHealed, healDue, healDueAt } from "../call/heal.ts";
import { doorsGivenUp } from "../door/decideHttpDoor.ts";
import { floodDue } from "../flood/decideFlood.ts";
import { floodEndsAt } from "../flood/flood.ts";
import { ladderDue, ladderDueAt } from "../ladder/decideLadder.ts";
import { ladderOf } from "../ladder/rungs.ts";
import { beginOverdue, waitingLegs } from "../page/beginMessage.ts";
import { release } from "../page/decidePage.ts";
import { endedEntry, targetMsOf } from "../priority/decideArrival.ts";
import { shelvesDue, shelvesDueAt } from "../shelf/decideShelf.ts";
import { isQuiet } from "../shelf/shelf.ts";
import { soundTestDue, soundTestDueAt } from "../shift/soundTest.ts";
import type { Context } from "./context.ts";
import { type Decision, done, joined } from "./decision.ts";
import type { NewEntry } from "./entries.ts";
import type { Order } from "./orders.ts";
import type { Call, Desk, EndReason } from "./state.ts";

export function decideTick(context: Context): Decision {
  const { desk, site, moment } = context;
  const due = (at: number | null): boolean => at !== null && at <= moment.now;
  const entries: NewEntry[] = [];
  const orders: Order[] = [];
  for (const call of Object.values(desk.calls)) {
    if (due(call.orderDueAt)) {
      const overdue = orderOverdue({ ...context, by: "rule:deadline" }, call);
      entries.push(...overdue.entries);
      orders.push(...overdue.orders);
    } else if (due(call.transfer?.dueAt ?? null)) {
      // Its own end, if asked for, has a deadline too: the order's.
      entries.push(failedEntry({ ...context, by: "rule:deadline" }, call, null, "The PBX said nothing of it in time"));
    } else if (due(call.copyDueAt)) {
      entries.push({ kind: "endRequested", by: "rule:copyAnswered", data: { callId: call.id } });
      orders.push({ type: "refuseCall", callId: call.id, code: 486 });
    } else if (due(call.returnDueAt) && call.eventId !== null) {
      const event = desk.events[call.eventId];
      if (!event) continue;
      const targetMs = targetMsOf(site, event);
      const data = { eventId: event.id, because: "holdReturn" as const, callId: call.id, targetMs };
      entries.push({ kind: "eventSoundedAgain", by: "rule:holdReturn", data });
    }
  }
  for (const event of Object.values(desk.events)) {
    // On a shelf nothing sounds; what is overdue when it ends, sounds then.
    if (!due(event.stalledDueAt) || isQuiet(desk, event)) continue;
    const targetMs = targetMsOf(site, event);
    const ladder = ladderOf(site, event.class);
    const data = { eventId: event.id, because: "stalled" as const, callId: null, targetMs, ...ladder };
    entries.push({ kind: "eventSoundedAgain", by: "rule:stalled", data });
  }
  entries.push(...doorsGivenUp(desk, "rule:deadline", "It did not answer in time", due));
  if (due(desk.silencedUntil)) entries.push({ kind: "soundUnsilenced", by: "rule:silenceEnded", data: {} });
  entries.push(...floodDue(context), ...shelvesDue(context));
  return joined(
    done(entries, orders),
    healDue(context),
    pageDue(context, due),
    ladderDue(context),
    soundTestDue(context),
  );
}

function orderOverdue(context: Context, call: Call): Decision {
  const endIt: Order = { type: "endCall", callId: call.id };
  if (call.healing && !call.ending) {
    const decision = decideNotHealed(context, call.id, false, "It was not given back in time");
    const goesOn = decision.entries.some((entry) => entry.kind === "callNotHealed");
    return goesOn ? decision : { ...decision, orders: [endIt] };
  }
  return done([endedEntry(context, call.id, overdueReason(call))], [endIt]);
}

function overdueReason(call: Call): EndReason {
  if (call.transfer?.state === "done") return { kind: "transferred" };
  if (call.ending) return { kind: call.answeredAt === null ? "cancelledByOperator" : "operatorEnded" };
  if (call.direction === "out") return { kind: "refusedByFarEnd", code: 408, text: "No answer" };
  // Sound that cannot be set up is told sooner, in its own words.
  return { kind: "failed", code: null, text: "The PBX did not confirm the answer in time" };
}

function pageDue(context: Context, due: (at: number | null) => boolean): Decision {
  const { page } = context.desk;
  if (!page) return done([]);
  const byRule = { ...context, by: "rule:deadline" };
  if (!due(page.openDueAt)) return beginOverdue(byRule, page, due);
  if (page.state !== "closing") {
    return release(byRule, page, page.openedAt === null ? "timeout" : "unconfirmed");
  }
  const reason = page.releasedBecause ?? "timeout";
  return done([{ kind: "pageClosed", by: "rule:deadline", data: { pageId: page.id, reason } }]);
}

/** When the next tick is due, in host time; null: nothing waits. */
export function nextDueAt(desk: Desk): number | null {
  let next: number | null = desk.silencedUntil;
  const sooner = (at: number | null | undefined) => {
    if (at !== null && at !== undefined && (next === null || at < next)) next = at;
  };
  for (const call of Object.values(desk.calls)) {
    sooner(call.orderDueAt);
    sooner(healDueAt(desk, call));
    sooner(call.returnDueAt);
    sooner(call.transfer?.dueAt);
    sooner(call.copyDueAt);
  }
  for (const event of Object.values(desk.events)) if (!isQuiet(desk, event)) sooner(event.stalledDueAt);
  sooner(floodEndsAt(desk.flood));
  sooner(shelvesDueAt(desk));
  sooner(desk.autoAnswer?.dueAt);
  sooner(ladderDueAt(desk));
  for (const door of Object.values(desk.doors)) sooner(door.dueAt);
  sooner(desk.page?.openDueAt);
  sooner(soundTestDueAt(desk));
  for (const leg of desk.page ? waitingLegs(desk.page) : []) sooner(leg.beginDueAt);
  return next;
}
