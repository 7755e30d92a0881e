/** F12: calls the supervisor whom the site names, by the ordinary call. It belongs to the event of the live call, if any. */
import { liveCall } from "../../shared/call/live.ts";
import { act, sayAt } from "./act.ts";
import { useConsole } from "./store.ts";

/** Said in the strip, which is on every window. */
const place = "strip";

export function callSupervisor(): void {
  const { snapshot, desk } = useConsole.getState();
  const number = snapshot?.site.supervisor;
  if (number === undefined) return sayAt(place, { code: "unknownTarget", words: "The site names no supervisor." });
  void act({ type: "call", number, eventId: liveCall(desk)?.eventId ?? null }, place);
}
