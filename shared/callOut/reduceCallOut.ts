/** `reduce` for call-out lists: the chain that runs, and the last one that did. */
import type { Entry } from "../desk/entries.ts";
import type { CallId, Desk, HostTime } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";

type CallOutEntry = Extract<Entry, { kind: "callOutStarted" | "callOutMemberDone" | "callOutEnded" }>;

export function reduceCallOut(desk: Desk, entry: CallOutEntry): Desk {
  const { at, by } = entry;
  const { callOut } = desk;
  switch (entry.kind) {
    case "callOutStarted": {
      const { callOutId: id, listId, name, eventId, eachMs, members } = entry.data;
      // Deleted from the journal there are none; the chain is long over then.
      const waiting = members.map((member) => ({ ...member, result: null }));
      return {
        ...desk,
        callOut: { id, listId, name, by, eventId, startedAt: at, eachMs, members: waiting, calling: null, over: null },
      };
    }
    case "callOutMemberDone": {
      const { callOutId, member, result } = entry.data;
      if (callOut?.id !== callOutId) return desk;
      const members = callOut.members.map((one, i) => (i === member ? { ...one, result } : one));
      return { ...desk, callOut: { ...callOut, members } };
    }
    case "callOutEnded": {
      const { callOutId, outcome } = entry.data;
      if (callOut?.id !== callOutId) return desk;
      return { ...desk, callOut: { ...callOut, calling: null, over: { at, outcome } } };
    }
    default:
      return assertNever(entry);
  }
}

/** The call that the list now makes. */
export function calling(desk: Desk, of: { callOutId: string; member: number }, callId: CallId): Desk {
  const { callOut } = desk;
  if (callOut?.id !== of.callOutId) return desk;
  return { ...desk, callOut: { ...callOut, calling: { member: of.member, callId } } };
}

/**
 * When the operator asked for the call: at the start of the list, not when its turn came. Whoever he answered or went back
 * to since then keeps the microphone when the member answers.
 */
export const askedAt = (desk: Desk, at: HostTime): HostTime => desk.callOut?.startedAt ?? at;
