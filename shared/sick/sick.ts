/**
 * Stations that the desk could not reach, or not hear, when it last tried. Known from calls and pages alone: nothing asks a
 * station how it is, so one without an entry here is not said to be well. Part of the state (shared/desk/state.ts), which
 * holds at most one entry for each station that the site ever had.
 */
import type { Entry } from "../desk/entries.ts";
import { put, without } from "../desk/patch.ts";
import type { Call, Desk, EndReason, HostTime } from "../desk/state.ts";
import { isVouchedFor } from "../priority/crowd.ts";

export interface Sickness {
  what: "notReached" | "notHeard";
  /** The first time, and the last, without a sign of life between them. */
  since: HostTime;
  lastAt: HostTime;
  /** How a call to it ended; null: a page's PBX could not reach it, or no sound came from it. */
  reason: EndReason | null;
}

type Sick = Desk["sick"];

/** A call of which nothing was heard counts when it lasted long enough for the sound to come. */
const soundWithinMs = 5_000;

/** `before`: the desk as the entry finds it. Gives the same record where nothing changes. */
export function sickAfter(before: Desk, entry: Entry): Sick {
  const { sick } = before;
  switch (entry.kind) {
    case "callOffered": {
      const event = before.events[entry.data.eventId];
      return event && isVouchedFor(event) ? alive(sick, entry.data.stationId) : sick;
    }
    case "callAlerting":
    case "callEstablished":
      return alive(sick, before.calls[entry.data.callId]?.stationId ?? null);
    case "callSoundChanged":
      return entry.data.in ? heard(sick, before.calls[entry.data.callId]?.stationId ?? null) : sick;
    case "callEnded": {
      const call = before.calls[entry.data.callId];
      return call ? afterCall(sick, call, entry.data.reason, entry.at) : sick;
    }
    case "pageMembersReported":
      return entry.data.members.reduce((next, { stationId, status }) => {
        if (status === "failed") return ill(next, stationId, { what: "notReached", reason: null }, entry.at);
        return status === "joined" || status === "busy" ? alive(next, stationId) : next;
      }, sick);
    default:
      return sick;
  }
}

function afterCall(sick: Sick, call: Call, reason: EndReason, at: HostTime): Sick {
  if (call.direction === "out" && reason.kind === "refusedByFarEnd" && call.state === "dialling") {
    if (isAnswer(reason.code)) return alive(sick, call.stationId);
    return isOfTheStation(reason.code) ? ill(sick, call.stationId, { what: "notReached", reason }, at) : sick;
  }
  const ended = reason.kind === "callerEnded" || reason.kind === "operatorEnded" || reason.kind === "farEndEnded";
  const waited = call.iceRestarted || at - call.stateSince >= soundWithinMs;
  const soundWasDue = call.healing === null || call.healing.because === "noSound";
  const notHeard = ended && call.state === "talking" && !call.sound.in && waited && soundWasDue;
  return notHeard ? ill(sick, call.stationId, { what: "notHeard", reason: null }, at) : sick;
}

/** Busy and declined (RFC 3261, 21.4.24, 21.6.1, 21.6.2): somebody is there and says no. */
const isAnswer = (code: number): boolean => code === 486 || code === 600 || code === 603;

/** What the PBX says of this console or of the call (RFC 3261, 21.4), it does not say of the station. */
const isOfTheStation = (code: number): boolean => [404, 408, 410, 480, 502, 504].includes(code);

function ill(sick: Sick, stationId: string | null, how: Pick<Sickness, "what" | "reason">, at: HostTime): Sick {
  if (stationId === null) return sick;
  const known = sick[stationId];
  const since = known?.what === how.what ? known.since : at;
  return put(sick, stationId, { ...how, since, lastAt: at });
}

/** It was reached. Whether it can be heard is another matter. */
const alive = (sick: Sick, stationId: string | null): Sick =>
  stationId !== null && sick[stationId]?.what === "notReached" ? without(sick, stationId) : sick;

const heard = (sick: Sick, stationId: string | null): Sick => (stationId === null ? sick : without(sick, stationId));
