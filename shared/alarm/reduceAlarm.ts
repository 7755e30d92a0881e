/** `reduce` for alarms without voice: they make their event active, and it returns when the last of them is over. */
import { callsOf } from "../call/live.ts";
import type { Entry } from "../desk/entries.ts";
import { patchEvent } from "../desk/patch.ts";
import type { Desk, PriorityEvent } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import { callerCalls } from "../words/states.ts";
import { type Alarm, alarmsKept, isAlarmActive } from "./alarm.ts";

type AlarmEntry = Extract<Entry, { kind: "alarmRaised" | "alarmCleared" }>;

export function reduceAlarm(desk: Desk, entry: AlarmEntry): Desk {
  const { at } = entry;
  switch (entry.kind) {
    case "alarmRaised": {
      const { eventId, source, alarmId, text } = entry.data;
      const alarm: Alarm = { source, id: alarmId, text, raisedAt: at, clearedAt: null };
      return patchEvent(desk, eventId, ({ alarms = [] }) => ({
        condition: "active",
        alarms: bounded([...alarms, alarm]),
      }));
    }
    case "alarmCleared": {
      const { eventId, source, alarmId } = entry.data;
      const over = ({ alarms = [] }: PriorityEvent) =>
        alarms.map((alarm) =>
          alarm.source === source && alarm.id === alarmId && alarm.clearedAt === null
            ? { ...alarm, clearedAt: at }
            : alarm,
        );
      const ended = (event: PriorityEvent): PriorityEvent => {
        const next = { ...event, alarms: over(event) };
        const there = isAlarmActive(next) || callerCalls(next, callsOf(desk, next)).length > 0;
        return { ...next, condition: there ? "active" : "returned" };
      };
      if (desk.events[eventId]) return patchEvent(desk, eventId, ended);
      return { ...desk, closed: desk.closed.map((event) => (event.id === eventId ? ended(event) : event)) };
    }
    default:
      return assertNever(entry);
  }
}

function bounded(alarms: readonly Alarm[]): readonly Alarm[] {
  if (alarms.length <= alarmsKept) return alarms;
  const over = alarms.findIndex((alarm) => alarm.clearedAt !== null);
  return alarms.toSpliced(over < 0 ? 0 : over, 1);
}
