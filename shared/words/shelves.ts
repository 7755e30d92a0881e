/** Shelved and out of service, in words: on cards and pins, in the list, in the history. */
import type { EntryData } from "../desk/entries.ts";
import type { HostTime } from "../desk/state.ts";
import { assertNever } from "../kit/assertNever.ts";
import type { Shelf, ShelfEnd, ShelfKind } from "../shelf/shelf.ts";
import type { StateWord } from "./states.ts";

/** As on a tag. */
export const shelfLabels: Readonly<Record<ShelfKind, string>> = { shelved: "SHELVED", outOfService: "OUT OF SERVICE" };

/** In place of what an event that waits in silence would say. */
export const shelfState = ({ as }: Pick<Shelf, "as">): StateWord => ({
  word: shelfLabels[as],
  tone: as === "outOfService" ? "fault" : "plain",
});

const kindWords: Readonly<Record<ShelfKind, string>> = { shelved: "shelved", outOfService: "out of service" };

/** "42 min", "1 h 30 min", "3 d 2 h"; counted up to the next minute. */
export function spanWords(ms: number): string {
  const minutes = Math.ceil(Math.max(0, ms) / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const parts = minutes < 24 * 60 ? [Math.floor(minutes / 60), "h", minutes % 60, "min"] : daysOf(minutes);
  return (parts[2] === 0 ? parts.slice(0, 2) : parts).join(" ");
}
const daysOf = (minutes: number) => [Math.floor(minutes / 1440), "d", Math.floor((minutes % 1440) / 60), "h"];

export const leftWords = ({ endsAt }: Pick<Shelf, "endsAt">, now: HostTime): string =>
  `${spanWords(endsAt - now)} left`;

/** "Shelved: stuck key · 42 min left". */
export const shelfWords = (shelf: Shelf, now: HostTime): string =>
  `${capital(kindWords[shelf.as])}: ${shelf.reason === "" ? "no reason kept" : shelf.reason} · ${leftWords(shelf, now)}`;

export function shelvedWords(data: EntryData["shelved"], approvedBy: string | null): string {
  const approved = approvedBy === null ? "" : `, approved by ${approvedBy}`;
  const what = data.as === "shelved" ? "shelved" : "taken out of service";
  return `${data.name ?? "A caller"} ${what} for ${spanWords(data.forMs)}: “${data.reason ?? ""}”${approved}`;
}

export function shelfEndedWords({ name, as, because }: EntryData["shelfEnded"]): string {
  const what = as === "shelved" ? "no longer shelved" : "in service again";
  return because === "replaced"
    ? `${name ?? "A caller"}: another time or reason for being ${kindWords[as]}`
    : `${name ?? "A caller"} ${what}: ${becauseWords(because)}`;
}

function becauseWords(because: Exclude<ShelfEnd, "replaced">): string {
  switch (because) {
    case "time":
      return "its time is over";
    case "byHand":
      return "ended by hand";
    case "eventClosed":
      return "its event was closed";
    default:
      return assertNever(because);
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
