/** What to doubt about an event, and where its call says it comes from: the caller's own words, marked as such. */
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { doubtWords } from "../../../shared/words/doubts.ts";
import { locationLines } from "../../../shared/words/location.ts";
import { useConsole } from "../store.ts";

export function Whereabouts({ event }: { event: PriorityEvent }) {
  const site = useConsole((state) => state.snapshot?.site ?? null);
  const doubts = doubtWords(site, event);
  if (doubts.length === 0 && !event.location) return null;
  return (
    <section className="whereabouts" aria-label={`Who and where: ${event.name}`} data-testid="whereabouts">
      {doubts.map((words) => (
        <p key={words} className="doubt">
          <bdi>{words}</bdi>
        </p>
      ))}
      {event.location && (
        <>
          <h4>Location from the call</h4>
          {locationLines(event.location).map((line) => (
            <p key={line} className="muted">
              <bdi>{line}</bdi>
            </p>
          ))}
        </>
      )}
    </section>
  );
}
