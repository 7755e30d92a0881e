/** Alarms without voice of an event, newest first: by which way, what they say, since when, and whether they last. */
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { clockTime } from "../../../shared/words/durations.ts";
import { alarmSourceLabels } from "../../../shared/words/labels.ts";
import { wallOf } from "../store.ts";

const mostShown = 5;

export function AlarmList({ event }: { event: PriorityEvent }) {
  const alarms = event.alarms ?? [];
  if (alarms.length === 0) return null;
  const shown = alarms.slice(-mostShown).reverse();
  return (
    <ul className="alarmList" aria-label="Alarms">
      {shown.map(({ source, id, text, raisedAt, clearedAt }) => (
        <li key={`${source} ${id} ${raisedAt}`} data-over={clearedAt !== null}>
          <span className="muted">{clockTime(wallOf(raisedAt))}</span> <bdi>{text === "" ? id : text}</bdi>{" "}
          <span className="muted">
            {`${alarmSourceLabels[source]}, ${clearedAt === null ? "lasts" : `over at ${clockTime(wallOf(clearedAt))}`}`}
          </span>
        </li>
      ))}
      {alarms.length > mostShown && <li className="muted">{`and ${alarms.length - mostShown} earlier`}</li>}
    </ul>
  );
}
