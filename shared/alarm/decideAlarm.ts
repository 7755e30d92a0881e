/**
 * An alarm without voice opens an event, or repeats the open one of its station, as a press does; it rings and waits until
 * somebody acknowledges it. The same source and id again is the same alarm, for as long as that lasts.
 */
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { PriorityEvent, Reason } from "../desk/state.ts";
import { normaliseNumber, stationById } from "../dialing/directory.ts";
import { openEventOf, openingOf, repeatOf } from "../priority/decideArrival.ts";
import { classOfType } from "../site/defaults.ts";
import type { ClassName, Station } from "../site/site.ts";
import { alarmsMeant, type SeenAlarm } from "./alarm.ts";

export function decideAlarm(context: Context, seen: SeenAlarm): Decision {
  return seen.kind === "cleared" ? cleared(context, seen) : raised(context, seen);
}

function raised(context: Context, seen: SeenAlarm): Decision {
  const { desk, site, by } = context;
  if (eventOfAlarm(context, seen)) return nothing;
  const station = seen.stationId === null ? null : stationById(site, seen.stationId);
  const open = openFor(context, seen, station);
  const eventId = open?.id ?? `e${desk.seq + 1}`;
  const { source, id, text } = seen;
  const alarm: NewEntry = { kind: "alarmRaised", by, data: { eventId, source, alarmId: id, text } };
  const classified = classOf(seen, station);
  if (open) {
    // As with a press: no shelf silences the open event of a station that raises a life-safety alarm now.
    const claim = classified.class === "lifeSafety" && { emergencyClaimed: true as const };
    const data = { ...repeatOf(site, open, classified), ...claim, alarm: source };
    return done([{ kind: "eventRepeated", by, data }, alarm]);
  }
  const number = station?.number ?? (normaliseNumber(seen.named) || null);
  const opened: NewEntry = {
    kind: "eventOpened",
    by,
    data: {
      eventId,
      ...classified,
      stationId: station?.id ?? null,
      number,
      name: station?.name ?? (seen.named || "Unknown sender"),
      claimedName: station ? "" : seen.named,
      trust: seen.asserted ? "asserted" : "claimed",
      ...openingOf(context, station, classified.class),
      alarm: source,
    },
  };
  return done([opened, alarm]);
}

function cleared({ desk, by }: Context, seen: SeenAlarm): Decision {
  const entries: NewEntry[] = [];
  // A closed event's alarm may still last: its end is told too, so that the next one is a new alarm.
  for (const event of [...Object.values(desk.events), ...desk.closed]) {
    if (!isOf(event, seen)) continue;
    for (const { source, id } of alarmsMeant(event, seen.source, seen.id)) {
      entries.push({
        kind: "alarmCleared",
        by,
        data: { eventId: event.id, source, alarmId: id, text: seen.text },
      });
    }
  }
  return done(entries);
}

/**
 * The event in which this alarm lasts already. What a broker kept is known in a closed event too: a new subscription is no
 * new alarm. Anyone else who raises it again after the close is heard: nobody could tell that from a second emergency.
 */
export function eventOfAlarm(context: Pick<Context, "desk" | "site">, seen: SeenAlarm): PriorityEvent | undefined {
  const { desk } = context;
  const lasts = (event: PriorityEvent): boolean =>
    isOf(event, seen) && seen.id !== "" && alarmsMeant(event, seen.source, seen.id).length > 0;
  return Object.values(desk.events).find(lasts) ?? (isOnlyKept(context, seen) ? desk.closed.find(lasts) : undefined);
}

/**
 * A second telling of what the broker kept. An alarm without a name may have ended and been raised anew while the link was
 * lost: of life safety, better one event too many than an emergency that nobody sees.
 */
function isOnlyKept({ site }: Pick<Context, "site">, seen: SeenAlarm): boolean {
  if (!seen.kept || seen.isNamed) return seen.kept;
  const station = seen.stationId === null ? null : stationById(site, seen.stationId);
  return classOf(seen, station).class !== "lifeSafety";
}

/** Another station's alarm of the same id is another alarm. */
const isOf = (event: PriorityEvent, { stationId, named }: SeenAlarm): boolean =>
  event.stationId === stationId && (stationId !== null || event.claimedName === named);

/** As with a press, only who is known for sure may fold. Of a sender that the site does not know, its own open alarm. */
function openFor(context: Context, seen: SeenAlarm, station: Station | null): PriorityEvent | undefined {
  if (station) return seen.asserted ? openEventOf(context, station.id) : undefined;
  return Object.values(context.desk.events).find(
    (event) => isOf(event, { ...seen, stationId: null }) && event.alarms?.some(({ source }) => source === seen.source),
  );
}

function classOf(seen: SeenAlarm, station: Station | null): { class: ClassName; why: readonly Reason[] } {
  const alarm: Reason = { kind: "alarm", text: seen.source };
  if (seen.class) return { class: seen.class, why: [alarm, { kind: "alarmRule", text: seen.class }] };
  if (station?.class) return { class: station.class, why: [alarm, { kind: "stationClass", text: station.class }] };
  if (station) return { class: classOfType[station.type], why: [alarm, { kind: "stationType", text: station.type }] };
  return { class: "urgent", why: [alarm, { kind: "unknownStation", text: "" }] };
}
