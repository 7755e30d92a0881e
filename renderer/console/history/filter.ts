/** What the history form asks for, as the filter that the journal's reader understands. Times are wall clock in ms. */
import type { Entry, EntryKind } from "../../../shared/desk/entries.ts";
import { everything, type HistoryFilter } from "../../../shared/link/history.ts";
import type { ClassName } from "../../../shared/site/site.ts";

export type RangeName = "hour" | "day" | "week" | "all" | "chosen";
export const ranges: readonly { value: RangeName; label: string }[] = [
  { value: "hour", label: "Last hour" },
  { value: "day", label: "Last 24 hours" },
  { value: "week", label: "Last 7 days" },
  { value: "all", label: "All" },
  { value: "chosen", label: "From … to …" },
];
const hourMs = 3_600_000;
const spans: Readonly<Record<"hour" | "day" | "week", number>> = { hour: hourMs, day: 24 * hourMs, week: 168 * hourMs };

export type GroupName = "events" | "calls" | "pages" | "people" | "console";
export const groups: Readonly<Record<GroupName, { label: string; kinds: readonly EntryKind[] }>> = {
  events: {
    label: "Priority events",
    kinds: [
      "eventOpened",
      "eventRepeated",
      "eventSoundedAgain",
      "eventAcknowledged",
      "identityDoubted",
      "eventNoted",
      "stepDone",
      "eventClosed",
      "closeUndone",
      "ladderRungReached",
      "supervisorAsked",
      "supervisorAskOver",
      "floodBegan",
      "floodEnded",
      "shelved",
      "shelfEnded",
    ],
  },
  calls: {
    label: "Calls",
    kinds: [
      "callOffered",
      "callTaken",
      "callNotTaken",
      "answerRequested",
      "callDialled",
      "callAlerting",
      "callEstablished",
      "callSoundChanged",
      "callHeld",
      "callResumed",
      "callMuted",
      "digitsSent",
      "doorOpened",
      "digitsRefused",
      "transferAsked",
      "transferProgressed",
      "transferFailed",
      "callTransferred",
      "endRequested",
      "callEnded",
      "callOutStarted",
      "callOutMemberDone",
      "callOutEnded",
      "ladderWaits",
      "ladderCalled",
      "ladderAlerting",
      "ladderTelling",
      "ladderConfirming",
      "ladderEnding",
      "ladderCallEnded",
    ],
  },
  pages: {
    label: "Pages",
    kinds: [
      "pageRequested",
      "pageLegOpened",
      "pageLegFailed",
      "pageLegEnded",
      "pageMembersReported",
      "pageReleased",
      "pageClosed",
    ],
  },
  people: {
    label: "Sign-in and refusals",
    kinds: ["signedIn", "signInRefused", "signedOut", "commandRefused", "soundSilenced", "soundUnsilenced"],
  },
  console: {
    label: "Console and faults",
    kinds: [
      "hostStarted",
      "siteLoaded",
      "clockJumped",
      "journalGap",
      "pbxChanged",
      "faultRaised",
      "faultCleared",
      "mediaChanged",
      "bugCaught",
    ],
  },
};

export interface HistoryForm {
  range: RangeName;
  /** Of `<input type="datetime-local">`, in the zone of this machine; "" for none. */
  from: string;
  to: string;
  text: string;
  class: ClassName | "";
  stationId: string | null;
  group: GroupName | "";
  eventId: string | null;
}

export const emptyForm: HistoryForm = {
  range: "day",
  from: "",
  to: "",
  text: "",
  class: "",
  stationId: null,
  group: "",
  eventId: null,
};

/** Entries asked for at once. */
export const pageSize = 200;

export function filterOf(form: HistoryForm, now: number, beforeSeq: number | null): HistoryFilter {
  const { range } = form;
  const span = range === "hour" || range === "day" || range === "week" ? spans[range] : null;
  return {
    ...everything,
    from: range === "chosen" ? wallOfLocal(form.from) : span === null ? null : now - span,
    to: range === "chosen" ? wallOfLocal(form.to) : null,
    text: form.text.trim(),
    class: form.class === "" ? null : form.class,
    stationId: form.stationId,
    kinds: form.group === "" ? null : groups[form.group].kinds,
    eventId: form.eventId,
    beforeSeq,
    limit: pageSize,
  };
}

function wallOfLocal(text: string): number | null {
  const wall = text === "" ? Number.NaN : new Date(text).getTime();
  return Number.isNaN(wall) ? null : wall;
}

/** What is newer than the entries shown, newest first, with what has just come; none twice, as answers may overlap. */
export function withNewer(
  { entries, newer }: { entries: readonly Entry[]; newer: readonly Entry[] },
  come: readonly Entry[],
): readonly Entry[] {
  const known = (newer[0] ?? entries[0])?.seq ?? 0;
  return [...come.filter((entry) => entry.seq > known), ...newer];
}

/** The event that an entry tells about; null: none. */
export function eventIdOf({ data }: Entry): string | null {
  return "eventId" in data && typeof data.eventId === "string" ? data.eventId : null;
}

/** "history 2026-11-21 1406.csv": made here, never from what somebody typed. */
export function csvName(wall: number): string {
  const date = new Date(wall);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `history ${day} ${two(date.getHours())}${two(date.getMinutes())}.csv`;
}
