/**
 * Messages of a broker on their way to the desk: one after the other, and no faster than the rate. What raises nothing (an
 * end, an alarm that is known) costs nothing. What is beyond the rate of all waits where it is, with the broker; what is
 * beyond a station's own is dropped, because everything else would wait behind it.
 */
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { createRate, type SharedRate, senderOf } from "./rate.ts";

const lookAgainMs = 100;

export interface InRateOptions {
  rate: SharedRate;
  /** Resolves once the desk has it. */
  take(alarm: SeenAlarm): Promise<unknown>;
  /** It lasts already: to raise it again changes nothing. */
  isKnown(alarm: SeenAlarm): boolean;
  /** It was dropped: its station babbles. */
  dropped(alarm: SeenAlarm): void;
  /** Called while one waits, at each look. */
  waits(): void;
}

export interface InRate {
  /** Resolves once it is dealt with, after all that came before it. */
  arrive(alarm: SeenAlarm): Promise<void>;
  /** What still waits is taken now. */
  stop(): void;
}

export function createInRate({ rate, take, isKnown, dropped, waits }: InRateOptions): InRate {
  const roomFor = createRate(rate, () => performance.now());
  let before: Promise<void> = Promise.resolve();
  let stopped = false;
  let wake = (): void => undefined;

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, lookAgainMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  async function deal(alarm: SeenAlarm): Promise<void> {
    while (!stopped && alarm.kind !== "cleared" && !isKnown(alarm)) {
      const room = roomFor(senderOf(alarm));
      if (room === "room") break;
      if (room === "babbles") return dropped(alarm);
      waits();
      await pause();
    }
    await take(alarm);
  }

  return {
    arrive(alarm) {
      const dealt = before.then(() => deal(alarm));
      // The next one comes all the same.
      before = dealt.catch(() => undefined);
      return dealt;
    },
    stop() {
      stopped = true;
      wake();
    },
  };
}
