/** The guard of a door (rules.md): armed for 5 s, in one window, for the call that has the microphone. Shared by key and button. */
import { create } from "zustand";
import { doorStationOf } from "../../../shared/call/decideDoor.ts";
import { isWithOperator } from "../../../shared/call/live.ts";
import type { Call, CallId } from "../../../shared/desk/state.ts";
import { act } from "../act.ts";
import { useConsole } from "../store.ts";
import { keyCall } from "./subject.ts";

export const armedForMs = 5_000;

/** The call whose door is armed; null when none is. */
export const useArmedDoor = create<{ callId: CallId | null }>(() => ({ callId: null }));

let timer: ReturnType<typeof setTimeout> | undefined;

/** The door of the live call's station; null where the site gives it none, or while nobody talks. */
export function useDoorOf(call: Call) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const isLive = useConsole(({ desk }) => isWithOperator(desk, call));
  if (!site || !isLive || call.state !== "talking" || call.ending) return null;
  return doorStationOf(site, call)?.door ?? null;
}

export function armDoor(): void {
  const { snapshot, desk } = useConsole.getState();
  const call = keyCall(desk);
  if (!snapshot || call?.state !== "talking" || !doorStationOf(snapshot.site, call)) return;
  clearTimeout(timer);
  timer = setTimeout(disarmDoor, armedForMs);
  useArmedDoor.setState({ callId: call.id });
}

export function disarmDoor(): void {
  clearTimeout(timer);
  useArmedDoor.setState({ callId: null });
}

export function openDoor(callId: CallId): void {
  disarmDoor();
  void act({ type: "openDoor", callId }, callId);
}
