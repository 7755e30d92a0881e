/** Exercises as the real desk knows them: who may begin one, what forbids it, and what ends one that runs. */
import type { Context } from "../desk/context.ts";
import { operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { EntryData, NewEntry } from "../desk/entries.ts";
import type { Cause, Desk, EventId, FaultKind, HostTime } from "../desk/state.ts";
import { permitTraining } from "../operator/permit.ts";
import type { ClassName } from "../site/site.ts";
import { castOf } from "./cast.ts";

/** The exercise that runs at this position. */
export interface Training {
  runId: string;
  scenarioId: string;
  name: string;
  by: Cause;
  since: HostTime;
}

/** done: all has happened and all is closed. limit: it took too long. */
export type TrainingEnd = "operator" | "realEvent" | "done" | "limit" | "failed" | "hostRestarted";

/** Of these classes an open event needs the operator now: it forbids an exercise, and ends one. */
const needsOperator = (className: ClassName | undefined): boolean =>
  className === "lifeSafety" || className === "urgent";
/** With one of these the real desk may call and nobody would hear it. */
const unheard: readonly FaultKind[] = ["deaf", "mediaPageLost", "ringSilent", "soundNotHeard"];

export function decideStartTraining(context: Context, scenarioId: string): Decision {
  const { desk, site, by } = context;
  const denied = permitTraining(site, operatorIn(by));
  if (denied) return refused(denied);
  if (desk.training) return refuse("badRequest", "An exercise runs already.");
  const scenario = site.scenarios?.find(({ id }) => id === scenarioId);
  if (!scenario) return refuse("unknownTarget", "There is no such exercise.");
  const cast = castOf(scenario, site);
  if ("why" in cast) return refuse("unknownTarget", `This site cannot play it. ${cast.why}`);
  const busy = whyNotNow(desk);
  if (busy) return refuse("callInProgress", `No exercise now: ${busy}`);
  const data = { runId: `t${desk.seq + 1}`, scenarioId, name: scenario.name };
  return done([{ kind: "trainingStarted", by, data }]);
}

/** In words, what at the real desk comes first; null: it is quiet. */
function whyNotNow(desk: Desk): string | null {
  const event = Object.values(desk.events).find((one) => needsOperator(one.class));
  if (event) return `${event.name} is open. Close it first.`;
  if (Object.values(desk.calls).some((call) => call.state !== "offered")) return "a call is up. End it first.";
  if (desk.page) return "a page runs. Stop it first.";
  if (Object.values(desk.faults).some(({ kind }) => unheard.includes(kind))) {
    return "the real desk cannot be heard, as the bar at the top says. Mend that first.";
  }
  return null;
}

export function decideEndTraining({ desk, by }: Context): Decision {
  if (!desk.training) return nothing;
  return done([ended(desk.training, by, "operator", "")]);
}

/** The exercise itself says that it is over, or could not be played. */
export function decideTrainingOver(
  { desk, by }: Context,
  { runId, reason, words }: { runId: string; reason: "done" | "limit" | "failed"; words: string },
): Decision {
  return desk.training?.runId === runId ? done([ended(desk.training, by, reason, words)]) : nothing;
}

/** At the desk of the exercise: who began it is signed in there, without the sound test of a real sign-in. */
export const decideExerciseBegan = (data: EntryData["exerciseBegan"]): Decision =>
  done([
    { kind: "exerciseBegan", by: "host", data },
    { kind: "signedIn", by: `operator:${data.operatorId}`, data: { operatorId: data.operatorId } },
  ]);

/** Whatever would have forbidden the exercise ends it in the same decision: no window shows training a moment longer. */
export function followTraining({ desk }: Pick<Context, "desk">, decision: Decision): Decision {
  const { training } = desk;
  if (!training || decision.entries.some(({ kind }) => kind === "trainingEnded")) return decision;
  for (const entry of decision.entries) {
    const reason = whatEnds(desk, entry);
    if (reason === null) continue;
    const words = entry.kind === "faultRaised" ? entry.data.words : "";
    const eventId = "eventId" in entry.data ? entry.data.eventId : null;
    return { ...decision, entries: [...decision.entries, ended(training, "rule:realFirst", reason, words, eventId)] };
  }
  return decision;
}

function whatEnds(desk: Desk, entry: NewEntry): TrainingEnd | null {
  switch (entry.kind) {
    case "hostStarted":
      return "hostRestarted";
    case "eventOpened":
      return needsOperator(entry.data.class) ? "realEvent" : null;
    case "eventRepeated":
      return needsOperator(entry.data.graver?.class) ? "realEvent" : null;
    case "closeUndone": {
      const { eventId } = entry.data;
      return needsOperator(desk.closed.find(({ id }) => id === eventId)?.class) ? "realEvent" : null;
    }
    case "answerRequested":
    case "callDialled":
    case "pageRequested":
      return "realEvent";
    case "faultRaised":
      return unheard.includes(entry.data.fault) ? "realEvent" : null;
    default:
      return null;
  }
}

const ended = (
  { runId }: Training,
  by: Cause,
  reason: TrainingEnd,
  words: string,
  eventId: EventId | null = null,
): NewEntry => ({ kind: "trainingEnded", by, data: { runId, reason, words, eventId } });

export function reduceTraining(
  desk: Desk,
  entry: { at: HostTime; by: Cause } & (
    | { kind: "trainingStarted"; data: { runId: string; scenarioId: string; name: string } }
    | { kind: "trainingEnded" }
  ),
): Desk {
  if (entry.kind === "trainingEnded") return { ...desk, training: null };
  return { ...desk, training: { ...entry.data, by: entry.by, since: entry.at } };
}
