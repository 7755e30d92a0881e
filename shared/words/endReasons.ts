/** Why a call is over, in words, with the SIP code beside them. Sources: RFC 3261 21, RFC 5407 for 481, RFC 3326. */

import type { EndReason } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import { capital } from "./capital.ts";

export interface EndWords {
  words: string;
  /** Small beside the words; null where there is none. */
  code: number | null;
}

const byCode: Readonly<Record<number, string>> = {
  400: "The PBX did not understand the call",
  401: "The PBX did not accept this console's account",
  403: "Not allowed by the PBX",
  404: "No such number",
  406: "The far end cannot take this kind of call",
  407: "The PBX did not accept this console's account",
  408: "No answer from the PBX in time",
  410: "The number is no longer in service",
  415: "The far end cannot take this kind of sound",
  480: "Not reachable at present",
  481: "The call was already over at the PBX",
  484: "The number is not complete",
  486: "Busy",
  487: "Cancelled",
  488: "No sound format that both sides have",
  491: "Both sides changed the call at once",
  500: "The PBX has an internal error",
  502: "The PBX could not reach the next exchange",
  503: "The PBX is overloaded or out of service",
  504: "The PBX waited too long for the next exchange",
  600: "Busy everywhere",
  603: "Declined",
  604: "No such number anywhere",
};

/** `name` is the far end's, for "Busy: the patrol is on another call"; "" for sentences without it. */
export function endReasonWords(reason: EndReason, name = ""): EndWords {
  const them = name === "" ? "the far end" : name;
  switch (reason.kind) {
    case "callerEnded":
      return { words: "The caller hung up", code: null };
    case "operatorEnded":
      return { words: "Ended here", code: null };
    case "abandoned":
      return { words: "The caller hung up before the answer", code: null };
    case "answeredElsewhere":
      return { words: "Answered at another desk", code: null };
    case "transferred":
      return { words: reason.to === undefined ? "Transferred" : `Transferred to ${reason.to}`, code: null };
    case "farEndEnded":
      return { words: `${capital(them)} hung up`, code: null };
    case "cancelledByOperator":
      return { words: "Cancelled here before an answer", code: null };
    case "refusedByFarEnd":
      return { words: refusedWords(reason.code, them, reason.text), code: reason.code };
    case "failed":
      return { words: failedWords(reason.code, reason.text), code: reason.code };
    case "lost":
      return { words: "Call lost: call back", code: null };
    default:
      return assertNever(reason);
  }
}

function refusedWords(code: number, them: string, text: string): string {
  if (code === 486 || code === 600) return `Busy: ${them} is on another call`;
  if (code === 603) return `Declined by ${them}`;
  if (code === 480) return `${capital(them)} is not reachable at present`;
  if (code === 408) return `No answer from ${them}`;
  return byCode[code] ?? (text === "" ? `Refused by ${them}` : `Refused by ${them}: ${text}`);
}

function failedWords(code: number | null, text: string): string {
  if (text !== "") return text;
  return (code !== null && byCode[code]) || "The call failed";
}
