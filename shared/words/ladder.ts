/** The ladder in words: on the card what comes next and when, in the history what was done. */
import type { Entry } from "../desk/entries.ts";
import type { EventId, HostTime, PriorityEvent } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { Ladder, LadderResult, NoticeAbout, Rung, Summons } from "../ladder/ladder.ts";
import type { LadderEntryData } from "../ladder/ladderEntries.ts";
import { duration } from "./durations.ts";
import { endReasonWords } from "./endReasons.ts";

export const rungWords: Readonly<Record<Rung, string>> = {
  supervisor: "supervisor",
  alternate: "alternate number",
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "busy", "did not answer": follows the name of whom was called. */
export function resultWords(result: LadderResult): string {
  switch (result.kind) {
    case "acknowledged":
      return "acknowledged";
    case "notAcknowledged":
      return "was told, pressed no key";
    case "hungUp":
      return "was told, hung up without key 1";
    case "noAnswer":
      return "did not answer";
    case "failed":
      return result.code === 486 || result.code === 600 ? "busy" : failureWords(result);
    case "notNeeded":
      return "no longer needed";
    case "gaveWay":
      return "called by the desk itself";
    case "overtaken":
      return "did not answer in time for the next rung";
    case "lost":
      return "call lost";
    default:
      return assertNever(result);
  }
}

function failureWords({ code, text }: Extract<LadderResult, { kind: "failed" }>): string {
  const reason =
    code === null ? ({ kind: "failed", code, text } as const) : ({ kind: "refusedByFarEnd", code, text } as const);
  return `not reached: ${endReasonWords(reason).words}`;
}

/** Of an event that waits: the call that is made for it, else what comes next; null: it has no ladder. */
export function ladderWords(event: PriorityEvent, { call }: Ladder, now: HostTime): string | null {
  if (event.closed || event.acknowledged) return null;
  if (call?.eventIds.includes(event.id)) {
    const who = rungWords[call.rung];
    if (call.state === "dialling" || call.state === "alerting") return `Calling ${who}…`;
    if (call.state === "telling") return `${capital(who)} is being told`;
  }
  const [rung] = [...event.rungs].sort((a, b) => a.dueAt - b.dueAt);
  const again = event.summons
    .filter(({ nextAt }) => nextAt !== null)
    .sort((a, b) => (a.nextAt ?? 0) - (b.nextAt ?? 0))[0];
  if (again && (!rung || (again.nextAt ?? 0) <= rung.dueAt)) return againWords(again, now);
  if (rung)
    return `${lastWords(event.summons)}${capital(rungWords[rung.rung])} called in ${countdown(rung.dueAt, now)}`;
  const last = event.summons.at(-1);
  return last ? `${capital(rungWords[last.rung])} not reached${last.last ? ` (${resultWords(last.last)})` : ""}` : null;
}

function againWords({ rung, waitsForPbx, last, nextAt }: Summons, now: HostTime): string {
  const who = capital(rungWords[rung]);
  if (waitsForPbx) return `No PBX: ${rungWords[rung]} is called when one is there`;
  if (nextAt === null || nextAt <= now) return `${who} is called next`;
  return `${who} ${last ? resultWords(last) : "called"}, again in ${countdown(nextAt, now)}`;
}

function lastWords(summons: readonly Summons[]): string {
  const last = summons.at(-1);
  return last?.last ? `${capital(rungWords[last.rung])} ${resultWords(last.last)} · ` : "";
}

const countdown = (at: HostTime, now: HostTime): string => duration(Math.max(0, at - now + 999));

/** Of an event that was acknowledged by telephone. */
export const acknowledgedWords = (how: PriorityEvent["acknowledgedHow"]): string | null =>
  how === "bySupervisor" ? "Supervisor acknowledged" : how === "byAlternate" ? "Alternate number acknowledged" : null;

const aboutWords: Readonly<Record<NoticeAbout, string>> = {
  flood: "a flood of events",
  positionLeft: "the position that is left unattended",
};

type LadderEntry = Extract<Entry, { kind: keyof LadderEntryData }>;

export function ladderEntryWords(entry: LadderEntry, event: (id: EventId) => string): string {
  switch (entry.kind) {
    case "ladderRungReached":
      return `${event(entry.data.eventId)} was not answered: ${rungWords[entry.data.rung]} to be called`;
    case "supervisorAsked":
      return `${capital(rungWords[entry.data.rung ?? "supervisor"])} to be told of ${aboutWords[entry.data.about]}`;
    case "supervisorAskOver":
      return entry.data.acknowledged
        ? "Told by telephone, and acknowledged"
        : "Nobody need be told by telephone any more";
    case "ladderWaits":
      return `${capital(rungWords[entry.data.rung])} cannot be called now: no PBX, or no number`;
    case "ladderCalled": {
      const { name, number, attempt, eventIds } = entry.data;
      const whom = name === "" || name === number ? number : `${name} (${number})`;
      const more = eventIds.length > 1 ? `, ${eventIds.length} events waiting` : "";
      return `${capital(rungWords[entry.data.rung])} called: ${whom}, attempt ${attempt}${more}`;
    }
    case "ladderAlerting":
      return `${capital(rungWords[entry.data.rung])}: it rings there`;
    case "ladderTelling":
      return `${capital(rungWords[entry.data.rung])} answered and is being told`;
    case "ladderConfirming":
      return `${capital(rungWords[entry.data.rung])}: ${resultWords(entry.data.result)}`;
    case "ladderEnding":
      return `${capital(rungWords[entry.data.rung])}: call being ended, ${resultWords(entry.data.result)}`;
    case "ladderCallEnded":
      return `${capital(rungWords[entry.data.rung])}: call over, ${resultWords(entry.data.result)}`;
    default:
      return assertNever(entry);
  }
}
