/** What the supervisor hears: clips in order, and that each of them is shipped. */
import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type Desk, emptyDesk, type PriorityEvent } from "../../shared/desk/state.ts";
import { announcementOf, farewellOf } from "../../shared/ladder/announce.ts";
import type { LadderCall } from "../../shared/ladder/ladder.ts";
import { clipsOfText, spokenTexts } from "../../shared/ladder/spokenWords.ts";
import type { Language, Site, Station } from "../../shared/site/site.ts";
import { smallSite } from "../journeys/smallSite.ts";

const clips = path.join(import.meta.dirname, "../../assets/public/clips/words");

function said(change: Partial<Station>, languages: readonly Language[] = ["en"], eventIds: readonly string[] = ["e1"]) {
  const stations = smallSite.stations.map((one) => (one.id === "s214" ? { ...one, ...change } : one));
  const site: Site = { ...smallSite, stations, languages };
  const event = { id: "e1", class: "lifeSafety", stationId: "s214", number: "214" } as PriorityEvent;
  const desk: Desk = { ...emptyDesk, events: { e1: event } };
  const call = { subject: { eventId: "e1" }, eventIds } as unknown as LadderCall;
  return announcementOf(desk, site, call).map((url) => url.replace(/^\.\/clips\/words\/(.*)\.wav$/, "$1"));
}
const place = { mapId: "plan", at: [1, 1] as const, areaId: "tubeA", words: "Tube B km 3.4", detail: "" };

test("class, type, name as far as it can be said, place, and the key", () => {
  expect(said({ place })).toEqual(
    "callFromDesk lifeSafety sosTerminal d2 d1 d4 tube b kilometre d3 point d4 notAnswered pressOne"
      .split(" ")
      .map((word) => `en/${word}`),
  );
});

test("a name that cannot be said is the number, digit by digit; each language in turn", () => {
  expect(said({ name: "Großer Brunnen", place: { ...place, words: "Marktplatz" } }, ["de", "en"])).toEqual(
    ["de", "en"].flatMap((language) =>
      "callFromDesk lifeSafety sosTerminal d2 d1 d4 notAnswered pressOne"
        .split(" ")
        .map((word) => `${language}/${word}`),
    ),
  );
});

test("a station's own clip is played in place of its name", () => {
  expect(said({ spoken: true })).toEqual([
    "en/callFromDesk",
    "en/lifeSafety",
    "./site/announcement/s214",
    "en/notAnswered",
    "en/pressOne",
  ]);
});

test("how many wait is said from two on, and from ten on: many", () => {
  expect(said({ place }, ["en"], ["e1", "e2"])).toEqual(expect.arrayContaining(["en/d2", "en/waiting"]));
  const many = Array.from({ length: 12 }, (_, i) => `e${i + 1}`);
  expect(said({ place }, ["en"], many).slice(-3)).toEqual(["en/many", "en/waiting", "en/pressOne"]);
  expect(said({ place })).not.toContain("en/waiting");
});

test("what became of it is said last", () => {
  const acknowledged = { result: { kind: "acknowledged" } } as LadderCall;
  const notNeeded = { result: { kind: "notNeeded" } } as LadderCall;
  expect(farewellOf(smallSite, acknowledged)).toEqual(["./clips/words/en/acknowledged.wav"]);
  expect(farewellOf(smallSite, notNeeded)).toEqual(["./clips/words/en/notNeeded.wav"]);
});

test("words of places are known in both languages, and what is not is left out", () => {
  expect(clipsOfText("Röhre A, Ebene -2, Nordportal")).toEqual(["tube", "a", "level", "d2"]);
  expect(clipsOfText("Car park P3 / lift")).toEqual(["carPark", "p", "d3", "lift"]);
});

test.each(["en", "de"] as const)(
  "each word of %s is shipped as a clip, and no clip is without its word",
  (language) => {
    const words = Object.keys(spokenTexts(language)).sort();
    const shipped = readdirSync(path.join(clips, language)).map((file) => path.basename(file, ".wav"));
    expect(shipped.sort()).toEqual(words);
    expect(Object.values(spokenTexts(language))).not.toContain("");
  },
);
