/**
 * Whether somebody is at this position, as its windows tell: one of them is in sight, and no key or pointer was used in any
 * for 10 s (rules.md, idle). Every change is told once; nothing of it is journalled.
 */
import type { Moment } from "../../shared/kit/moment.ts";
import type { Link } from "./ports.ts";

const idleAfterMs = 10_000;
/** A window tells every 2 s; one that is hidden by the system is slowed down. */
const heardWithinMs = 5_000;

export interface Attendance {
  readonly now: NonNullable<Moment["operator"]>;
  presence(link: Link, visible: boolean, active: boolean): void;
  gone(link: Link): void;
  stop(): void;
}

export function createAttendance(
  changed: () => void,
  { idleMs = idleAfterMs, heardMs = heardWithinMs } = {},
): Attendance {
  /** Windows in sight, and what forgets each when it falls silent. */
  const inSight = new Map<Link, NodeJS.Timeout>();
  // A desk that has just started is not idle: nobody knows who stands before it.
  let idle = false;
  let touched = false;
  let idling = setTimeout(becomeIdle, idleMs);
  let told = "";

  function tell(): void {
    const now = JSON.stringify([idle, inSight.size > 0]);
    if (now === told) return;
    told = now;
    changed();
  }

  function becomeIdle(): void {
    idle = true;
    tell();
  }

  function forget(link: Link): void {
    clearTimeout(inSight.get(link));
    inSight.delete(link);
  }

  return {
    get now() {
      return { idle, attended: inSight.size > 0, ...(touched ? {} : { untouched: true as const }) };
    },
    presence(link, visible, active) {
      forget(link);
      if (visible) {
        const silent = setTimeout(() => {
          forget(link);
          tell();
        }, heardMs);
        inSight.set(link, silent);
      }
      if (active) {
        idle = false;
        touched = true;
        clearTimeout(idling);
        idling = setTimeout(becomeIdle, idleMs);
      }
      tell();
    },
    gone(link) {
      forget(link);
      tell();
    },
    stop() {
      clearTimeout(idling);
      for (const link of [...inSight.keys()]) forget(link);
    },
  };
}
