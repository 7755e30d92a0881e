/** An alarm without voice (a webhook, an MQTT topic, a SIP MESSAGE): it lives in an event as a press does, with no call. */
import type { HostTime, PriorityEvent } from "../desk/state.ts";
import type { ClassName } from "../site/site.ts";

export type AlarmSource = "webhook" | "mqtt" | "message";

/** What came in, checked for shape and sender by the host; all text is the sender's own (untrusted). */
export interface SeenAlarm {
  source: AlarmSource;
  kind: "raised" | "cleared";
  /** The sender's name for this alarm. Cleared with "": all of this source at the station. */
  id: string;
  /** False: the sender gave it no name, so that its next alarm cannot be told from this one. */
  isNamed: boolean;
  text: string;
  /** The station of the site; null where the sender names none that the site knows. */
  stationId: string | null;
  /** What the sender named in its place: a number, else any text; "" where nothing. */
  named: string;
  /** The class that the site gives to alarms of this way in; null: the station's own. */
  class: ClassName | null;
  /** False: the sender only claims to be this station. */
  asserted: boolean;
  /** A broker kept it and gives it to whoever subscribes: it may be told long after it happened, and again and again. */
  kept: boolean;
}

export interface Alarm {
  source: AlarmSource;
  id: string;
  text: string;
  raisedAt: HostTime;
  /** null: still there. */
  clearedAt: HostTime | null;
  /** Its event was acknowledged since it came. */
  seen?: true;
}

/** An event remembers so many alarms; beyond, the oldest go, those that are over first. */
export const alarmsKept = 100;

export const isAlarmActive = ({ alarms = [] }: Pick<PriorityEvent, "alarms">): boolean =>
  alarms.some((alarm) => alarm.clearedAt === null);

/** One that lasts, and of which nobody has taken note. */
export const hasNewAlarm = ({ alarms = [] }: Pick<PriorityEvent, "alarms">): boolean =>
  alarms.some((alarm) => alarm.clearedAt === null && alarm.seen === undefined);

/** The alarm that the card names: the newest that is still there, else the newest. */
export const alarmShown = ({ alarms = [] }: Pick<PriorityEvent, "alarms">): Alarm | null =>
  alarms.findLast((alarm) => alarm.clearedAt === null) ?? alarms.at(-1) ?? null;

/** The alarms of a source that this id means. */
export const alarmsMeant = (
  { alarms = [] }: Pick<PriorityEvent, "alarms">,
  source: AlarmSource,
  id: string,
): readonly Alarm[] =>
  alarms.filter((alarm) => alarm.clearedAt === null && alarm.source === source && (id === "" || alarm.id === id));

/** Nobody is or was on the line: there are alarms and no call. */
export const isWithoutVoice = (event: PriorityEvent): boolean =>
  (event.alarms ?? []).length > 0 && event.lastEnded === null && event.callIds.length === 0;
