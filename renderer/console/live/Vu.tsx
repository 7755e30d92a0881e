/** Levels of both voices over the last seconds: the caller above the line, our microphone beneath it. */
import { useEffect, useState } from "react";
import type { CallId } from "../../../shared/desk/state.ts";
import { useConsole } from "../store.ts";

const bars = 40;
const quiet: readonly Level[] = Array.from({ length: bars }, (_, at) => ({ id: at - bars, them: 0, us: 0 }));

interface Level {
  id: number;
  them: number;
  us: number;
}

/** 0…1 amplitude to the height of a bar: a voice is seldom above 0.3. */
const height = (level: number): number => Math.min(1, Math.max(0.03, Math.sqrt(level)));

/** `them`: what the far end is called, "caller" or "them". */
export function Vu({ callId, muted, them }: { callId: CallId; muted: boolean; them: string }) {
  const levels = useConsole((state) => state.levels);
  const [past, setPast] = useState(quiet);
  useEffect(() => {
    setPast((before) => [
      ...before.slice(1),
      { id: (before.at(-1)?.id ?? 0) + 1, them: levels.calls[callId] ?? 0, us: muted ? 0 : levels.microphone },
    ]);
  }, [levels, callId, muted]);
  return (
    <div className="vu" aria-hidden="true" data-testid="vu">
      <div className="vuNames">
        <span>{them}</span>
        <span>you</span>
      </div>
      <div className="vuBars">
        {past.map((level) => (
          <span key={level.id}>
            <i style={{ transform: `scaleY(${height(level.them)})` }} />
            <i className="us" style={{ transform: `scaleY(${height(level.us)})` }} />
          </span>
        ))}
      </div>
    </div>
  );
}
