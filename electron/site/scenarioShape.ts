/** The shape of a scenario file, read like a site file: text in, and in words what was expected where. docs/training.md describes it. */
import { z } from "zod";
import { choice, flag, group, id, list, matching, types, whole, words } from "./shapes.ts";

const type = choice(`a type of station: ${types.join(", ")}`, types);
/** One line that cannot break out of its line. */
const header = matching('a header such as "Priority: emergency"', /^[A-Za-z][\w-]{0,40}: [^\r\n]{1,400}$/);

const afterShape = group({
  answered: id.optional(),
  acknowledged: id.optional(),
  called: id.optional(),
  paged: id.optional(),
  ended: id.optional(),
  closed: id.optional(),
});

export const callerShape = group({ id, station: id.optional(), type: type.optional(), near: id.optional() });

export const stepShape = group({
  at: whole(0, 3600).optional(),
  after: afterShape.optional(),
  wait: whole(0, 3600).optional(),
  press: id.optional(),
  headers: list(header, "a list of headers").optional(),
  hangUp: id.optional(),
  silent: id.optional(),
  speak: id.optional(),
  contacts: choice("answer, busy or noAnswer", ["answer", "busy", "noAnswer"] as const).optional(),
  losePbx: flag.optional(),
  pbxBack: flag.optional(),
  flood: group({ count: whole(1, 40), near: id, every: whole(0, 600).default(5), type: type.optional() }).optional(),
});

export const expectShape = group({
  answered: id.optional(),
  steps: id.optional(),
  called: id.optional(),
  paged: id.optional(),
  closed: id.optional(),
  outcome: group({ of: id, is: id }).optional(),
  floodAcknowledgedWithin: whole(1, 3600).optional(),
});

const items = (what: string) => z.array(z.unknown(), { error: `a list of ${what}` }).default([]);

export const scenarioShape = group({
  id,
  name: words(60),
  words: words(300),
  limit: whole(30, 7200).default(900),
  callers: items("callers"),
  steps: items("steps"),
  expect: items("expectations"),
});

export type CallerFields = z.output<typeof callerShape>;
export type ScenarioStepFields = z.output<typeof stepShape>;
export type ExpectFields = z.output<typeof expectShape>;
