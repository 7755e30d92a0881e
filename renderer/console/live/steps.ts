/** A procedure as it stands for an event: what is done, what is next, what the keys 1…9 and D do. Pure. */
import type { PriorityEvent, StepDone } from "../../../shared/desk/state.ts";
import type { Procedure, ProcedureStep, Site } from "../../../shared/site/site.ts";

export interface StepRow {
  index: number;
  step: ProcedureStep;
  done: StepDone | null;
  next: boolean;
  /** Number of its pad (call and page steps); null for the others. */
  pad: number | null;
}

export const procedureOf = (site: Site, event: PriorityEvent): Procedure | null =>
  site.procedures.find((one) => one.id === event.procedureId) ?? null;

export function stepRows(procedure: Procedure, event: Pick<PriorityEvent, "steps">): StepRow[] {
  let pads = 0;
  let nextGiven = false;
  return procedure.steps.map((step, index) => {
    const done = event.steps.find((one) => one.step === index) ?? null;
    const next = done === null && !nextGiven;
    if (next) nextGiven = true;
    const pad = step.kind === "call" || step.kind === "page" ? ++pads : null;
    return { index, step, done, next, pad };
  });
}

export const nextStep = (rows: readonly StepRow[]): StepRow | null => rows.find((row) => row.next) ?? null;

export type PadAct = { do: "answer"; row: StepRow; answer: string } | { do: "pad"; row: StepRow } | { do: "nothing" };

/** 1…9: the answers of the step that asks; else, or with Alt, the pads. */
export function padAct(rows: readonly StepRow[], digit: number, withAlt: boolean): PadAct {
  const next = nextStep(rows);
  const answers = next?.step.kind === "ask" ? (next.step.answers ?? []) : [];
  if (next && answers.length > 0 && !withAlt) {
    const answer = answers[digit - 1];
    return answer === undefined ? { do: "nothing" } : { do: "answer", row: next, answer };
  }
  const row = rows.find((one) => one.pad === digit);
  return row ? { do: "pad", row } : { do: "nothing" };
}
