/** Sends a command and keeps what the host said against it, so that the refusal stands beside the button that was pressed. */
import { create } from "zustand";
import type { Command } from "../../shared/desk/inputs.ts";
import type { Refusal } from "../../shared/desk/refusals.ts";
import { type Answer, send } from "./link.ts";

/** How long a refusal stays beside its button. */
const shownForMs = 8_000;

interface Refusals {
  /** By place: an event's or call's id, "strip", "reach", "signIn" … */
  at: Readonly<Record<string, { refusal: Refusal; tick: number }>>;
}
export const useRefusals = create<Refusals>(() => ({ at: {} }));

let lastTick = 0;

/** Puts words beside a place for 8 s; a later one there replaces them. */
export function sayAt(place: string, refusal: Refusal): void {
  const tick = ++lastTick;
  useRefusals.setState(({ at }) => ({ at: { ...at, [place]: { refusal, tick } } }));
  setTimeout(() => {
    if (useRefusals.getState().at[place]?.tick === tick) clearAt(place);
  }, shownForMs);
}

export const clearAt = (place: string): void =>
  useRefusals.setState(({ at }) => {
    const { [place]: _gone, ...rest } = at;
    return { at: rest };
  });

/** The second operator of a grave act; the host checks the PIN. */
export interface Approval {
  operatorId: string;
  pin: string;
}

/** Resolves null when it was done. A refusal is also shown at `place`. */
export async function act(command: Command, place: string, approval?: Approval): Promise<Answer> {
  clearAt(place);
  const answer = await send(command, approval);
  if (answer) sayAt(place, answer);
  return answer;
}
