/** What the operator must doubt about an event, in words: who calls, and where from. */
import type { PriorityEvent } from "../desk/state.ts";
import { awayM } from "../place/spot.ts";
import type { Site } from "../site/site.ts";
import { metresWords } from "./location.ts";

/** Sentences without their full stop, the most serious first. */
export function doubtWords(site: Site | null, event: PriorityEvent): string[] {
  const { location } = event;
  const has = (kind: PriorityEvent["why"][number]["kind"]) => event.why.find((reason) => reason.kind === kind);
  const claimed = has("claimsStation");
  const away = site && awayM(site, event);
  return [
    ...(has("claimNotVerified") ? ["Claims an emergency, not verified"] : []),
    ...(claimed ? [`Says it is ${claimed.text}, the PBX says otherwise`] : []),
    ...(has("notAsserted") ? ["Number not asserted by the PBX"] : []),
    ...(away === null ? [] : [`The call says it is ${metresWords(away)} from there`]),
    ...(location?.point === null && location.problem !== "" ? [`No place from the call: ${location.problem}`] : []),
  ];
}
