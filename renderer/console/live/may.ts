/** What the operator may not do, in words, before a button is pressed. The host decides again when it is. */
import type { Refusal } from "../../../shared/desk/refusals.ts";
import type { Hour } from "../../../shared/kit/moment.ts";
import type { Site } from "../../../shared/site/site.ts";
import { useWall } from "../clock.ts";
import { hostNow, useConsole } from "../store.ts";

type Asked<T> = (site: Site, operatorId: string | null, hour: Hour) => T;

/** What `asked` says for who is signed in now; null before the first snapshot. Rights by the hour change by the clock. */
export function useMay<T>(asked: Asked<T>): T | null {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const operatorId = useConsole((state) => state.desk.signedIn?.operatorId ?? null);
  const date = new Date(useWall());
  if (!site) return null;
  return asked(site, operatorId, { now: hostNow(), localMinute: date.getHours() * 60 + date.getMinutes() });
}

export const useRefusal = (asked: Asked<Refusal | null>): Refusal | null => useMay(asked);
