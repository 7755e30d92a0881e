/** What a decision is made from: the state, the site's rules, the moment, and who asks. */
import type { Moment } from "../kit/moment.ts";
import type { Site } from "../site/site.ts";
import type { Cause, Desk } from "./state.ts";

export interface Context {
  desk: Desk;
  site: Site;
  moment: Moment;
  /** "operator:<id>", "position", "wire:<pbxId>", "rule:<name>" or "host". */
  by: Cause;
}

/** The operator's id in a cause; null for anything that is not an operator. */
export const operatorIn = (by: Cause): string | null =>
  by.startsWith("operator:") ? by.slice("operator:".length) : null;
