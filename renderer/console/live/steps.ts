/** A procedure as it stands for an event: what is done, what is next, what the keys 1…9 and D do. Pure. */
import type { PriorityEvent, StepDone } from "../../../shared/desk/state.ts";
import type { KeptProcedure, ProcedureStep } from "../../../shared/site/site.ts";

export interface StepRow {
  index: number;
  step: ProcedureStep;
  done: StepDone | null;
  next: boolean;
  /** Number of its pad (call, page and door steps); null for the others. */
  pad: number | null;
}

const padKinds: readonly ProcedureStep["kind"][] = ["call", "page", "door"];

export function stepRows(procedure: KeptProcedure, event: Pick<PriorityEvent, "steps">): StepRow[] {
  let pads = 0;
  let nextGiven = false;
  return procedure.steps.map((step, index) => {
    const done = event.steps.find((one) => one.step === index) ?? null;
    const next = done === null && !nextGiven;
    if (next) nextGiven = true;
    return { index, step, done, next, pad: padKinds.includes(step.kind) ? ++pads : null };
  });
}

export const nextStep = (rows: readonly StepRow[]): StepRow | null => rows.find((row) => row.next) ?? null;

/** Pads of the procedure; those beneath it are numbered on from here. */
export const padsOf = (rows: readonly StepRow[]): number => rows.filter(({ pad }) => pad !== null).length;

/** The procedure's next step has answers: digits are those, and pads need Alt. */
export const isAsking = (rows: readonly StepRow[]): boolean => {
  const next = nextStep(rows)?.step;
  return next?.kind === "ask" && (next.answers ?? []).length > 0;
};

export type PadAct =
  | { do: "answer"; row: StepRow; answer: string }
  | { do: "pad"; row: StepRow }
  /** One of those beneath the procedure, from 0. */
  | { do: "more"; at: number }
  | { do: "nothing" };

/** 1…9: the answers of the step that asks; else, or with Alt, the pads. `more`: pads beneath the procedure. */
export function padAct(rows: readonly StepRow[], digit: number, withAlt: boolean, more = 0): PadAct {
  const next = nextStep(rows);
  if (next && isAsking(rows) && !withAlt) {
    const answer = next.step.answers?.[digit - 1];
    return answer === undefined ? { do: "nothing" } : { do: "answer", row: next, answer };
  }
  const row = rows.find((one) => one.pad === digit);
  if (row) return { do: "pad", row };
  const at = digit - padsOf(rows) - 1;
  return at >= 0 && at < more ? { do: "more", at } : { do: "nothing" };
}
