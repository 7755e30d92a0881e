/** The guard of a door (rules.md): armed for 5 s, in one window, for one door. Shared by key, button and procedure step. */
import { create } from "zustand";
import { doorStationOf } from "../../../shared/call/decideDoor.ts";
import { isWithOperator } from "../../../shared/call/live.ts";
import type { Call, CallId, EventId } from "../../../shared/desk/state.ts";
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { keyCall } from "./subject.ts";

export const armedForMs = 5_000;

/** Opened by digits in a call, or by HTTP for a station. */
export type DoorTarget = { callId: CallId } | { stationId: string; eventId: EventId | null };

/** A procedure's step that is done once its door was opened. */
interface Tick {
  eventId: EventId;
  step: number;
}

/** The door that is armed; null when none is. */
export const useArmedDoor = create<{ target: DoorTarget | null; tick: Tick | null }>(() => ({
  target: null,
  tick: null,
}));

let timer: ReturnType<typeof setTimeout> | undefined;

export const isCallDoor = (target: DoorTarget | null, callId: CallId): boolean =>
  target !== null && "callId" in target && target.callId === callId;
export const isStationDoor = (target: DoorTarget | null, stationId: string): boolean =>
  target !== null && "stationId" in target && target.stationId === stationId;

/** Where refusals of it stand. */
export const doorPlace = (target: DoorTarget): string =>
  "callId" in target ? target.callId : `door:${target.stationId}`;

/** The door of the live call's station; null where the site gives it none, or while nobody talks. */
export function useDoorOf(call: Call) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const isLive = useConsole(({ desk }) => isWithOperator(desk, call));
  if (!site || !isLive || call.state !== "talking" || call.ending) return null;
  return doorStationOf(site, call)?.door ?? null;
}

/** E: the door by digits of the live call. A door by HTTP that is on screen takes the key for itself. */
export function armDoor(): void {
  const { snapshot, desk } = useConsole.getState();
  const call = keyCall(desk);
  if (!snapshot || call?.state !== "talking" || !doorStationOf(snapshot.site, call)) return;
  arm({ callId: call.id });
}

export function arm(target: DoorTarget, tick: Tick | null = null): void {
  clearTimeout(timer);
  timer = setTimeout(disarmDoor, armedForMs);
  useArmedDoor.setState({ target, tick });
}

export function disarmDoor(): void {
  clearTimeout(timer);
  useArmedDoor.setState({ target: null, tick: null });
}

export async function openDoor(target: DoorTarget): Promise<void> {
  const { tick } = useArmedDoor.getState();
  disarmDoor();
  const place = doorPlace(target);
  const refusal = await ("callId" in target
    ? act({ type: "openDoor", callId: target.callId }, place)
    : act({ type: "openHttpDoor", ...target }, place));
  if (!refusal && tick) await act({ type: "doStep", ...tick, answer: null }, `steps:${tick.eventId}`);
}
