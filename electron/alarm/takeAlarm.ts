/** Gives an alarm to the desk, and waits until it is shown: what is answered "taken" is on screen and, with a healthy disk, on disk. */
import type { SeenAlarm } from "../../shared/alarm/alarm.ts";
import { eventOfAlarm } from "../../shared/alarm/decideAlarm.ts";
import type { DeskLoop } from "../host/desk.ts";

/** The id of its event; null: an end of what nobody knows. */
export async function takeAlarm(loop: DeskLoop, alarm: SeenAlarm): Promise<string | null> {
  const before = eventOfAlarm(loop, alarm);
  const { settled } = loop.input({ type: "report", report: { type: "alarmSeen", alarm } });
  const after = alarm.kind === "cleared" ? before : eventOfAlarm(loop, alarm);
  await settled;
  if (alarm.kind === "raised" && !after) throw new Error("the desk did not take an alarm");
  return after?.id ?? null;
}
