/** Commands on an event: acknowledge, note, procedure step, close with an outcome, undo. */
import { callsOf } from "../call/live.ts";
import { nameIn } from "../call/takeBack.ts";
import { type Context, operatorIn } from "../desk/context.ts";
import { type Decision, done, nothing, refuse, refused } from "../desk/decision.ts";
import type { Command } from "../desk/inputs.ts";
import type { PriorityEvent } from "../desk/state.ts";
import { permitHandle } from "../operator/permit.ts";
import { acknowledgedEntry, stalledMsOf } from "./acknowledged.ts";
import { isVouchedFor } from "./crowd.ts";
import { openEventOf } from "./decideArrival.ts";
import { openMandatorySteps, procedureOf } from "./procedure.ts";

const undoWithinMs = 10_000;
/** Of a note, and of the reason for an override. */
export const longestNote = 2_000;

type EventCommand = Extract<Command, { type: "acknowledge" | "note" | "doStep" | "close" | "undoClose" }>;

export function decideEvent(context: Context, command: EventCommand): Decision {
  const denied = permitHandle(context.site, operatorIn(context.by));
  if (denied) return refused(denied);
  if (command.type === "undoClose") return undoClose(context, command.eventId);
  const event = context.desk.events[command.eventId];
  if (!event) return refuse("alreadyGone", "This event is closed.");
  switch (command.type) {
    case "acknowledge":
      return acknowledge(context, event);
    case "note":
      return note(context, event, command.text);
    case "doStep":
      return doStep(context, event, command.step, command.answer);
    case "close":
      return close(context, event, command);
  }
}

function acknowledge(context: Context, event: PriorityEvent): Decision {
  const { desk } = context;
  if (event.acknowledged) return nothing;
  const ringing = callsOf(desk, event).some((call) => call.state === "offered");
  if (ringing && event.class === "lifeSafety") {
    return refuse("lifeSafetyMustBeAnswered", `${event.name} is on the line: answer it. Answering acknowledges.`);
  }
  return done([acknowledgedEntry(context, event, "byHand")]);
}

function note({ site, by }: Context, event: PriorityEvent, text: string): Decision {
  const said = text.trim();
  if (said === "") return refuse("badRequest", "The note is empty.");
  if (said.length > longestNote) return refuse("badRequest", `A note has at most ${longestNote} characters.`);
  return done([
    { kind: "eventNoted", by, data: { eventId: event.id, text: said, stalledMs: stalledMsOf(site, event) } },
  ]);
}

function doStep({ site, by }: Context, event: PriorityEvent, step: number, answer: string | null): Decision {
  const asked = procedureOf(site, event)?.steps[step];
  if (!asked) return refuse("badRequest", "The procedure has no such step.");
  if (event.steps.some((one) => one.step === step && one.answer === answer)) return nothing;
  if (asked.kind === "ask" && asked.answers && (answer === null || !asked.answers.includes(answer))) {
    return refuse("badRequest", `Choose one of: ${asked.answers.join(", ")}.`);
  }
  const stalledMs = stalledMsOf(site, event);
  return done([{ kind: "stepDone", by, data: { eventId: event.id, step, answer, stalledMs } }]);
}

function close(context: Context, event: PriorityEvent, command: Extract<Command, { type: "close" }>): Decision {
  const { site, by } = context;
  const { outcome } = command;
  const present = whoIsOnTheLine(context, event);
  if (present.length > 0) {
    const [is, calls] = present.length === 1 ? ["is", "call"] : ["are", "calls"];
    const who = present.join(" and ");
    return refuse("stillOnTheLine", `${who} ${is} still on the line. End the ${calls}, then close the event.`);
  }
  if (!site.outcomes.some((one) => one.id === outcome)) {
    return refuse("outcomeMissing", "Choose an outcome: what came of it?");
  }
  const note = command.note.trim();
  const reason = command.override?.trim() ?? "";
  if (note.length > longestNote) return refuse("badRequest", `A closing note has at most ${longestNote} characters.`);
  if (reason.length > longestNote) return refuse("badRequest", `A reason has at most ${longestNote} characters.`);
  const open = openMandatorySteps(site, event).map(({ words }) => words);
  if (open.length > 0 && reason === "") {
    const list = open.map((words) => `“${words}”`).join(", ");
    const them = open.length === 1 ? "it" : "them";
    const words = `Not done yet: ${list}. Do ${them}, or give the reason for closing without ${them}.`;
    return refuse("mandatoryStepsOpen", words);
  }
  const override = open.length > 0 ? { override: open, overrideReason: reason } : {};
  return done([{ kind: "eventClosed", by, data: { eventId: event.id, outcome, note, ...override } }]);
}

/** By name: the caller, a patrol that was called for the event. */
function whoIsOnTheLine({ desk }: Context, event: PriorityEvent): string[] {
  return [...new Set(callsOf(desk, event).map((call) => nameIn(event, call)))];
}

function undoClose(context: Context, eventId: string): Decision {
  const { desk, moment, by } = context;
  const event = desk.closed.find((one) => one.id === eventId);
  if (!event?.closed)
    return desk.events[eventId] ? nothing : refuse("alreadyGone", "This event is not known any more.");
  if (moment.now - event.closed.at > undoWithinMs) {
    return refuse("tooLate", "A close can be undone for 10 s. The event stays in the history.");
  }
  // One station has one open event: the next press would not know which.
  if (event.stationId !== null && isVouchedFor(event) && openEventOf(context, event.stationId)) {
    const words = `${event.name} has another open event already. The closed one stays in the history.`;
    return refuse("tooLate", words);
  }
  return done([{ kind: "closeUndone", by, data: { eventId } }]);
}
