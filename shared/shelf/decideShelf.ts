/**
 * Shelving, taking out of service, and the end of either: by hand, by its time, with its event. What it kept quiet and still
 * waits then is unacknowledged with a fresh target and sounds (ISA-18.2: a shelf expires back to unacknowledged).
 */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, joined, refuse, refused } from "../desk/decision.ts";
import type { EntryData, NewEntry } from "../desk/entries.ts";
import type { Command } from "../desk/inputs.ts";
import type { Refusal } from "../desk/refusals.ts";
import type { Desk, HostTime } from "../desk/state.ts";
import { stationById } from "../dialing/directory.ts";
import { ladderOf } from "../ladder/rungs.ts";
import { permitEndShelf, permitShelve } from "../operator/permit.ts";
import { targetMsOf } from "../priority/decideArrival.ts";
import { spanWords } from "../words/shelves.ts";
import {
  classOfStation,
  isQuiet,
  longestReason,
  outOfServiceLimits,
  quietShelf,
  type Shelf,
  type ShelfEnd,
  type ShelfTarget,
  shelfLimits,
  shelfOfStation,
} from "./shelf.ts";

type Shelve = Extract<Command, { type: "shelve" }>;
type TakeOut = Extract<Command, { type: "takeOutOfService" }>;

/** What would be quiet, as the entry names it. */
type Subject = Pick<EntryData["shelved"], "eventId" | "stationId" | "areaId" | "stationIds" | "name">;

export function decideShelve(context: Context, { of, reason, forMs, approvedBy }: Shelve): Decision {
  const { desk, site, moment, by } = context;
  const denied = permitShelve(site, operatorIn(by), areaOf(context, of), of.kind === "area", approvedBy, moment);
  if (denied) return refused(denied);
  const subject = subjectOf(context, of);
  if ("code" in subject) return refused(subject);
  const out = of.kind === "station" ? shelfOfStation(desk, of.id) : null;
  if (out?.as === "outOfService") {
    return refuse("nothingToDo", `${subject.name} is out of service: it is quiet already.`);
  }
  const wrong = wrongWords(reason, forMs, shelfLimits);
  if (wrong) return refuse("badRequest", wrong);
  return begin(context, {
    ...subject,
    as: "shelved",
    reason,
    forMs,
    approvedBy: of.kind === "area" ? approvedBy : null,
  });
}

/** Any station, life safety too: its presses are then flagged, and a real SOS alarms all the same. */
export function decideTakeOutOfService(context: Context, { stationId, reason, forMs }: TakeOut): Decision {
  const { site, moment, by } = context;
  const of = { kind: "station", id: stationId } as const;
  const denied = permitShelve(site, operatorIn(by), areaOf(context, of), false, null, moment);
  if (denied) return refused(denied);
  const station = stationById(site, stationId);
  if (!station) return refuse("unknownTarget", `The site has no station ${stationId}.`);
  const wrong = wrongWords(reason, forMs, outOfServiceLimits);
  if (wrong) return refuse("badRequest", wrong);
  const subject = { eventId: null, stationId, areaId: null, stationIds: [stationId], name: station.name };
  return begin(context, { ...subject, as: "outOfService", reason, forMs, approvedBy: null });
}

export function decideEndShelf(context: Context, shelfId: string): Decision {
  const denied = permitEndShelf(context.site, operatorIn(context.by));
  if (denied) return refused(denied);
  const shelf = context.desk.shelves[shelfId];
  return shelf ? done(ends(context, [shelf], "byHand")) : refuse("alreadyGone", "This is over already.");
}

/** Those whose time is over: at once after a restart, exactly once, because the entry takes them away. */
export function shelvesDue(context: Context): NewEntry[] {
  const { desk, moment } = context;
  const over = Object.values(desk.shelves).filter((shelf) => shelf.endsAt <= moment.now);
  return over.length === 0 ? [] : ends({ ...context, by: "rule:shelfEnds" }, over, "time");
}

export function shelvesDueAt({ shelves }: Pick<Desk, "shelves">): HostTime | null {
  let next: HostTime | null = null;
  for (const { endsAt } of Object.values(shelves)) if (next === null || endsAt < next) next = endsAt;
  return next;
}

/** The shelf of one event ends with it, whoever closes it: a close that is undone brings it back with its sound. */
export function followShelf(context: Context, decision: Decision): Decision {
  const closed = new Set(decision.entries.flatMap((one) => (one.kind === "eventClosed" ? [one.data.eventId] : [])));
  if (closed.size === 0) return decision;
  const over = Object.values(context.desk.shelves).filter(({ of }) => of.kind === "event" && closed.has(of.id));
  if (over.length === 0) return decision;
  const by = "rule:shelfEnds";
  return joined(decision, done(over.map((shelf) => endedEntry(shelf, "eventClosed", by))));
}

function begin(context: Context, data: Omit<EntryData["shelved"], "shelfId">): Decision {
  const { desk, by } = context;
  const same = Object.values(desk.shelves).filter(
    ({ of }) =>
      (of.kind === "event" && of.id === data.eventId) ||
      (of.kind === "station" && of.id === data.stationId) ||
      (of.kind === "area" && of.id === data.areaId),
  );
  const shelved = { ...data, shelfId: `shelf-${desk.seq + 1}`, reason: data.reason.trim() };
  return done([...same.map((shelf) => endedEntry(shelf, "replaced", by)), { kind: "shelved", by, data: shelved }]);
}

/** `over` end together, so that what two of them kept quiet is heard. */
function ends(context: Context, over: readonly Shelf[], because: ShelfEnd): NewEntry[] {
  const { desk, site, by } = context;
  const gone = new Set(over.map(({ id }) => id));
  const left = Object.fromEntries(Object.entries(desk.shelves).filter(([id]) => !gone.has(id)));
  const entries = over.map((shelf) => endedEntry(shelf, because, by));
  for (const event of Object.values(desk.events)) {
    if (event.acknowledged || !isQuiet(desk, event) || quietShelf({ shelves: left }, event)) continue;
    const wait = { targetMs: targetMsOf(site, event), ...ladderOf(site, event.class) };
    const data = { eventId: event.id, because: "shelfEnded" as const, callId: null, ...wait };
    entries.push({ kind: "eventSoundedAgain", by, data });
  }
  return entries;
}

const endedEntry = ({ id, as, of, name }: Shelf, because: ShelfEnd, by: string): NewEntry => ({
  kind: "shelfEnded",
  by,
  data: {
    shelfId: id,
    as,
    because,
    eventId: of.kind === "event" ? of.id : null,
    stationId: of.kind === "station" ? of.id : null,
    name,
  },
});

function subjectOf({ desk, site }: Context, of: ShelfTarget): Subject | Refusal {
  const none = { eventId: null, stationId: null, areaId: null };
  switch (of.kind) {
    case "event": {
      const event = desk.events[of.id];
      if (!event) return { code: "alreadyGone", words: "This event is closed." };
      if (event.class === "lifeSafety") return neverWords(`${event.name} is life safety`);
      if (event.emergencyClaimed) return neverWords(`The call from ${event.name} claims an emergency`);
      return { ...none, eventId: event.id, stationIds: [], name: event.name };
    }
    case "station": {
      const station = stationById(site, of.id);
      if (!station) return { code: "unknownTarget", words: `The site has no station ${of.id}.` };
      if (classOfStation(station) === "lifeSafety") return neverWords(`${station.name} is a life-safety station`);
      return { ...none, stationId: station.id, stationIds: [station.id], name: station.name };
    }
    case "area": {
      const area = site.areas.find((one) => one.id === of.id);
      if (!area) return { code: "unknownTarget", words: `The site has no area ${of.id}.` };
      const inside = site.stations.filter(
        (one) => one.place.areaId === area.id && classOfStation(one) !== "lifeSafety",
      );
      if (inside.length === 0) {
        return { code: "neverShelved", words: `${area.name} has no station that may be shelved: an SOS never is.` };
      }
      return { ...none, areaId: area.id, stationIds: inside.map(({ id }) => id), name: area.name };
    }
  }
}

const neverWords = (what: string): Refusal => ({
  code: "neverShelved",
  words: `${what}: an SOS is never shelved. Answer it; a broken station can be taken out of service, and still alarms.`,
});

/** The area that the right has to reach; null where nobody knows it. */
function areaOf({ desk, site }: Context, of: ShelfTarget): string | null {
  if (of.kind === "area") return of.id;
  const stationId = of.kind === "station" ? of.id : (desk.events[of.id]?.stationId ?? null);
  return stationId === null ? null : (stationById(site, stationId)?.place.areaId ?? null);
}

function wrongWords(reason: string, forMs: number, limits: { leastMs: number; mostMs: number }): string | null {
  const said = reason.trim();
  if (said === "") return "Say why: whoever comes next must know.";
  if (said.length > longestReason) return `A reason has at most ${longestReason} characters.`;
  if (Number.isFinite(forMs) && forMs >= limits.leastMs && forMs <= limits.mostMs) return null;
  return `The time must be from ${spanWords(limits.leastMs)} to ${spanWords(limits.mostMs)}.`;
}
