/** One event from its first press to its close: every entry, oldest first, with the time since the start. */
import { useCallback, useMemo } from "react";
import { everything } from "../../../shared/link/history.ts";
import type { Site } from "../../../shared/site/site.ts";
import { clockTime, day, duration } from "../../../shared/words/durations.ts";
import { entryWords } from "../../../shared/words/entries.ts";
import { causeWords } from "../../../shared/words/labels.ts";
import { refusalWords } from "../../../shared/words/refusals.ts";
import { useConsole } from "../store.ts";
import { Button } from "../ui/Button.tsx";
import { showOnMap } from "../view.ts";
import { subjectsOf } from "./subjects.ts";
import { useHistory } from "./useHistory.ts";

const longest = 500;

export function TimeLine({ site, eventId, onClose }: { site: Site; eventId: string; onClose(): void }) {
  // Asked again when the event itself changes, so that an open one is followed.
  const event = useConsole((state) => state.desk.events[eventId]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the event asks again.
  const filterAt = useCallback(
    (beforeSeq: number | null) => ({ ...everything, eventId, beforeSeq, limit: longest }),
    [eventId, event],
  );
  const { entries, more, loading, refusal } = useHistory(filterAt);
  const desk = useConsole((state) => state.desk);
  const rows = useMemo(() => [...entries].reverse(), [entries]);
  const subjects = useMemo(() => subjectsOf(entries, desk), [entries, desk]);
  const first = rows[0];
  const stationId = rows.find((entry) => entry.kind === "eventOpened")?.data.stationId ?? event?.stationId ?? null;
  return (
    <section className="timeLine" aria-label="Time line of the event">
      <header>
        <b className="cut">
          <bdi>{subjects.event?.(eventId) ?? "Event"}</bdi>
        </b>
        <span className="muted">{first ? day(first.wall, true) : ""}</span>
        <span className="grow" />
        {stationId !== null && (
          <Button tone="quiet" onClick={() => showOnMap(stationId)}>
            Show on map
          </Button>
        )}
        <button type="button" className="closeButton" aria-label="Close the time line" onClick={onClose}>
          ✕
        </button>
      </header>
      {refusal && (
        <p className="refusal" role="alert">
          {refusalWords(refusal)}
        </p>
      )}
      {more && <p className="muted">{`The last ${longest} entries of this event.`}</p>}
      <ol aria-busy={loading}>
        {rows.map((entry) => (
          <li key={entry.seq}>
            <span className="timeLineAt">
              {clockTime(entry.wall)}
              <span className="muted">{first ? `+${duration(entry.at - first.at)}` : ""}</span>
            </span>
            <span>
              <bdi>{entryWords(entry, site, subjects)}</bdi>
              <span className="muted timeLineBy">{causeWords(entry.by, site)}</span>
            </span>
          </li>
        ))}
      </ol>
      {rows.length === 0 && !refusal && (
        <p className="muted">{loading ? "Reading the journal…" : "Nothing is recorded of this event."}</p>
      )}
    </section>
  );
}
