/** What every history must keep of holding and taking back (invariants.test.ts): whom one press may hold, and nobody held is forgotten. */
import { expect } from "vitest";
import { isUnderWay, isWithCaller, rankOf } from "../../shared/call/live.ts";
import type { Entry } from "../../shared/desk/entries.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import type { Desk } from "../../shared/desk/state.ts";

/** `fresh`: the entries that lead from `before` to `after`; `command`: what was asked, where something was. */
export function holdsAndTakesBack(before: Desk, after: Desk, fresh: readonly Entry[], command: Command | null): void {
  for (const entry of fresh) {
    // A call that ends is not taken back, and no leg that is being refused is answered.
    if (entry.kind !== "answerRequested" && entry.kind !== "callResumed") continue;
    expect(before.calls[entry.data.callId]?.ending ?? false).toBe(false);
  }
  if (command?.type === "answer" && !command.holdEqual) heldByOnePress(before, fresh, command.eventId);
  // His card will ask again, asks, or waits for his transfer.
  for (const call of Object.values(after.calls)) {
    if (call.eventId === null || call.state !== "held" || call.ending || isUnderWay(call)) continue;
    expect(call.asksAgain || call.returnDueAt !== null).toBe(true);
  }
}

/** One press of Space holds calls of lower class, and for the caller of an event those with others for it. */
function heldByOnePress(before: Desk, fresh: readonly Entry[], eventId: string): void {
  const event = before.events[eventId];
  const takenIds = fresh.flatMap((entry) =>
    entry.kind === "answerRequested" || entry.kind === "callResumed" ? [entry.data.callId] : [],
  );
  const taken = before.calls[takenIds[0] ?? "none"];
  if (!event || !taken) return;
  for (const entry of fresh) {
    const held = entry.kind === "callHeld" ? before.calls[entry.data.callId] : undefined;
    if (!held) continue;
    if (held.eventId === eventId) expect(takenIds.some((id) => isCallers(before, id, eventId))).toBe(true);
    else expect(rankOf(before, held)).toBeGreaterThan(rankOf(before, taken));
  }
}

function isCallers({ calls, events }: Desk, callId: string, eventId: string): boolean {
  const call = calls[callId];
  const event = events[eventId];
  return call !== undefined && event !== undefined && isWithCaller(call, event);
}
