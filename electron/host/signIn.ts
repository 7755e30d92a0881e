/**
 * Checks PINs. Wrong ones make the next try of that operator wait, and of nobody else: a lockout must not lock out the
 * emergency, and events are seen and heard with nobody signed in anyway. The hash is computed off the event loop.
 */
import { randomBytes } from "node:crypto";
import { isPin, type PinHash, pinCost, pinMatches } from "../site/pinHash.ts";
import type { Clock } from "./ports.ts";

export interface PinCheck {
  /** `pin` is untrusted. Never rejects. `words` are for the person who typed it. */
  check(operatorId: string, pin: string): Promise<{ ok: boolean; words: string }>;
}

interface Tries {
  wrong: number;
  /** Host time before which no PIN of this operator is looked at. */
  waitUntil: number;
  underWay: boolean;
}

/** Seconds to wait after the first, second, third … wrong PIN. */
const delaysS = [0, 1, 2, 4, 8, 16, 30];
/** Two computations take 256 MB and two of the four threads that file access needs as well. */
const mostAtOnce = 2;

/** `pins`: by operator id, as the site gives them. */
export function createPinCheck(pins: ReadonlyMap<string, PinHash>, clock: Pick<Clock, "now">): PinCheck {
  const known = new Map(
    [...pins.keys()].map((id): [string, Tries] => [id, { wrong: 0, waitUntil: 0, underWay: false }]),
  );
  // All unknown names share one record and one hash that no PIN has: they cost the same, and fill no memory.
  const unknown: Tries = { wrong: 0, waitUntil: 0, underWay: false };
  const nobodys: PinHash = {
    cost: [...pins.values()][0]?.cost ?? pinCost,
    salt: randomBytes(16),
    hash: randomBytes(32),
  };
  const compute = limiter(mostAtOnce);

  async function check(operatorId: string, pin: string): Promise<{ ok: boolean; words: string }> {
    const tries = known.get(operatorId) ?? unknown;
    const waitMs = tries.waitUntil - clock.now();
    if (waitMs > 0) return { ok: false, words: `Too many wrong PINs. Try again in ${Math.ceil(waitMs / 1000)} s.` };
    // One at a time for each operator, or many guesses sent together would pass before the first one counts.
    if (tries.underWay) return { ok: false, words: "A PIN of this operator is just being checked. Try again." };
    tries.underWay = true;
    try {
      const hash = pins.get(operatorId) ?? nobodys;
      const matches = await compute(() => pinMatches(isPin(pin) ? pin : "", hash));
      const ok = matches && pins.has(operatorId) && isPin(pin);
      tries.wrong = ok ? 0 : tries.wrong + 1;
      const delayS = ok ? 0 : (delaysS[Math.min(tries.wrong, delaysS.length) - 1] ?? 0);
      tries.waitUntil = clock.now() + delayS * 1000;
      if (ok) return { ok, words: "" };
      return { ok, words: delayS > 0 ? `Wrong PIN. Try again in ${delayS} s.` : "Wrong PIN. Try again." };
    } catch (error) {
      // Out of memory, most likely. Not counted: the PIN was not looked at.
      const why = error instanceof Error ? error.message : String(error);
      return { ok: false, words: `The PIN could not be checked (${why}). Try again.` };
    } finally {
      tries.underWay = false;
    }
  }
  return { check };
}

/** Runs at most so many at once; the others wait their turn. */
function limiter(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= most) await new Promise<void>((turn) => void waiting.push(turn));
    else running += 1;
    try {
      return await work();
    } finally {
      // The next one takes this one's place.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
