/** F2: the sound is off for 60 s. Shown with what is left, so that nobody takes the quiet for peace. */
import { duration } from "../../../shared/words/durations.ts";
import { useNow } from "../clock.ts";
import { useConsole } from "../store.ts";

export function Silence() {
  const until = useConsole((state) => state.desk.silencedUntil);
  return until === null ? null : <Silenced until={until} />;
}

function Silenced({ until }: { until: number }) {
  const now = useNow(250);
  if (now >= until) return null;
  return (
    <span className="pill" data-tone="lost" role="status">
      Sound off {duration(until - now + 999)}
    </span>
  );
}
