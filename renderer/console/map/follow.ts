/**
 * Following alarms, and the requests to show a station. Lives as long as the window, not as the panel: an alarm also brings
 * the map back when the history stands in its place. What it decides is in arrival.ts; this file only listens and sets.
 */
import { create } from "zustand";
import type { Desk, EventId } from "../../../shared/desk/state.ts";
import { callerSpotId, type Spot, spotOf } from "../../../shared/place/spot.ts";
import type { Site } from "../../../shared/site/site.ts";
import { afterPaint } from "../afterPaint.ts";
import { useConsole } from "../store.ts";
import { operatorIdle, select, setMap, showOnMap, useView } from "../view.ts";
import { arrivals, byWeight, howToShow, stillWaits } from "./arrival.ts";

interface MapView {
  /** Station marked with the selection ring. */
  ringedId: string | null;
  /** Station whose panel is open. */
  pickedId: string | null;
  /** Events shown beside the view because the operator works elsewhere; first: the one that matters most. */
  insetIds: readonly EventId[];
  listOpen: boolean;
}

export const useMapView = create<MapView>(() => ({ ringedId: null, pickedId: null, insetIds: [], listOpen: false }));

export function pick(stationId: string | null): void {
  useMapView.setState({ pickedId: stationId, ringedId: stationId });
  // Behind a caller who is no station there is only his event.
  const event = Object.values(useConsole.getState().desk.events).find(({ id }) => callerSpotId(id) === stationId);
  if (event) select(event.id);
}
export const dismissInset = (eventId: EventId): void =>
  useMapView.setState(({ insetIds }) => ({ insetIds: insetIds.filter((id) => id !== eventId) }));
export const toggleList = (): void => useMapView.setState(({ listOpen }) => ({ listOpen: !listOpen }));

/** Whether a station is on the map as it is shown now: told by the surface that is open. */
let inView: (station: Spot) => boolean = () => false;
export const setInView = (check: (station: Spot) => boolean): void => {
  inView = check;
};

/** Event that the map went to by itself. */
let followedId: EventId | null = null;

useConsole.subscribe((state, before) => {
  if (state.desk.events === before.desk.events || !state.snapshot) return;
  // A window that has just opened is used by nobody yet.
  const idle = before.snapshot === null || operatorIdle();
  // The card is painted first; the map may move a frame later.
  afterPaint(() => showArrivals(before.desk.events, idle));
});

function showArrivals(before: Desk["events"], idle: boolean): void {
  const { desk, snapshot } = useConsole.getState();
  if (!snapshot) return;
  const { events } = desk;
  const { site } = snapshot;
  const insets = new Set(useMapView.getState().insetIds.filter((id) => stillWaits(desk, id)));
  for (const event of arrivals(before, events)) {
    if (!stillWaits(desk, event.id)) continue;
    const station = spotOf(site, event) ?? undefined;
    const followed = followedId !== null && stillWaits(desk, followedId) ? events[followedId] : undefined;
    const showing = howToShow({
      hasPlace: station !== undefined && site.maps.some((map) => map.id === station.place.mapId),
      inView: station !== undefined && inView(station),
      follow: useView.getState().follow,
      idle,
      class: event.class,
      followedClass: followed?.class ?? null,
    });
    if (showing === "recentre" && station) {
      followedId = event.id;
      showOnMap(station.id);
    } else if (showing === "inset") insets.add(event.id);
  }
  const ordered = [...insets].flatMap((id) => events[id] ?? []).sort(byWeight);
  const next = ordered.map((event) => event.id);
  if (next.join() !== useMapView.getState().insetIds.join()) useMapView.setState({ insetIds: next });
}

function spotById(site: Site, events: Desk["events"], id: string): Spot | null {
  const event = Object.values(events).find((one) => callerSpotId(one.id) === id);
  return event ? spotOf(site, event) : (site.stations.find((one) => one.id === id) ?? null);
}

const shownAs = (events: Desk["events"], eventId: EventId): string =>
  events[eventId]?.stationId ?? callerSpotId(eventId);

useView.subscribe((view, before) => {
  if (!view.shown || view.shown.tick === before.shown?.tick) return;
  const { stationId } = view.shown;
  const { snapshot, desk } = useConsole.getState();
  const station = snapshot && spotById(snapshot.site, desk.events, stationId);
  if (!station) return;
  setMap(station.place.mapId);
  useMapView.setState(({ insetIds }) => ({
    ringedId: stationId,
    pickedId: null,
    insetIds: insetIds.filter((id) => shownAs(desk.events, id) !== stationId),
  }));
});
