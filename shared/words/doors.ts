/** What became of a door that was asked to open by HTTP: never more than was read back. */
import type { DoorState } from "../door/door.ts";

interface Answer {
  opened: boolean;
  said: string;
  state: DoorState;
}

/** "it took the request, reads open"; "not confirmed: no answer within 3 s, state unknown". */
export function doorAnswerWords({ opened, said, state }: Answer): string {
  if (!opened) return `not confirmed: ${said}, ${stateWords(state)}`;
  return `it took the request, ${stateWords(state)}${said === "" ? "" : ` (${said})`}`;
}

const stateWords = (state: DoorState): string => (state === "unknown" ? "state unknown" : `reads ${state}`);
