/** Ending a call: at once, or after 400 ms of holding when it is life safety (rules.md). Shared by key and button. */
import { create } from "zustand";
import type { Call, CallId } from "../../../shared/desk/state.ts";
import { act } from "../act.ts";

export const holdToEndMs = 400;

/** The call whose end is being held down; null when none is. */
export const useEnding = create<{ callId: CallId | null }>(() => ({ callId: null }));

let timer: ReturnType<typeof setTimeout> | undefined;

const end = (callId: CallId): void => void act({ type: "end", callId }, callId);

export function pressEnd(call: Call, guarded: boolean): void {
  if (!guarded) return end(call.id);
  clearTimeout(timer);
  useEnding.setState({ callId: call.id });
  timer = setTimeout(() => {
    letEndGo();
    end(call.id);
  }, holdToEndMs);
}

export function letEndGo(): void {
  clearTimeout(timer);
  useEnding.setState({ callId: null });
}
