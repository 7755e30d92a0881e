/** End, outlined red with its word. Held for 0.4 s on a life-safety call, by pointer, by Enter, or by Ctrl+End. */
import { useEffect } from "react";
import type { Call } from "../../../shared/desk/state.ts";
import { Button } from "../ui/Button.tsx";
import { endingOf, letEndGo, pressEnd, useEnding } from "./ending.ts";

interface EndButtonProps {
  /** Ended together. */
  calls: readonly Call[];
  /** What it ends, with its verb: "end call with SOS 214". */
  name: string;
  guarded: boolean;
  hint?: string | undefined;
}

export function EndButton({ calls, name, guarded, hint }: EndButtonProps) {
  const holding = useEnding((state) => state.holding === endingOf(calls));
  const ending = calls.every((call) => call.ending);
  useEffect(() => letEndGo, []);
  return (
    <Button
      size="wide"
      tone="stop"
      hint={hint}
      className={holding ? "endHeld" : undefined}
      disabled={ending}
      data-testid="end-call"
      onPointerDown={(event) => event.button === 0 && guarded && pressEnd(calls, true)}
      onPointerUp={letEndGo}
      onPointerLeave={letEndGo}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !guarded) return;
        event.preventDefault();
        if (!event.repeat) pressEnd(calls, true);
      }}
      onKeyUp={letEndGo}
      onBlur={letEndGo}
      onClick={() => !guarded && pressEnd(calls, false)}
    >
      {wordsOf(name, ending, guarded)}
    </Button>
  );
}

function wordsOf(name: string, ending: boolean, guarded: boolean): string {
  if (ending) return `Ending${name.slice("end".length)}…`;
  return guarded ? `Hold to ${name}` : `E${name.slice(1)}`;
}
