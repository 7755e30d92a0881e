/** The pad of a procedure's step: whom it calls, which zone it chooses, which door it arms. */
import type { PriorityEvent } from "../../../shared/desk/state.ts";
import { contactById, findNumber, stationById, zoneById } from "../../../shared/dialing/directory.ts";
import type { Site } from "../../../shared/site/site.ts";
import { act, sayAt } from "../act.ts";
import { useConsole } from "../store.ts";
import { chooseZones } from "../view.ts";
import { arm } from "./door.ts";
import type { StepRow } from "./steps.ts";
import { keyCall } from "./subject.ts";

export function padWords({ step }: StepRow, event: PriorityEvent, site: Site): string {
  if (step.kind === "page") return `Choose ${zoneById(site, step.zoneId ?? "")?.name ?? "zone"}`;
  if (step.kind === "door") return `Open ${doorOfStep(step.stationId, event, site)?.words ?? "door"}`;
  return `Call ${calleeOf(step.number ?? "", site).name}`;
}

export function calleeOf(asked: string, site: Site): { name: string; number: string } {
  const contact = contactById(site, asked);
  if (contact) return contact;
  const found = findNumber(site, asked);
  if (found.kind === "contact") return { name: found.contact.name, number: asked };
  return { name: found.kind === "station" ? found.station.name : asked, number: asked };
}

/** The door that the step means; null where that station has none. */
function doorOfStep(stationId: string | undefined, event: PriorityEvent, site: Site) {
  const id = stationId ?? event.stationId;
  const station = id === null ? null : stationById(site, id);
  if (station?.httpDoor) return { words: station.httpDoor.words, station, byHttp: true };
  return station?.door ? { words: station.door.words, station, byHttp: false } : null;
}

/** A call pad calls and ticks its step when the call went out; a page pad chooses the zone, P then talks; a door pad arms. */
export async function pressStepPad(row: StepRow, event: PriorityEvent, site: Site, place: string): Promise<void> {
  const { step, index } = row;
  const tick = { eventId: event.id, step: index };
  if (step.kind === "page") {
    chooseZones(step.zoneId === undefined ? [] : [step.zoneId]);
    const name = zoneById(site, step.zoneId ?? "")?.name ?? "The zone";
    return sayAt(place, { code: "nothingToDo", words: `${name} is chosen: hold P to talk, then D.` });
  }
  if (step.kind === "door") return armStepDoor(step.stationId, event, site, place, tick);
  const refusal = await act(
    { type: "call", number: calleeOf(step.number ?? "", site).number, eventId: event.id },
    place,
  );
  if (!refusal) await act({ type: "doStep", ...tick, answer: null }, place);
}

function armStepDoor(
  stationId: string | undefined,
  event: PriorityEvent,
  site: Site,
  place: string,
  tick: { eventId: string; step: number },
): void {
  const door = doorOfStep(stationId, event, site);
  if (!door) return sayAt(place, { code: "unknownTarget", words: "The site gives this station no door." });
  if (door.byHttp) return arm({ stationId: door.station.id, eventId: event.id }, tick);
  const call = keyCall(useConsole.getState().desk);
  if (call?.state === "talking" && call.stationId === door.station.id) return arm({ callId: call.id }, tick);
  sayAt(place, { code: "tooLate", words: `${door.words} is opened while you talk with ${door.station.name}.` });
}
