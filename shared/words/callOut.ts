/** A call-out list in words: each member's state, and how it ended. */

import type { CallOut, CallOutMember, CallOutOutcome, CallOutResult } from "../callOut/callOut.ts";
import type { Call } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import { capital } from "./capital.ts";
import { endReasonWords } from "./endReasons.ts";
import { callState, type StateWord } from "./states.ts";

/** `call`: the one that the list makes now, while it is this member's. */
export function memberState(member: CallOutMember, call: Call | undefined, isOver: boolean): StateWord {
  const { result } = member;
  if (result !== null) return resultState(result);
  if (call) return callState(call, "routine");
  return { word: isOver ? "NOT CALLED" : "WAITING", tone: "plain" };
}

const byCode: Readonly<Record<number, string>> = {
  408: "NO ANSWER",
  480: "NOT REACHABLE",
  486: "BUSY",
  600: "BUSY",
  603: "DECLINED",
};

function resultState(result: CallOutResult): StateWord {
  switch (result.kind) {
    case "reached":
      return { word: "REACHED", tone: "live" };
    case "skipped":
      return { word: "SKIPPED", tone: "plain" };
    case "ended": {
      const { reason } = result;
      if (reason.kind === "cancelledByOperator") return { word: "STOPPED", tone: "plain" };
      if (reason.kind === "refusedByFarEnd") return { word: byCode[reason.code] ?? "FAILED", tone: "late" };
      return { word: "FAILED", tone: "late" };
    }
    default:
      return assertNever(result);
  }
}

/** "Busy: Patrol is on another call"; why a member was not reached, or was. */
export function resultWords(result: CallOutResult, name: string): string {
  switch (result.kind) {
    case "reached":
      return `${name} answered`;
    case "skipped":
      return result.words;
    case "ended":
      return endReasonWords(result.reason, name).words;
    default:
      return assertNever(result);
  }
}

/** "Patrol busy, Night patrol no answer, Office not called". */
export const resultsWords = (results: readonly { name: string; result: CallOutResult | null }[]): string =>
  results
    .map(({ name, result }) => `${name} ${result === null ? "not called" : resultState(result).word.toLowerCase()}`)
    .join(", ");

export function callOutEndWords(
  outcome: CallOutOutcome,
  results: readonly { name: string; result: CallOutResult | null }[],
): string {
  switch (outcome) {
    case "reached":
      return `${results.find(({ result }) => result?.kind === "reached")?.name ?? "somebody"} reached`;
    case "nobody":
      return "nobody reached";
    case "stopped":
      return "stopped";
    case "noPbx":
      return "given up: no PBX is registered";
    case "nobodySignedIn":
      return "given up: nobody is signed in";
    case "hostRestarted":
      return "given up: the console was restarted";
    default:
      return assertNever(outcome);
  }
}

/** "Calling 2 of 4: Night patrol", then how it ended. */
export function callOutWords({ members, calling, over }: CallOut): string {
  if (over) return capital(callOutEndWords(over.outcome, members));
  const member = calling?.member ?? 0;
  return `Calling ${member + 1} of ${members.length}: ${members[member]?.name ?? ""}`;
}
