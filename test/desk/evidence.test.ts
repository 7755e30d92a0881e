/** Class from evidence (rules.md, classes): one sentence for each row, by whom it is said and what comes of it. */
import { describe, expect, test } from "vitest";
import type { Evidence } from "../../shared/desk/state.ts";
import type { Site } from "../../shared/site/site.ts";
import { whyWords } from "../../shared/words/why.ts";
import { drive, site } from "./drive.ts";

const mapped: Site = {
  ...site,
  pbxs: site.pbxs.map((pbx) => ({
    ...pbx,
    calledNumbers: [
      { number: "6112", class: "lifeSafety" as const },
      { number: "6300", class: "assistance" as const },
    ],
  })),
  alertInfo: [
    { contains: "info=emergency", class: "lifeSafety" },
    { contains: "info=door", class: "assistance" },
  ],
};

/** Class and the words of the card. `from`: what PBX and caller agree on; `says`: what differs. */
function pressed(from: string, says: Partial<Evidence> = {}, of: Site = mapped): [string, string] {
  const desk = drive(of);
  desk.press(from, says);
  const [event] = Object.values(desk.desk.events);
  if (!event) throw new Error("the press opened no event");
  return [event.class, whyWords(event, of.classes)];
}
const emergency = { priority: "emergency" };

describe("a station", () => {
  test.each<[string, string, Partial<Evidence>, string, string]>([
    ["has the class of its type", "101", {}, "lifeSafety", "Life safety: SOS terminal"],
    [
      "is raised by its claim, and the card says by what",
      "501",
      emergency,
      "urgent",
      "Urgent: door station, Priority: emergency",
    ],
    [
      "is raised by a call-back of an emergency centre",
      "501",
      { priority: "psap-callback" },
      "urgent",
      "Urgent: door station, Priority: psap-callback",
    ],
    [
      "is raised by esnet (RFC 7135)",
      "501",
      { resourcePriority: ["esnet.1"] },
      "urgent",
      "Urgent: door station, Resource-Priority: esnet.1",
    ],
    [
      "is not raised by precedence (RFC 4412), which is shown",
      "501",
      { resourcePriority: ["wps.0", "q735.0"] },
      "assistance",
      "Assistance: door station, Resource-Priority: wps.0",
    ],
    [
      "is not raised by a namespace that nobody knows, nor is it shown",
      "501",
      { resourcePriority: ["foo.0"] },
      "assistance",
      "Assistance: door station",
    ],
    ["is not raised by a normal priority", "501", { priority: "normal" }, "assistance", "Assistance: door station"],
    ["is never lowered by non-urgent", "101", { priority: "non-urgent" }, "lifeSafety", "Life safety: SOS terminal"],
    [
      "is raised by a number that means a class",
      "501",
      { calledNumber: "6112" },
      "lifeSafety",
      "Life safety: door station, called 6112",
    ],
    [
      "is never lowered by one",
      "101",
      { calledNumber: "6300" },
      "lifeSafety",
      "Life safety: SOS terminal, called 6300",
    ],
    [
      "is raised by an Alert-Info that means a class",
      "501",
      { alertInfo: ["<http://p/x.wav>;INFO=Emergency"] },
      "lifeSafety",
      "Life safety: door station, Alert-Info: <http://p/x.wav>;INFO=Emergency",
    ],
    [
      "is not raised by any other, which is shown",
      "501",
      { alertInfo: ["<http://p/x.wav>"] },
      "assistance",
      "Assistance: door station, Alert-Info: <http://p/x.wav>",
    ],
  ])("%s", (_what, from, says, className, words) => {
    expect(pressed(from, says)).toEqual([className, words]);
  });

  test("known by From alone, where the PBX asserts its callers, has its class, and the card says that it is not asserted", () => {
    expect(pressed("101", { assertedNumber: null })).toEqual([
      "lifeSafety",
      "Life safety: SOS terminal, number not asserted by the PBX",
    ]);
  });
});

describe("anyone else", () => {
  const unverified = "claims an emergency, not verified";
  test.each<[string, string, Partial<Evidence>, string, string]>([
    ["is routine", "999", {}, "routine", "Routine: ordinary caller"],
    [
      "is urgent on an emergency number",
      "999",
      { calledNumber: "112" },
      "urgent",
      "Urgent: called the emergency number 112, caller not in the site",
    ],
    [
      "who claims an emergency is urgent, and flagged",
      "999",
      emergency,
      "urgent",
      `Urgent: ${unverified}, Priority: emergency, caller not in the site`,
    ],
    [
      "who claims one by esnet is urgent, and flagged",
      "999",
      { resourcePriority: ["esnet.4"] },
      "urgent",
      `Urgent: ${unverified}, Resource-Priority: esnet.4, caller not in the site`,
    ],
    [
      "who claims one by Alert-Info is urgent and no more, and flagged",
      "999",
      { alertInfo: ["<urn:x>;info=emergency"] },
      "urgent",
      `Urgent: ${unverified}, Alert-Info: <urn:x>;info=emergency, caller not in the site`,
    ],
    [
      "on a number that means life safety is urgent and no more",
      "999",
      { calledNumber: "6112" },
      "urgent",
      "Urgent: called 6112, caller not in the site",
    ],
    [
      "with an Alert-Info for less has that class, and claims nothing",
      "999",
      { alertInfo: ["<urn:x>;info=door"] },
      "assistance",
      "Assistance: ordinary caller, Alert-Info: <urn:x>;info=door",
    ],
    [
      "who is a contact of the site and claims an emergency is flagged all the same",
      "7002",
      emergency,
      "urgent",
      `Urgent: ${unverified}, Priority: emergency, contact of the site, no station`,
    ],
    [
      "whose From names a station is who the PBX says he is, and is flagged",
      "7002",
      { number: "101" },
      "routine",
      "Routine: contact of the site, no station, says it is Station a1, the PBX says otherwise",
    ],
  ])("%s", (_what, from, says, className, words) => {
    const [gotClass, gotWords] = pressed(from, { assertedNumber: from, ...says });
    expect([gotClass, sorted(gotWords)]).toEqual([className, sorted(words)]);
  });

  test("is never taken for life safety, whatever he claims", () => {
    const all = {
      ...emergency,
      calledNumber: "6112",
      resourcePriority: ["esnet.4"],
      alertInfo: ["<urn:x>;info=emergency"],
      displayName: "SOS 214",
    };
    for (const from of ["999", "7002"]) expect(pressed(from, all)[0]).toBe("urgent");
    expect(pressed("999", { ...all, number: "101", assertedNumber: "999" })[0]).toBe("urgent");
  });
});

/** Reasons in any order. */
const sorted = (words: string): string => words.split(/: |, /).sort().join(" | ");
