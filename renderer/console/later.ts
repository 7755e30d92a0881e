/** What may be drawn a frame after the card: the panels beside the queue take the new state once the card is painted. */
import { useEffect, useState } from "react";
import { afterPaint } from "./afterPaint.ts";
import { type ConsoleState, useConsole } from "./store.ts";

/** The value as it was when the last frame was painted. */
export function useLater<T>(value: T): T {
  const [later, setLater] = useState(value);
  useEffect(() => (Object.is(value, later) ? undefined : afterPaint(() => setLater(() => value))), [value, later]);
  return later;
}

/** Like useConsole, one painted frame behind. `select` is the same function on every render. */
export function useConsoleLater<T>(select: (state: ConsoleState) => T): T {
  const [later, setLater] = useState(() => select(useConsole.getState()));
  useEffect(() => {
    let waits = false;
    let cancel = (): void => undefined;
    const follow = () => {
      // One that waits is left to run: in a flood a newer one would put it off for ever.
      if (waits) return;
      waits = true;
      cancel = afterPaint(() => {
        waits = false;
        setLater(() => select(useConsole.getState()));
      });
    };
    follow();
    const leave = useConsole.subscribe(follow);
    return () => {
      leave();
      cancel();
    };
  }, [select]);
  return later;
}
