/**
 * Messages of a broker on their way to the desk: in their order, and no faster than the rate. What raises nothing (an end, an
 * alarm that is known) costs nothing; what is beyond the rate waits, because the broker was told that it came.
 */
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { createRate, type Rate } from "./rate.ts";

/** A broker gives all it kept at once; more than this is a way that runs wild. */
export const mostWaiting = 1_000;
const lookAgainMs = 100;

export interface InRateOptions {
  rate: Rate;
  take(alarm: SeenAlarm): void;
  /** It lasts already: to raise it again changes nothing. */
  isKnown(alarm: SeenAlarm): boolean;
  /** It was dropped: there is no room to wait. */
  dropped(): void;
}

export interface InRate {
  arrive(alarm: SeenAlarm): void;
  /** What still waits is taken now: nobody would tell it again. */
  stop(): void;
}

export function createInRate({ rate, take, isKnown, dropped }: InRateOptions): InRate {
  const hasRoom = createRate(rate, () => performance.now());
  const waiting: SeenAlarm[] = [];
  let later: NodeJS.Timeout | undefined;

  const mayPass = (alarm: SeenAlarm): boolean => alarm.kind === "cleared" || isKnown(alarm) || hasRoom();

  function drain(): void {
    for (let [first] = waiting; first && mayPass(first); [first] = waiting) {
      waiting.shift();
      take(first);
    }
    later = waiting.length > 0 ? setTimeout(drain, lookAgainMs) : undefined;
  }

  return {
    arrive(alarm) {
      // An end must not overtake the alarm that it ends.
      if (waiting.length === 0 && mayPass(alarm)) return take(alarm);
      if (waiting.length >= mostWaiting) return dropped();
      waiting.push(alarm);
      later ??= setTimeout(drain, lookAgainMs);
    },
    stop() {
      clearTimeout(later);
      for (const alarm of waiting.splice(0)) take(alarm);
    },
  };
}
