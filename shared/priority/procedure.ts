/** The procedure of an event, and how far it has got: the one way to it for the desk, its windows and what is reported afterwards. */
import type { PriorityEvent } from "../desk/state.ts";
import type { Procedure, ProcedureStep, Site } from "../site/site.ts";

export const procedureOf = (
  site: Pick<Site, "procedures">,
  event: Pick<PriorityEvent, "procedureId">,
): Procedure | null => site.procedures.find((one) => one.id === event.procedureId) ?? null;

/** Its steps that are not done. */
export const openSteps = (
  site: Pick<Site, "procedures">,
  event: Pick<PriorityEvent, "procedureId" | "steps">,
): ProcedureStep[] =>
  procedureOf(site, event)?.steps.filter((_, at) => !event.steps.some(({ step }) => step === at)) ?? [];

/** Those of them without which it is not closed, but for a reason. */
export const openMandatorySteps = (...of: Parameters<typeof openSteps>): ProcedureStep[] =>
  openSteps(...of).filter(({ mandatory }) => mandatory);
