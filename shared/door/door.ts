/** A door or gate that is opened by HTTP, with or without a call (a door by digits is shared/call/decideDoor.ts). */
import type { Cause, EventId, HostTime } from "../desk/state.ts";

/** closed: the site's words for it were read, or others than those for open. unknown: nothing can be read back, or it failed. */
export type DoorState = "open" | "closed" | "unknown";

/** The last attempt on a station's door. */
export interface DoorAttempt {
  id: string;
  words: string;
  eventId: EventId | null;
  at: HostTime;
  by: Cause;
  outcome: "asked" | "done" | "failed";
  /** In words, why it failed, or why nothing was read back; "" otherwise. */
  said: string;
  state: DoorState;
  /** When the state was read; null: it was not. */
  stateAt: HostTime | null;
  /** When it is given up; null once it is over. */
  dueAt: HostTime | null;
}

/** The host gives the door 3 s, and 3 s more to read its state; later it was lost on the way. */
export const doorWithinMs = 8_000;

/** To the door border. */
export interface DoorOrder {
  type: "openHttpDoor";
  attemptId: string;
  stationId: string;
}
