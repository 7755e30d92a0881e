/** Nothing thrown passes into SIP.js or out of the border: it is reported as a bug, and work goes on. */
import type { Report } from "../../shared/desk/inputs.ts";

/** Runs `act`; what it throws is reported. */
export type Guard = (where: string, act: () => void) => void;

export const createGuard =
  (report: (report: Report) => void): Guard =>
  (where, act) => {
    try {
      act();
    } catch (error) {
      report({ type: "bugCaught", where: `sip: ${where}`, words: wordsOf(error) });
    }
  };

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
