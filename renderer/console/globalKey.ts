/**
 * Ctrl+Alt+Space in another program: the shell only says that it was pressed, this window decides as for its own key. Its
 * release is not told, so that a key held down there, which comes again and again, is told from presses by time alone.
 */
import { sayAt } from "./act.ts";

/** The shell's preload posts it into its own window. */
const pressedMessage = "priority-console:answer";
/** A held key comes for the second time after up to a second … */
const pressEveryMs = 1_000;
/** … and from then on faster than this. */
const repeatsWithinMs = 300;

export interface Heard {
  /** repeat: the same press, still held; it must not count as the second one that holds a call of equal class. tooSoon: either. */
  as: "press" | "repeat" | "tooSoon";
  at: number;
  /** From here on for a second nothing counts. */
  from: number;
}

/** Pure: what the key is that comes now. */
export function hear(last: Heard | null, at: number): Heard {
  if (last !== null && at - last.at < repeatsWithinMs) return { as: "repeat", at, from: at };
  if (last !== null && at - last.from < pressEveryMs) return { as: "tooSoon", at, from: last.from };
  return { as: "press", at, from: at };
}

/** Returns the stop. */
export function listenForGlobalKey(press: () => void): () => void {
  let last: Heard | null = null;
  let saying: ReturnType<typeof setTimeout> | undefined;
  const heard = (event: MessageEvent): void => {
    if (event.source !== window || event.data !== pressedMessage) return;
    last = hear(last, performance.now());
    clearTimeout(saying);
    if (last.as === "press") press();
    // A held key would have come again by then.
    if (last.as === "tooSoon") saying = setTimeout(sayTooSoon, repeatsWithinMs);
  };
  window.addEventListener("message", heard);
  return () => {
    clearTimeout(saying);
    window.removeEventListener("message", heard);
  };
}

const sayTooSoon = (): void =>
  sayAt("strip", {
    code: "tooLate",
    words: "That press of Ctrl+Alt+Space came too soon after the last and did not count: press again after a second.",
  });
