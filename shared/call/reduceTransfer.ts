/** `reduce` for passing a call on: asked ▸ ringing ▸ done, or failed. The call itself is held from the asking on. */
import type { Entry } from "../desk/entries.ts";
import { patchCall } from "../desk/patch.ts";
import type { Call, Desk } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { Transfer } from "./transfer.ts";

type TransferEntry = Extract<
  Entry,
  { kind: "transferAsked" | "transferProgressed" | "transferFailed" | "callTransferred" }
>;

/** Our own leg is taken as ended when nobody confirms its BYE within this time. */
const endWithinMs = 4_000;

export function reduceTransfer(desk: Desk, entry: TransferEntry): Desk {
  const { at } = entry;
  return patchCall(desk, entry.data.callId, (call) => {
    switch (entry.kind) {
      case "transferAsked": {
        const { number, name, dueMs } = entry.data;
        // One that does not hear us yet must not come to by a failure.
        const talked = call.state === "talking" && !call.listenOnly;
        const asked = { number, name, state: "asked" as const, askedAt: at, talked };
        const transfer: Transfer = { ...asked, dueAt: at + dueMs, code: null, text: "" };
        const stateSince = call.state === "held" ? call.stateSince : at;
        return { transfer, state: "held", stateSince, returnDueAt: null, asksAgain: false, listenOnly: false };
      }
      case "transferProgressed": {
        // RFC 3261 21.1: 100 only says that it was heard; from 180 on the target rings.
        const state = entry.data.code >= 180 ? "ringing" : "asked";
        return changed(call, { state, dueAt: at + entry.data.dueMs, code: entry.data.code });
      }
      case "transferFailed": {
        const { code, text, resumes, returnMs } = entry.data;
        const failed = changed(call, { state: "failed", dueAt: null, code, text });
        if (resumes) return { ...failed, state: "talking", stateSince: at };
        return { ...failed, returnDueAt: returnMs > 0 ? at + returnMs : null };
      }
      case "callTransferred":
        return {
          ...changed(call, { state: "done", dueAt: null, code: null, text: "" }),
          ending: true,
          orderDueAt: at + endWithinMs,
        };
      default:
        return assertNever(entry);
    }
  });
}

const changed = (call: Call, change: Partial<Transfer>): Partial<Call> =>
  call.transfer ? { transfer: { ...call.transfer, ...change } } : {};
