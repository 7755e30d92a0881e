/** What is known of a station that could not be reached, or heard, when last tried. */
import type { Sickness } from "../sick/sick.ts";
import { endReasonWords } from "./endReasons.ts";

/** Sentence case, without the time: "Not reached: No answer from Help point 118". */
export function sickWords({ what, reason }: Sickness, name: string): string {
  if (what === "notHeard") return "No sound came from it in its last call";
  return reason === null ? "Not reached by a page" : `Not reached: ${endReasonWords(reason, name).words}`;
}
