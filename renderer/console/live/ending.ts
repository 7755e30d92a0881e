/** Ending calls: at once, or after 400 ms of holding when it is life safety (rules.md). Shared by key and buttons. */
import { create } from "zustand";
import type { Call } from "../../../shared/desk/state.ts";
import { act } from "../act.ts";

export const holdToEndMs = 400;

/** The calls whose end is being held down, as one name; null when none is. */
export const useEnding = create<{ holding: string | null }>(() => ({ holding: null }));

export const endingOf = (calls: readonly Call[]): string => calls.map((call) => call.id).join(" ");

let timer: ReturnType<typeof setTimeout> | undefined;

function end(calls: readonly Call[]): void {
  for (const { id } of calls) void act({ type: "end", callId: id }, id);
}

export function pressEnd(calls: readonly Call[], guarded: boolean): void {
  if (!guarded) return end(calls);
  clearTimeout(timer);
  useEnding.setState({ holding: endingOf(calls) });
  timer = setTimeout(() => {
    letEndGo();
    end(calls);
  }, holdToEndMs);
}

export function letEndGo(): void {
  clearTimeout(timer);
  useEnding.setState({ holding: null });
}
