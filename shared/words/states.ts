/** The state of an event or a call as one word on the screen, with the colour that repeats it. */

import { hasNewAlarm, isAlarmActive, isWithoutVoice } from "../alarm/alarm.ts";
import { isUnderWay, isWithCaller } from "../call/live.ts";
import type { Call, PriorityEvent } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { ClassName } from "../site/site.ts";

export interface StateWord {
  word: string;
  tone: ClassName | "live" | "late" | "fault" | "plain";
}

const rank = (call: Call): number => {
  switch (call.state) {
    case "talking":
      return 0;
    case "answering":
      return 1;
    case "dialling":
    case "alerting":
      return 2;
    case "held":
      return 3;
    case "offered":
      return 4;
    default:
      return assertNever(call.state);
  }
};

/** The call that says most about an event: talking before answering, calling out, held, offered; the newest of equals. */
export function mainCall(calls: readonly Call[]): Call | null {
  let main: Call | null = null;
  for (const call of calls) if (main === null || rank(call) <= rank(main)) main = call;
  return main;
}

/** Someone has to act: nobody has acknowledged it, or a held caller's time ran out. */
export const isWaiting = (event: PriorityEvent, calls: readonly Call[]): boolean =>
  event.closed === null && (!event.acknowledged || calls.some((call) => call.asksAgain));

/** Calls with the caller of the event, and not those made for it (to a patrol, say). */
export const callerCalls = (event: PriorityEvent, calls: readonly Call[]): Call[] =>
  calls.filter((call) => isWithCaller(call, event));

/** The call that a card or pin speaks of: with the caller while he is there, else one that was made for the event. */
export function mainCallOf(event: PriorityEvent, calls: readonly Call[]): Call | null {
  return mainCall(callerCalls(event, calls)) ?? mainCall(calls);
}

export function eventState(event: PriorityEvent, all: readonly Call[]): StateWord {
  if (event.closed) return { word: "CLOSED", tone: "plain" };
  const calls = callerCalls(event, all);
  const call = mainCall(calls);
  // Somebody talks with the caller, and knows nothing of it yet.
  const rings = calls.some((one) => one.state === "offered" || one.state === "answering");
  const fresh = !event.acknowledged && !rings && hasNewAlarm(event) ? alarmWord(event) : null;
  if (fresh) return { word: fresh, tone: event.class };
  const ringsAgain = call !== null && !event.acknowledged && calls.some((one) => one.state === "offered");
  if (call !== null && !(ringsAgain && call.state === "held")) return callState(call, event.class);
  if (ringsAgain) return { word: "RINGING", tone: event.class };
  // The caller has gone; somebody who was called for the event is held.
  const asks = all.find((one) => one.asksAgain);
  if (asks) return callState(asks, event.class);
  const alarm = alarmWord(event);
  if (alarm && !event.acknowledged) return { word: alarm, tone: event.class };
  if (event.callLost) return { word: "CALL LOST", tone: event.acknowledged ? "late" : event.class };
  if (event.acknowledgedHow === "answeredElsewhere") return { word: "ANSWERED ELSEWHERE", tone: "plain" };
  if (alarm && event.condition === "active") return { word: "ACKNOWLEDGED, LASTS", tone: "late" };
  if (event.acknowledged) return { word: "ACKNOWLEDGED", tone: "plain" };
  if (event.stalled) return { word: "NOTHING DONE", tone: event.class };
  return { word: "CALLER HUNG UP", tone: event.class };
}

/** What its times are times of. */
export const pressedWords = (event: PriorityEvent): string =>
  (event.alarms ?? []).length === 0 ? "Pressed" : isWithoutVoice(event) ? "Raised" : "Pressed or raised";

/** With nobody on the line and no call after it: what rings is an alarm without voice. */
function alarmWord(event: PriorityEvent): string | null {
  if (isAlarmActive(event)) return event.stalled ? "ALARM, NOTHING DONE" : "ALARM";
  return (event.alarms ?? []).length > 0 && event.lastEnded === null ? "ALARM OVER" : null;
}

/** `waiting`: the class whose colour a ringing call has. */
export function callState(call: Call, waiting: ClassName): StateWord {
  if (call.ending) return { word: "ENDING…", tone: "plain" };
  switch (call.state) {
    case "offered":
      if (call.notAnswerable !== null) return { word: "CANNOT BE ANSWERED", tone: "fault" };
      return call.bound ? { word: "RINGING", tone: waiting } : { word: "CONNECTING", tone: waiting };
    case "answering":
      return { word: "ANSWERING…", tone: "live" };
    case "dialling":
      return { word: "DIALLING…", tone: "plain" };
    case "alerting":
      return { word: "RINGING THERE", tone: "plain" };
    case "talking":
      if (call.healing && call.healing.because !== "noSound") return { word: "TAKING THE CALL BACK…", tone: "late" };
      if (call.listenOnly) return { word: "CALLER IS BACK", tone: waiting };
      return { word: call.muted ? "TALKING, MUTED" : "TALKING", tone: "live" };
    case "held":
      if (isUnderWay(call)) return { word: "TRANSFERRING", tone: "late" };
      return call.asksAgain ? { word: "HELD, ASKS AGAIN", tone: waiting } : { word: "HELD", tone: "late" };
    default:
      return assertNever(call.state);
  }
}

/** What is known of the sound of a call, proved by packets. `paging`: the microphone goes to a page alone. */
export function soundState(call: Call, paging: boolean): StateWord | null {
  switch (call.state) {
    case "offered":
    case "dialling":
    case "alerting":
      return null;
    case "answering":
      return { word: "WAITING FOR SOUND", tone: "late" };
    case "held":
      return { word: "NO VOICE PASSES", tone: "late" };
    case "talking":
      if (call.healing) return { word: "TAKING THE SOUND BACK…", tone: "late" };
      if (call.listenOnly) return { word: "MICROPHONE CLOSED", tone: "late" };
      if (paging) return { word: "DOES NOT HEAR YOU", tone: "late" };
      if (call.muted) return { word: call.sound.in ? "MUTED: YOU HEAR THEM" : "MUTED", tone: "late" };
      if (call.sound.in && call.silent) return { word: "CALLER IS SILENT: LISTEN", tone: "late" };
      if (call.sound.in && call.sound.out) return { word: "SOUND BOTH WAYS", tone: "live" };
      if (call.sound.out) return { word: "NO SOUND FROM CALLER", tone: "late" };
      if (call.sound.in) return { word: "CALLER DOES NOT HEAR YOU", tone: "late" };
      return { word: "WAITING FOR SOUND", tone: "late" };
    default:
      return assertNever(call.state);
  }
}

/** What to do with a caller of whom nothing is heard; null: he is heard, or it is no caller. `camera`: his station has one. */
export function silentAdvice(call: Call, event: PriorityEvent, camera: boolean): string | null {
  if (call.state !== "talking" || call.listenOnly || !call.sound.in || !call.silent) return null;
  if (!isWithCaller(call, event)) return null;
  const look = camera ? "Look at the camera first. " : "";
  return `${look}Nothing is heard: stay, listen, and ask for a knock or a cough. Do not take it for a false press.`;
}
