/**
 * The door of the station on the line (rules.md, "Paging and doors"): its digits go into the live call, nothing can be read
 * back, and so nobody is told that it is open.
 */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, refuse, refused } from "../desk/decision.ts";
import type { Refusal } from "../desk/refusals.ts";
import type { Call } from "../desk/state.ts";
import { stationById } from "../dialing/directory.ts";
import { permitDoor } from "../operator/permit.ts";
import type { Site, Station } from "../site/site.ts";
import { isWithOperator } from "./live.ts";

/** The station on the line, where it has a door. */
export function doorStationOf(
  site: Site,
  call: Pick<Call, "stationId">,
): (Station & Required<Pick<Station, "door">>) | null {
  const station = call.stationId === null ? null : stationById(site, call.stationId);
  return station?.door ? { ...station, door: station.door } : null;
}

export function decideDoor(context: Context, callId: string): Decision {
  const { desk, site, moment, by } = context;
  const call = desk.calls[callId];
  const station = call ? doorStationOf(site, call) : null;
  // Who may not open doors is told that first, and it is recorded; without a door there is nothing to permit.
  const denied = station ? permitDoor(site, operatorIn(by), station, moment) : null;
  if (denied) return refused(denied);
  if (!call) return refuse("alreadyGone", "This call has already ended.");
  if (!station) return refuse("unknownTarget", `The site gives ${call.name} no door.`);
  if (call.state !== "talking" || call.ending || !isWithOperator(desk, call)) {
    return refuse("tooLate", `${station.door.words} is opened while you talk with ${call.name}, not before or after.`);
  }
  return done(
    [
      {
        kind: "doorOpened",
        by,
        data: { callId, stationId: station.id, eventId: call.eventId, words: station.door.words },
      },
    ],
    [{ type: "sendDigits", callId, digits: station.door.digits }],
  );
}

/** A door's digits typed on the keypad open it just as well: the same right is needed, however they are split. */
export function doorByKeypad({ site, moment, by }: Context, call: Call, digits: string): Refusal | null {
  const station = doorStationOf(site, call);
  if (!station) return null;
  const before = station.door.digits.length - 1;
  const sent = before === 0 ? digits : call.digits.slice(-before) + digits;
  return sent.includes(station.door.digits) ? permitDoor(site, operatorIn(by), station, moment) : null;
}
