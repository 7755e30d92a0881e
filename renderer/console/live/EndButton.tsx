/** End, outlined red with its word. Held for 0.4 s on a life-safety call, by pointer, by Enter, or by Ctrl+End. */
import { useEffect } from "react";
import type { Call } from "../../../shared/desk/state.ts";
import { Button } from "../ui/Button.tsx";
import { letEndGo, pressEnd, useEnding } from "./ending.ts";

export function EndButton({ call, guarded, hint }: { call: Call; guarded: boolean; hint: string | undefined }) {
  const holding = useEnding((state) => state.callId === call.id);
  useEffect(() => letEndGo, []);
  const name = `${guarded ? "Hold to end" : "End"} call with ${call.name}`;
  return (
    <Button
      size="wide"
      tone="stop"
      hint={hint}
      className={holding ? "endHeld" : undefined}
      disabled={call.ending}
      data-testid="end-call"
      onPointerDown={(event) => event.button === 0 && guarded && pressEnd(call, true)}
      onPointerUp={letEndGo}
      onPointerLeave={letEndGo}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !guarded) return;
        event.preventDefault();
        if (!event.repeat) pressEnd(call, true);
      }}
      onKeyUp={letEndGo}
      onBlur={letEndGo}
      onClick={() => !guarded && pressEnd(call, false)}
    >
      {call.ending ? `Ending call with ${call.name}…` : name}
    </Button>
  );
}
