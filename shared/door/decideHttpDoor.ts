/**
 * Opening a door by HTTP (rules.md, "Paging and doors"): armed in the window, permitted here, journalled before a byte leaves,
 * and never believed open before its state was read back.
 */
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Command, Report } from "../desk/inputs.ts";
import type { Desk } from "../desk/state.ts";
import { stationById } from "../dialing/directory.ts";
import { permitDoor } from "../operator/permit.ts";
import { doorWithinMs } from "./door.ts";

export function decideOpenHttpDoor(context: Context, command: Extract<Command, { type: "openHttpDoor" }>): Decision {
  const { desk, site, moment, by } = context;
  const { stationId, eventId } = command;
  const station = stationById(site, stationId);
  const door = station?.httpDoor;
  if (!station || !door) return refuse("unknownTarget", "The site gives this station no door that is opened so.");
  const denied = permitDoor(site, operatorIn(by), station, moment);
  if (denied) return refused(denied);
  if (eventId !== null && !desk.events[eventId]) return refuse("alreadyGone", "This event is closed.");
  if (desk.doors[stationId]?.outcome === "asked") {
    return refuse("nothingToDo", `${door.words} has been asked to open: wait for its answer.`);
  }
  const attemptId = `d${desk.seq + 1}`;
  const data = { attemptId, stationId, eventId, words: door.words, dueMs: doorWithinMs };
  return done([{ kind: "httpDoorAsked", by, data }], [{ type: "openHttpDoor", attemptId, stationId }]);
}

export function decideDoorAnswered({ desk, by }: Context, report: Extract<Report, { type: "doorAnswered" }>): Decision {
  const { attemptId, stationId, opened, said, state } = report;
  const attempt = desk.doors[stationId];
  if (attempt?.id !== attemptId || attempt.outcome !== "asked") return nothing;
  const { words, eventId } = attempt;
  return done([{ kind: "httpDoorAnswered", by, data: { attemptId, stationId, eventId, words, opened, said, state } }]);
}

/** Nobody will say any more what became of it: its time is over, or the host was lost meanwhile. */
export function doorsGivenUp(
  { doors }: Desk,
  by: string,
  said: string,
  isDue: (at: number | null) => boolean,
): NewEntry[] {
  return Object.entries(doors).flatMap(([stationId, { id, outcome, words, eventId, dueAt }]): NewEntry[] => {
    if (outcome !== "asked" || !isDue(dueAt)) return [];
    const data = { attemptId: id, stationId, eventId, words, opened: false, said, state: "unknown" as const };
    return [{ kind: "httpDoorAnswered", by, data }];
  });
}
