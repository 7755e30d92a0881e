/** Bugs that a hurried change could make in the desk, each by one small edit of its source. `npm run planted` has the tests find them. */
import { bugsOfCalls } from "./bugsOfCalls.ts";
import { bugsOfRules } from "./bugsOfRules.ts";

export interface Bug {
  /** What would be wrong. */
  name: string;
  file: string;
  from: string;
  to: string;
}

export const bugs: readonly Bug[] = [...bugsOfCalls, ...bugsOfRules];
