/** The sound plan of a state: who is heard, who hears us, what rings. The media page follows it; it is never journalled. */
import type { Call, CallId, Desk, PriorityEvent } from "../desk/state.ts";
import { ladderSound } from "../ladder/ladderSound.ts";
import { isQuiet } from "../shelf/shelf.ts";
import { defaultRingAtLeast } from "../site/defaults.ts";
import { classOrder, type Site } from "../site/site.ts";
import { faultSoundAt, planFault } from "./faultSound.ts";
import { areTogether, callsOf, isLive, isTalking, liveCall, togetherWith } from "./live.ts";
import { isLouder, lateAt, louderAt } from "./louder.ts";
import type { LegSound, RingSound, SoundPlan } from "./soundPlan.ts";

export function planSound(desk: Desk, site: Site, now: number): SoundPlan {
  const { page } = desk;
  const open = page?.state === "open";
  // A message takes no microphone: a live call goes on with its voice both ways.
  const onAir = open && page.message === null;
  const owner = liveCall(desk);
  const legs: Record<CallId, LegSound> = {};
  for (const call of Object.values(desk.calls)) {
    if (call.state === "offered") continue;
    const owns = owner !== null && areTogether(call, owner);
    legs[call.id] = {
      ...legSound(call, owns, onAir, open && inPagedZone(desk, site, call)),
      hears: hears(desk, call),
    };
  }
  for (const leg of page?.legs ?? []) {
    const playing = open && leg.state === "open" && leg.message === "playing" && page?.message;
    const clip = playing ? { message: playing.id } : null;
    legs[leg.callId] = { microphone: onAir && leg.state === "open", speaker: false, clip, hears: [] };
  }
  return {
    ring: planRing(desk, site, now),
    legs: { ...legs, ...ladderSound(desk, site) },
    onAir,
    ...(desk.autoAnswer && { announces: true as const }),
  };
}

function legSound(call: Call, owns: boolean, onAir: boolean, ducked: boolean): Omit<LegSound, "hears"> {
  if (call.state === "held") return { microphone: false, speaker: false, clip: "hold" };
  if (!owns || !isLive(call)) return { microphone: false, speaker: false, clip: null };
  // While paging, the microphone goes to the page alone (rules.md), and a caller who stands under a paged
  // speaker is not played: the desk would otherwise feed the page back into itself.
  // Taken back after a restart: the caller is heard at once, the microphone opens with an operator's key and not before.
  return { microphone: !call.muted && !call.listenOnly && !onAir, speaker: !ducked, clip: null };
}

/** Those who talk in one conference hear one another, muted and while paging too: both are the operator's alone. */
function hears(desk: Desk, call: Call): CallId[] {
  const talks = (one: Call): boolean => one.state === "talking" && !one.ending;
  if (!talks(call)) return [];
  return togetherWith(desk, call).flatMap((other) => (other.id !== call.id && talks(other) ? [other.id] : []));
}

function inPagedZone(desk: Desk, site: Site, call: Call): boolean {
  if (call.stationId === null) return false;
  const { stationId } = call;
  return (desk.page?.legs ?? []).some((leg) =>
    site.zones.find((zone) => zone.id === leg.zoneId)?.stationIds.includes(stationId),
  );
}

/** One sound at a time: a deaf console is louder than all; then the gravest class that wants attention; then other faults. */
function planRing(desk: Desk, site: Site, now: number): RingSound | null {
  if (desk.faults["deaf:"]) return { sound: "deaf", level: "normal", atLeast: floorOf(site) };
  if (desk.silencedUntil !== null && desk.silencedUntil > now) return null;
  const sounding = Object.values(desk.events).filter((event) => sounds(desk, event));
  let best = sounding[0];
  let newest = 0;
  for (const event of sounding) {
    if (best === undefined || graver(event, best)) best = event;
    newest = Math.max(newest, event.waitingSince);
  }
  if (best === undefined) return planTest(desk, site, now) ?? planFault(desk, now);
  const { class: className } = best;
  const louder = (event: PriorityEvent): boolean =>
    event.class === className && isLouder(site, event, callsOf(desk, event), now);
  const rules = site.classes[best.class];
  const late = now >= lateAt(site, best, callsOf(desk, best));
  const level = isTalking(desk) ? (late ? "normal" : "soft") : sounding.some(louder) ? "loud" : "normal";
  // In a flood it plays once for all that come, and not for each of them.
  const since = desk.flood.since ?? newest;
  return {
    sound: rules.sound,
    level,
    ...(best.class === "lifeSafety" && { atLeast: floorOf(site) }),
    ...(rules.sound === "oneSoftOnce" && { since }),
  };
}

const floorOf = (site: Site): number => site.ringAtLeast ?? defaultRingAtLeast;

/** Any real ring is test enough: this one sounds in silence only. */
function planTest({ soundTest, calls }: Desk, site: Site, now: number): RingSound | null {
  if (!soundTest || now >= soundTest.playUntil || Object.keys(calls).length > 0) return null;
  return { sound: "test", level: "normal", atLeast: floorOf(site), since: soundTest.startedAt };
}

const graver = (a: PriorityEvent, b: PriorityEvent): boolean => {
  const rank = classOrder.indexOf(a.class) - classOrder.indexOf(b.class);
  return rank < 0 || (rank === 0 && a.waitingSince < b.waitingSince);
};

/**
 * An event sounds while nobody has taken it: unacknowledged with no call being answered, or a held caller asked for again.
 * On a shelf it waits in silence.
 */
export function sounds(desk: Desk, event: PriorityEvent): boolean {
  if (isQuiet(desk, event)) return false;
  const calls = callsOf(desk, event);
  if (calls.some((call) => call.asksAgain)) return true;
  return !event.acknowledged && !calls.some((call) => call.state === "answering");
}

/** When the plan next changes by time alone; null: not before the next entry. */
export function nextSoundAt(desk: Desk, site: Site, now: number): number | null {
  let next: number | null = null;
  const sooner = (at: number | null) => {
    if (at !== null && at > now && (next === null || at < next)) next = at;
  };
  for (const event of Object.values(desk.events)) {
    if (!sounds(desk, event)) continue;
    const calls = callsOf(desk, event);
    sooner(lateAt(site, event, calls));
    sooner(louderAt(site, event, calls));
  }
  for (const at of faultSoundAt(desk, now)) sooner(at);
  sooner(desk.silencedUntil);
  if (desk.soundTest) sooner(desk.soundTest.playUntil);
  return next;
}
