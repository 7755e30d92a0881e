/**
 * What a window that shows an exercise is told of the real desk: what waits there first, as its strip would name it, and its
 * faults that sound, which would be an unexplained tone.
 */
import { isHeard } from "../../shared/call/faultSound.ts";
import type { Desk, HostTime, PriorityEvent } from "../../shared/desk/state.ts";
import type { TrainingView } from "../../shared/link/consoleLink.ts";
import { classOrder, type Site } from "../../shared/site/site.ts";
import { faultLabels } from "../../shared/words/health.ts";

export function realView(desk: Desk, site: Site, now: HostTime): TrainingView["real"] {
  const heard = Object.values(desk.faults).filter(isHeard);
  const faults = heard.map(({ kind, words }) => `${faultLabels[kind]}: ${words}`);
  const waiting = Object.values(desk.events).filter(({ acknowledged }) => !acknowledged);
  const rank = (event: PriorityEvent) => classOrder.indexOf(event.class);
  const [first] = waiting.toSorted((a, b) => rank(a) - rank(b) || a.waitingSince - b.waitingSince);
  if (!first) return { first: null, waiting: 0, faults };
  const { name, stationId, waitingSince, targetAt } = first;
  const place = site.stations.find(({ id }) => id === stationId)?.place.words ?? "place unknown";
  return {
    first: { name, place, class: first.class, waitedMs: now - waitingSince, targetMs: targetAt - waitingSince },
    waiting: waiting.length,
    faults,
  };
}
