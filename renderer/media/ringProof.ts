/** What is made of a look at the ring's outputs: whether a ring is heard, and which device does not go on. Pure. */

export interface RingProof {
  confirmed: boolean;
  /** In words; "" when confirmed. */
  why: string;
}

/** Of one output, since it was looked at last. */
export interface SeenOutput {
  running: boolean;
  /** Its time went on. */
  advanced: boolean;
}

/** Whether the ring is heard by the system's default, or why not. */
export function ringProof(seen: SeenOutput & { deviceExists: boolean }): RingProof {
  if (!seen.deviceExists) return { confirmed: false, why: "There is no sound output device." };
  if (!seen.running) return { confirmed: false, why: "The browser does not allow sound before a click." };
  if (!seen.advanced) return { confirmed: false, why: "The sound output device has stopped." };
  return { confirmed: true, why: "" };
}

/** What an opened device is found to be. `mayPlay`: the page is allowed to sound, as its other outputs show. */
export function foundOpen(seen: SeenOutput, mayPlay: boolean): "open" | "stopped" | "notAllowed" {
  if (seen.running) return seen.advanced ? "open" : "stopped";
  return mayPlay ? "stopped" : "notAllowed";
}
