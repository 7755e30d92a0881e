/** How fast alarms may come by one way: so many at once, then so many a second. A way that runs wild must not fill the desk. */
export interface Rate {
  atOnce: number;
  perSecond: number;
}

export const alarmRate: Rate = { atOnce: 60, perSecond: 10 };

/** `now`: ms, of a clock that never goes back. Gives true while there is room. */
export function createRate({ atOnce, perSecond }: Rate, now: () => number): () => boolean {
  let left = atOnce;
  let at = now();
  return () => {
    const since = now() - at;
    at += since;
    left = Math.min(atOnce, left + (since * perSecond) / 1000);
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
