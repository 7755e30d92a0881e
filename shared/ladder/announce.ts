/**
 * What the far end of the ladder's call hears, as clips in order: what has happened, where, how many wait, and which key. Said
 * in each of the site's languages. A station's own recorded clip, where the site has one, is played in place of its name.
 */
import type { Desk, PriorityEvent } from "../desk/state.ts";
import { stationById } from "../dialing/directory.ts";
import type { Language, Site } from "../site/site.ts";
import type { LadderCall } from "./ladder.ts";
import { clipsOfText, digitClips } from "./spokenWords.ts";

type Spoken = Pick<Site, "stations" | "languages">;

/** Addresses of clips for the media page, of its own origin. */
export function announcementOf(desk: Desk, site: Site, call: LadderCall): readonly string[] {
  const about = "eventId" in call.subject ? (desk.events[call.subject.eventId] ?? null) : null;
  return inLanguages(site, (word) =>
    about === null
      ? [word("callFromDesk"), ...noticeOf(desk, call, word), word("pressOne")]
      : [
          word("callFromDesk"),
          word(about.class),
          ...placeOf(site, about, word),
          word("notAnswered"),
          ...waitingOf(call.eventIds.length, word),
          word("pressOne"),
        ],
  );
}

/** What is said last: the key was taken, or the desk was faster. */
export const farewellOf = (site: Site, { result }: LadderCall): readonly string[] =>
  inLanguages(site, (word) => [word(result?.kind === "acknowledged" ? "acknowledged" : "notNeeded")]);

function inLanguages({ languages }: Spoken, say: (word: (name: string) => string) => readonly string[]): string[] {
  const spoken: readonly Language[] = languages && languages.length > 0 ? languages : ["en"];
  return spoken.flatMap((language) => say((name) => `./clips/words/${language}/${name}.wav`));
}

function placeOf(site: Site, event: PriorityEvent, word: (name: string) => string): string[] {
  const station = event.stationId === null ? null : stationById(site, event.stationId);
  if (!station) return [word("unknown"), ...digitClips(event.number ?? "").map(word)];
  if (station.spoken) return [`./site/announcement/${encodeURIComponent(station.id)}`];
  const name = clipsOfText(station.name);
  const number = digitClips(station.number);
  const isNamed = name.join(" ").includes(number.join(" "));
  return [word(station.type), ...[...name, ...(isNamed ? [] : number), ...clipsOfText(station.place.words)].map(word)];
}

function noticeOf(desk: Desk, { subject }: LadderCall, word: (name: string) => string): string[] {
  const about = "noticeId" in subject ? desk.ladder.notices[subject.noticeId]?.about : undefined;
  if (about !== "positionLeft") return [word("flood")];
  return [word("unattended"), ...waitingOf(Object.keys(desk.events).length, word)];
}

const waitingOf = (count: number, word: (name: string) => string): string[] =>
  count < 2 ? [] : [...(count < 10 ? digitClips(String(count)) : ["many"]).map(word), word("waiting")];
