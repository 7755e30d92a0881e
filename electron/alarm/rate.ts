/**
 * How fast alarms may come by one way: so many at once, then so many a second. A way that runs wild must not fill the desk,
 * and a sender that runs wild must not use up what the others need.
 */
import { alarmsKept, type SeenAlarm } from "../../shared/alarm/alarm.ts";

export interface Rate {
  atOnce: number;
  perSecond: number;
}

export interface SharedRate {
  /** Of all senders together. */
  all: Rate;
  each: Rate;
}

/** Whoever is refused is told so, and sends it again. */
export const alarmRate: SharedRate = { all: { atOnce: 60, perSecond: 10 }, each: { atOnce: 60, perSecond: 2 } };
/** Nobody is told of what is dropped: not before an event would forget the first of one station's alarms. */
export const mqttRate: SharedRate = { all: alarmRate.all, each: { atOnce: alarmsKept, perSecond: 2 } };

/** More senders than a site has stations; beyond, the one seen first begins anew. */
const sendersMost = 2_000;

/** Whom an alarm is about: the one thing by which all ways tell senders apart. */
export const senderOf = ({ stationId, named }: Pick<SeenAlarm, "stationId" | "named">): string =>
  stationId === null ? `named ${named}` : `station ${stationId}`;

/** `crowded`: all senders together come too fast; `babbles`: this one alone does. */
export type Room = "room" | "crowded" | "babbles";

/** `now`: ms, of a clock that never goes back. What finds no room uses nothing up. */
export function createRate({ all, each }: SharedRate, now: () => number): (sender: string) => Room {
  const together = createBucket(all, now);
  const senders = new Map<string, Bucket>();
  return (sender) => {
    const alone = senders.get(sender) ?? createBucket(each, now);
    if (!senders.has(sender)) {
      const [oldest] = senders.keys();
      if (senders.size >= sendersMost && oldest !== undefined) senders.delete(oldest);
      senders.set(sender, alone);
    }
    if (!alone.hasRoom()) return "babbles";
    if (!together.hasRoom()) return "crowded";
    alone.use();
    together.use();
    return "room";
  };
}

interface Bucket {
  hasRoom(): boolean;
  use(): void;
}

function createBucket({ atOnce, perSecond }: Rate, now: () => number): Bucket {
  let left = atOnce;
  let at = now();
  return {
    hasRoom() {
      const since = now() - at;
      at += since;
      left = Math.min(atOnce, left + (since * perSecond) / 1000);
      return left >= 1;
    },
    use() {
      left -= 1;
    },
  };
}
