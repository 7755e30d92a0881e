/**
 * Calls that heal (wire.md): a call whose link, sound page or host was lost is taken back, to its former state and never
 * to more. What is wrong is an entry; the order goes out by `healDue` as soon as its PBX and a sound page are there.
 */
import type { Context } from "../desk/context.ts";
import { type Decision, done, joined, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Order } from "../desk/orders.ts";
import type { Call, CallId, Desk } from "../desk/state.ts";
import { ladderOf } from "../ladder/rungs.ts";
import { pageWithoutSound } from "../page/pageLosses.ts";
import { endedEntry, targetMsOf } from "../priority/decideArrival.ts";
import type { HealCause } from "./healing.ts";
import { isWithCaller } from "./live.ts";

/** The far end and the sound page have this long to give a call back. */
const healWithinMs = 8_000;
/** After a restart: legs that were up less than this ago are taken back, and this long may the PBX take to be there. */
const hostGoneForMs = 60_000;
/** A ringing INVITE that is older than this is not answered any more: its caller has long gone elsewhere. */
const ringLimitMs = 180_000;
/** No packet for this long after a path was agreed on: no sound. The sound page tells of a path that falls silent later. */
export const noSoundAfterMs = 2_000;

const hasDialog = (call: Call): boolean => call.state === "talking" || call.state === "held";

/** "rule:linkBack" and so on: nothing leaves without a journalled cause. */
const ruleOf = (because: HealCause): string => `rule:${because}`;

function healing(callId: CallId, because: HealCause, dueMs: number | null = null): NewEntry {
  return { kind: "callHealing", by: ruleOf(because), data: { callId, because, dueMs } };
}

/**
 * What becomes of a call that was up or ringing when the host was lost; null: it is lost. `gapMs`: since its last sign of life.
 * A call out that had not been answered is lost: nobody dials by himself.
 */
export function healAfterRestart({ moment }: Context, call: Call, gapMs: number, kept: boolean): NewEntry | null {
  if (!kept || call.ending || gapMs >= hostGoneForMs) return null;
  const rings = call.state === "offered" && call.notAnswerable === null && moment.now - call.since < ringLimitMs;
  return rings || hasDialog(call) ? healing(call.id, "hostRestarted", hostGoneForMs) : null;
}

/** The PBX is registered again after a loss: each of its dialogs is told our new address. */
export function healLink({ desk }: Context, pbxId: string): NewEntry[] {
  return Object.values(desk.calls)
    .filter((call) => call.pbxId === pbxId && hasDialog(call) && !call.ending && call.healing === null)
    .map((call) => healing(call.id, "linkBack"));
}

/** A sound page took the lease: calls that it has nothing of get a new path; a page to zones is over. */
export function decideMediaTook(context: Context, has: readonly CallId[]): Decision {
  const { desk } = context;
  const entries = Object.values(desk.calls)
    .filter((call) => hasDialog(call) && !call.ending && !has.includes(call.id) && call.healing?.asked !== false)
    .map((call) => healing(call.id, "mediaPage"));
  return joined(done(entries), pageWithoutSound(context, has));
}

/** Both ends of the new path are there. */
const canHeal = (desk: Desk, call: Call): boolean =>
  desk.pbxs[call.pbxId]?.state === "registered" && (desk.media.up || call.state === "offered");

const waitsToHeal = (desk: Desk, call: Call): boolean =>
  call.healing !== null && !call.healing.asked && !call.ending && canHeal(desk, call);

const wantsIceRestart = (call: Call): boolean =>
  call.state === "talking" && !call.ending && !call.sound.in && !call.iceRestarted && call.healing === null;

/** When `healDue` has next something to do for this call; null: not by time alone. */
export function healDueAt(desk: Desk, call: Call): number | null {
  if (waitsToHeal(desk, call)) return call.healing?.since ?? null;
  return wantsIceRestart(call) && canHeal(desk, call) && call.pathSince !== null
    ? call.pathSince + noSoundAfterMs
    : null;
}

export function healDue({ desk, moment }: Context): Decision {
  const entries: NewEntry[] = [];
  const orders: Order[] = [];
  for (const call of Object.values(desk.calls)) {
    const dueAt = healDueAt(desk, call);
    if (dueAt === null || dueAt > moment.now) continue;
    const { id: callId } = call;
    const because = call.healing?.because ?? "noSound";
    if (call.healing === null) entries.push(healing(callId, because));
    entries.push({ kind: "callHealAsked", by: ruleOf(because), data: { callId, dueMs: healWithinMs } });
    orders.push(call.state === "offered" ? { type: "replayCall", callId } : { type: "healCall", callId, because });
  }
  return done(entries, orders);
}

export function decideHealed(context: Context, callId: CallId): Decision {
  const { desk, site, by } = context;
  const call = desk.calls[callId];
  if (!call?.healing || !hasDialog(call)) return nothing;
  const entries: NewEntry[] = [{ kind: "callHealed", by, data: { callId } }];
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  // The caller is heard; the microphone waits for an operator, who is called to it by the class's own sound.
  if (event && call.listenOnly && call.healing.because === "hostRestarted") {
    const again = { eventId: event.id, because: "callerBack" as const, callId };
    const data = { ...again, targetMs: targetMsOf(site, event), ...ladderOf(site, event.class) };
    entries.push({ kind: "eventSoundedAgain", by: ruleOf("hostRestarted"), data });
  }
  return done(entries);
}

/** `gone`: there is no dialog any more. Else the call goes on as it was, where it can. */
export function decideNotHealed(context: Context, callId: CallId, gone: boolean, words: string): Decision {
  const call = context.desk.calls[callId];
  if (!call?.healing) return nothing;
  const { because } = call.healing;
  const goesOn = !gone && (because === "linkBack" || because === "noSound");
  if (goesOn) return done([{ kind: "callNotHealed", by: context.by, data: { callId, words } }]);
  return done(lost(context, call));
}

/** The call is over without anybody's wish; its event asks for a call-back, when it was the last with the caller. */
export function lost(context: Context, call: Call): NewEntry[] {
  const { desk, site, by } = context;
  const entries = [endedEntry(context, call.id, { kind: "lost" })];
  const event = call.eventId === null ? undefined : desk.events[call.eventId];
  const isCallers = (id: CallId): boolean => {
    const other = desk.calls[id];
    return event !== undefined && other !== undefined && isWithCaller(other, event);
  };
  if (event && isCallers(call.id) && !event.callIds.some((id) => id !== call.id && isCallers(id))) {
    const again = { eventId: event.id, because: "callLost" as const, callId: null };
    const data = { ...again, targetMs: targetMsOf(site, event), ...ladderOf(site, event.class) };
    entries.push({ kind: "eventSoundedAgain", by, data });
  }
  return entries;
}
