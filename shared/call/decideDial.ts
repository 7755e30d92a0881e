/** The way out: a call to a station, contact or number, a call-back, a further party. Nothing leaves without permission. */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, joined, refuse, refused } from "../desk/decision.ts";
import type { EntryData, NewEntry } from "../desk/entries.ts";
import type { Order } from "../desk/orders.ts";
import type { Call, Desk, EventId } from "../desk/state.ts";
import { findNumber, normaliseNumber } from "../dialing/directory.ts";
import { permitCall, permitCallBack, permitHandle } from "../operator/permit.ts";
import { acknowledgedEntry } from "../priority/acknowledged.ts";
import type { Site } from "../site/site.ts";
import { answerWithinMs } from "./decideAnswer.ts";
import { callsOf, holdOthers, isWithCaller } from "./live.ts";

/** A call that nobody answers is given up after this time. */
const dialForMs = 60_000;

/** A registration counts for this long after its proof (wire.md, link and registration). */
const provedForMs = 20_000;

/** The PBX that took the last call out, until it fails; else the first of the site's order with a fresh proof; null: none has. */
export function pbxForOutbound({ desk, site, moment }: Context): string | null {
  const proved = (pbxId: string): boolean =>
    desk.pbxs[pbxId]?.state === "registered" && moment.now - (moment.proofs[pbxId] ?? 0) < provedForMs;
  const ids = site.pbxs.map((pbx) => pbx.id).filter(proved);
  return ids.find((id) => id === desk.outboundPbxId) ?? ids[0] ?? null;
}

export const noPbx = (): Decision =>
  refuse("noPbx", "No PBX is registered, so nothing can be called. The console keeps trying to connect.");

export function decideCallOut(context: Context, asked: string, eventId: string | null): Decision {
  const { site, moment, by } = context;
  const number = normaliseNumber(asked);
  if (number === "") return refuse("unknownTarget", "There is no number to call.");
  const denied = permitCall(site, operatorIn(by), number, moment);
  if (denied) return refused(denied);
  if (eventId !== null && !context.desk.events[eventId]) return refuse("alreadyGone", "This event is closed.");
  return dial(context, { number, eventId, purpose: "call", first: [], joins: null });
}

/** A further party: belongs to the same event, and is heard by and hears all of the call once it answers. */
export function decideAddParty(context: Context, callId: string, asked: string): Decision {
  const { desk, site, moment, by } = context;
  const call = desk.calls[callId];
  const denied = call && call.eventId !== null ? permitHandle(site, operatorIn(by)) : null;
  if (denied) return refused(denied);
  const number = normaliseNumber(asked);
  if (number === "") return refuse("unknownTarget", "There is no number to call.");
  const mayNot = permitCall(site, operatorIn(by), number, moment);
  if (mayNot) return refused(mayNot);
  if (!call || call.ending) return refuse("alreadyGone", "This call has already ended.");
  if (call.listenOnly) return refuse("tooLate", `${call.name} does not hear you yet: press Space first.`);
  if (call.state !== "talking") return refuse("tooLate", "A party can be added to a call that is talking only.");
  return dial(context, { number, eventId: call.eventId, purpose: "party", first: [], joins: call });
}

export function decideCallBack(context: Context, eventId: string): Decision {
  const { desk, site, by } = context;
  const denied = permitHandle(site, operatorIn(by));
  if (denied) return refused(denied);
  const event = desk.events[eventId];
  if (!event) return refuse("alreadyGone", "This event is closed.");
  const calls = callsOf(desk, event);
  const ringing = calls.find((call) => call.state === "offered" && call.notAnswerable === null);
  if (ringing) return refuse("stillOnTheLine", ringingWords(context, event.name, ringing.pbxId));
  const up = calls.filter((call) => call.state !== "offered" && !call.ending && isWithCaller(call, event));
  if (!up.every(isMute)) return refuse("stillOnTheLine", `There is already a call with ${event.name}.`);
  if (event.number === null)
    return refuse("unknownTarget", "The caller's number is not known, so it cannot be called back.");
  const mayNot = permitCallBack(site, operatorIn(by), event.number, context.moment);
  if (mayNot) return refused(mayNot);
  const acknowledged = acknowledgedEntry(context, event, "calledBack");
  // A call without sound makes room for its call-back.
  const ends = up.map((call): NewEntry => ({ kind: "endRequested", by, data: { callId: call.id } }));
  const first = event.acknowledged ? ends : [...ends, acknowledged];
  const called = dial(context, { number: event.number, eventId, purpose: "callBack", first, joins: null });
  if (called.refusal) return called;
  return { ...called, orders: [...up.map(({ id }): Order => ({ type: "endCall", callId: id })), ...called.orders] };
}

/** Its ICE was restarted, and still nothing is heard. */
export const isMute = (call: Call): boolean =>
  call.state === "talking" && !call.sound.in && call.iceRestarted && call.healing === null;

/**
 * Why a ringing call is not called back. Not even when its PBX is lost: a call-back acknowledges, so it would silence a
 * caller who may still ring, and would find the station busy with that very call. Answering settles which it is.
 */
function ringingWords({ desk, site }: Context, name: string, pbxId: string): string {
  if (desk.pbxs[pbxId]?.state === "registered") return `${name} is still ringing: answer it.`;
  const pbx = site.pbxs.find((one) => one.id === pbxId)?.name ?? pbxId;
  const seconds = answerWithinMs / 1000;
  return `${pbx} is lost, so it is not known whether ${name} still rings. Answer it: if ${pbx} does not confirm within ${seconds} s, the call is given up, and B calls back.`;
}

/** Name for people of a number: the directory's, else the number itself. */
export function nameOfNumber(site: Site, number: string): string {
  const found = findNumber(site, number);
  return found.kind === "station" ? found.station.name : found.kind === "contact" ? found.contact.name : number;
}

interface Dial {
  number: string;
  eventId: EventId | null;
  purpose: "call" | "callBack" | "party";
  first: readonly NewEntry[];
  /** party: the call that it comes into, which goes on meanwhile. */
  joins: Call | null;
}

function dial(context: Context, { number, eventId, purpose, first, joins }: Dial): Decision {
  const { desk } = context;
  if (desk.page && desk.page.state !== "closing" && desk.page.message === null) {
    return refuse("pageInProgress", "A page is running. Release it before you call.");
  }
  const same = callWith(desk, number);
  if (same) return refuse("callInProgress", `There is already a call with ${same.name}.`);
  const pbxId = pbxForOutbound(context);
  if (pbxId === null) return noPbx();
  const conference = joins ? { conference: joins.conference ?? joins.id } : {};
  const dialled = dialling(context, pbxId, number, { eventId, purpose, dueMs: dialForMs, ...conference });
  return joined(done([...(joins ? [] : holdOthers(context, [])), ...first]), dialled);
}

/** The call with this number that is up or on its way; one that ends, or has no sound, does not count. */
export const callWith = (desk: Desk, number: string): Call | undefined =>
  Object.values(desk.calls).find(
    (call) => call.number === number && call.state !== "offered" && !call.ending && !isMute(call),
  );

type Dialling = Pick<EntryData["callDialled"], "eventId" | "purpose" | "dueMs" | "conference" | "callOut">;

/** One call out, by whoever may: its entry and its order. The caller of this has asked for permission. */
export function dialling({ desk, site, by }: Context, pbxId: string, number: string, how: Dialling): Decision {
  const found = findNumber(site, number);
  const callId = `out-${desk.seq + 1}`;
  const stationId = found.kind === "station" ? found.station.id : null;
  const entry: NewEntry = {
    kind: "callDialled",
    by,
    data: { callId, pbxId, number, name: nameOfNumber(site, number), stationId, ...how },
  };
  return done([entry], [{ type: "dialCall", callId, pbxId, number, purpose: "call", members: false }]);
}
