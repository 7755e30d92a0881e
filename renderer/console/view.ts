/**
 * What this window shows: selection, map, chosen zones, requests between panels. Nothing here is journalled, nothing here
 * decides; it is lost with the window and that is fine.
 */
import { create } from "zustand";
import type { CallId, EventId } from "../../shared/desk/state.ts";
import { useConsole } from "./store.ts";

export const panelNames = ["queue", "map", "live", "reach", "history", "shelved"] as const;
export type PanelName = (typeof panelNames)[number];

const asked = typeof location === "undefined" ? null : new URLSearchParams(location.search).get("panel");
/** The one panel that this window shows (`?panel=map`); null: the whole console. */
export const panelOfWindow: PanelName | null = panelNames.find((name) => name === asked) ?? null;

export type PickerAct = "transfer" | "addParty";

export interface View {
  selectedEventId: EventId | null;
  /** The live or held call that the live panel shows, when the operator chose one; null: the one that speaks. */
  shownCallId: CallId | null;
  /** Chosen map; null: the site's first, or what following an alarm chose. */
  mapId: string | null;
  /** The map follows alarms when nobody is using it (F). Off returns to on after 5 min. */
  follow: boolean;
  chosenZoneIds: readonly string[];
  /** Counts up when `/` asks for the find-or-dial field. */
  focusSearchTick: number;
  /** Last request to show a station on the map; `tick` tells a second one for the same station. */
  shown: { stationId: string; tick: number } | null;
  /** What the middle shows; history and what is shelved stand in the map's place. */
  centre: "map" | "history" | "shelved";
  /** History filtered to one event or station, as another panel asked. */
  historyOf: { eventId: string | null; stationId: string | null } | null;
  /** Event whose outcome form is open. */
  outcomeEventId: EventId | null;
  keypadOpen: boolean;
  /** A call that is to be transferred, or to get a further party: the field that asks whom is open. */
  picker: { does: PickerAct; callId: CallId } | null;
  /** The sign-in card is wanted; it is drawn only while nobody is signed in. */
  signInOpen: boolean;
  helpOpen: boolean;
  handoverOpen: boolean;
  /** The exercises to choose from, or the result of the last one, in front of the middle. */
  trainingCard: "chooser" | "result" | null;
  /** The exercise whose end was seen and put away. */
  seenRunId: string | null;
}

export const useView = create<View>(() => ({
  selectedEventId: null,
  shownCallId: null,
  mapId: null,
  follow: true,
  chosenZoneIds: [],
  focusSearchTick: 0,
  shown: null,
  centre: "map",
  historyOf: null,
  outcomeEventId: null,
  keypadOpen: false,
  picker: null,
  signInOpen: panelOfWindow === null,
  helpOpen: false,
  handoverOpen: false,
  trainingCard: null,
  seenRunId: null,
}));

const set = useView.setState;

export const select = (eventId: EventId | null): void => set({ selectedEventId: eventId });
export const showCall = (callId: CallId | null): void => set({ shownCallId: callId });
export const setMap = (mapId: string): void => set({ mapId });
export const toggleZone = (zoneId: string): void =>
  set(({ chosenZoneIds }) => ({
    chosenZoneIds: chosenZoneIds.includes(zoneId)
      ? chosenZoneIds.filter((id) => id !== zoneId)
      : [...chosenZoneIds, zoneId],
  }));
export const chooseZones = (zoneIds: readonly string[]): void => set({ chosenZoneIds: zoneIds });
export const clearZones = (): void => set({ chosenZoneIds: [] });
export const focusSearch = (): void => set((view) => ({ focusSearchTick: view.focusSearchTick + 1 }));
export const setCentre = (centre: View["centre"]): void => set({ centre });
export const showHistory = (of: View["historyOf"]): void => set({ centre: "history", historyOf: of });

export const openSignIn = (open: boolean): void => set({ signInOpen: open });
export const openTraining = (card: View["trainingCard"]): void => set({ trainingCard: card });
export const putAwayTraining = (runId: string): void => set({ seenRunId: runId, trainingCard: null });
/** The window shows another desk: what was chosen and opened belongs to the one before. */
export const forgetDesk = (): void =>
  set({
    selectedEventId: null,
    shownCallId: null,
    chosenZoneIds: [],
    shown: null,
    centre: "map",
    historyOf: null,
    outcomeEventId: null,
    keypadOpen: false,
    picker: null,
    helpOpen: false,
    handoverOpen: false,
    trainingCard: null,
  });
export const openHelp = (open: boolean): void => set({ helpOpen: open });
export const openHandover = (open: boolean): void => set({ handoverOpen: open });
export const openKeypad = (open: boolean): void => set({ keypadOpen: open });
export const openPicker = (picker: View["picker"]): void => set({ picker });
/** The outcome form of an event; null closes it. */
export const openOutcome = (eventId: EventId | null): void => set({ outcomeEventId: eventId });

/** Asks the map to show a station (G, "Show on map"). */
export const showOnMap = (stationId: string): void =>
  set((view) => ({ centre: "map", shown: { stationId, tick: (view.shown?.tick ?? 0) + 1 } }));

const followAgainAfterMs = 5 * 60_000;
let followAgain: ReturnType<typeof setTimeout> | undefined;
export function setFollow(follow: boolean): void {
  clearTimeout(followAgain);
  if (!follow) followAgain = setTimeout(() => set({ follow: true }), followAgainAfterMs);
  set({ follow });
}

/** performance.now() of the last pointer or key in this window. Not reactive: nothing is drawn from it. */
let lastActivityAt = 0;
let told = (): void => undefined;
export const noteActivity = (): void => {
  lastActivityAt = performance.now();
  told();
};
export const onActivity = (listener: () => void): void => {
  told = listener;
};
export const sinceActivityMs = (): number => performance.now() - lastActivityAt;

const idleAfterMs = 10_000;
/** rules.md: no live call, no typing, no pointer or key for 10 s. */
export function operatorIdle(): boolean {
  const { calls } = useConsole.getState().desk;
  if (sinceActivityMs() < idleAfterMs) return false;
  return !Object.values(calls).some((call) => call.state === "talking" || call.state === "answering");
}
