/** Ctrl+Alt+Space in another program: the shell only says that it was pressed, this window decides as for its own key. */

/** The shell's preload posts it into its own window. */
const pressedMessage = "priority-console:answer";
/** A key held down elsewhere comes again and again, for the first time after up to a second; its release is not told. */
const repeatsWithinMs = 1_000;

/** Pure: such a press is the same one, still held. It must not count as the second press that holds a call of equal class. */
export const isRepeat = (lastAt: number | null, at: number): boolean =>
  lastAt !== null && at - lastAt < repeatsWithinMs;

/** Returns the stop. */
export function listenForGlobalKey(press: () => void): () => void {
  let lastAt: number | null = null;
  const heard = (event: MessageEvent): void => {
    if (event.source !== window || event.data !== pressedMessage) return;
    const now = performance.now();
    const repeated = isRepeat(lastAt, now);
    lastAt = now;
    if (!repeated) press();
  };
  window.addEventListener("message", heard);
  return () => window.removeEventListener("message", heard);
}
