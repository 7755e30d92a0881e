/** A scenario of an exercise: who calls, what happens when, and what is expected of the trainee. Data only; it comes from a YAML file. */
import type { StationType } from "../site/site.ts";

export type CallerId = string;

/** Who plays a caller: one station of the site by its id, or any of a type; `near`: in the same area as another caller. */
export type CallerRule = { id: CallerId; stationId: string } | { id: CallerId; type: StationType; near?: CallerId };

/** What a step may wait for: that it has happened once is enough. */
export type Happened =
  | { is: "answered" | "acknowledged" | "ended" | "closed" | "paged"; caller: CallerId }
  /** A call to anybody went out for the event of this caller. */
  | { is: "called"; caller: CallerId };

export type When = { atS: number } | { after: Happened; waitS: number };

export type Act =
  | { act: "press"; caller: CallerId; headers: readonly string[] }
  | { act: "hangUp"; caller: CallerId }
  /** The caller says nothing, or speaks again. */
  | { act: "silent"; caller: CallerId }
  | { act: "speak"; caller: CallerId }
  /** How everybody who is called answers: contacts and numbers that the plant does not know, not stations. */
  | { act: "contacts"; how: ContactsDo }
  | { act: "losePbx" }
  | { act: "pbxBack" }
  /** Others press, one after the other: of a type, in the area of a caller. */
  | { act: "flood"; count: number; everyS: number; near: CallerId; type: StationType | null };

export type ContactsDo = "answer" | "busy" | "noAnswer";

export interface ScenarioStep {
  when: When;
  does: Act;
}

export type Expected =
  | { what: "answered" | "steps" | "called" | "paged" | "closed"; caller: CallerId }
  /** Everybody who pressed in a flood was acknowledged: answered, called back or by hand. */
  | { what: "floodAcknowledged"; withinS: number }
  /** Closed with this outcome. */
  | { what: "outcome"; caller: CallerId; outcome: string };

export interface Scenario {
  id: string;
  name: string;
  words: string;
  callers: readonly CallerRule[];
  steps: readonly ScenarioStep[];
  expected: readonly Expected[];
  /** The exercise ends by itself after this time. */
  limitS: number;
}
