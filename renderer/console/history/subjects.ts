/** Names for the ids in entries, gathered from the entries that carry both and from the desk; so that rows read as sentences. */
import type { Entry } from "../../../shared/desk/entries.ts";
import type { Desk } from "../../../shared/desk/state.ts";
import type { Subjects } from "../../../shared/words/entries.ts";

export function subjectsOf(entries: readonly Entry[], desk: Pick<Desk, "events" | "closed" | "calls">): Subjects {
  const events = new Map<string, string>();
  const calls = new Map<string, string>();
  for (const event of [...desk.closed, ...Object.values(desk.events)]) events.set(event.id, event.name);
  for (const call of Object.values(desk.calls)) calls.set(call.id, `the call with ${call.name}`);
  for (const entry of entries) {
    if (entry.kind === "eventOpened") events.set(entry.data.eventId, entry.data.name);
    if (entry.kind === "callOffered") {
      calls.set(entry.data.callId, `the call from ${entry.data.name}`);
      events.set(entry.data.eventId, events.get(entry.data.eventId) ?? entry.data.name);
    }
    if (entry.kind === "callDialled") {
      const { name, number } = entry.data;
      calls.set(entry.data.callId, `the call to ${name === "" ? number : name}`);
    }
  }
  return { event: (id) => events.get(id), call: (id) => calls.get(id) };
}
