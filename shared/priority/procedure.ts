/**
 * The procedure of an event, and how far it has got: the one way to it for the desk, its windows and what is reported afterwards.
 * An event keeps the one that it was opened with: a step that is done is known by its number, and a site that is loaded anew
 * meanwhile may have other steps there.
 */
import type { PriorityEvent } from "../desk/state.ts";
import type { KeptProcedure, ProcedureStep, Site } from "../site/site.ts";

type Procedures = Pick<Site, "procedures">;
type Of = Pick<PriorityEvent, "procedureId" | "procedure">;

/** Events of old journals kept none: then the site's of that id. */
export const procedureOf = (site: Procedures, event: Of): KeptProcedure | null =>
  event.procedure ?? site.procedures.find((one) => one.id === event.procedureId) ?? null;

/** Its steps that are not done. */
export const openSteps = (site: Procedures, event: Of & Pick<PriorityEvent, "steps">): ProcedureStep[] =>
  procedureOf(site, event)?.steps.filter((_, at) => !event.steps.some(({ step }) => step === at)) ?? [];

/** Those of them without which it is not closed, but for a reason. */
export const openMandatorySteps = (...of: Parameters<typeof openSteps>): ProcedureStep[] =>
  openSteps(...of).filter(({ mandatory }) => mandatory);
