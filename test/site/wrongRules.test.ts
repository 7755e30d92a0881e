/** Wrong rules of a site: doors, the supervisor, the ladder, call-out lists. */
import { describe, expect, test } from "vitest";
import { problemsOf, yaml } from "./refusal.ts";
import { changed, siteYaml, stationsCsv } from "./siteOnDisk.ts";

describe("a door", () => {
  const door = (text: string) => yaml("    lines: 1\n", `    lines: 1\n    door: ${text}\n`);
  test.each([
    [
      '{ digits: "9x", words: Gate }',
      'site.yaml line 33, stations[1].door.digits: expected 1 to 16 of the keys 0–9, A–D, * and #, as the door expects them, found "9x"',
    ],
    [
      '{ digits: "9" }',
      "site.yaml line 33, stations[1].door.words: expected text of at most 80 characters, without control characters, found nothing",
    ],
    ["yes", 'site.yaml line 33, stations[1].door: expected a group of fields, found "yes"'],
  ])("%s", async (text, words) => expect(await door(text)).toContain(words));

  test("in a spreadsheet needs both columns filled", async () => {
    const both = stationsCsv
      .replace("detail,zones", "detail,zones,door digits,Door words")
      .replace('left",tube-all', 'left",tube-all,9x,Gate')
      .replace("km 0.3,,tube-all", "km 0.3,,tube-all,9,");
    expect(await problemsOf({ "stations.csv": both })).toEqual([
      'stations.csv line 2, doordigits: expected 1 to 16 of the keys 0–9, A–D, * and #, as the door expects them, found "9x"',
      "stations.csv line 3, doorwords: expected text of at most 80 characters, without control characters, found nothing",
    ]);
  });
});

describe("the supervisor", () => {
  const supervisor = (text: string) => yaml("name: Small tunnel\n", `name: Small tunnel\nsupervisor: ${text}\n`);
  test.each([
    ["boss", 'site.yaml line 2, supervisor: expected a number, or the id of a contact or station, found "boss"'],
    [
      '"801"',
      "site.yaml line 2, supervisor: expected a number, or the id of a contact or station, found 801, which is the zone tube-all",
    ],
    [
      '"6000"',
      "site.yaml line 2, supervisor: expected a number, or the id of a contact or station, found 6000, which is this desk",
    ],
  ])("%s", async (text, words) => expect(await supervisor(text)).toEqual([words]));
});

describe("the ladder", () => {
  const rules = (head: string, lifeSafety: string): Promise<string[]> => {
    const headed = changed(siteYaml, "name: Small tunnel\n", `name: Small tunnel\n${head}`);
    const target = "    answerTargetS: 8\n";
    return problemsOf({ "site.yaml": changed(headed, target, `${target}    ${lifeSafety}\n`) });
  };
  test.each([
    [
      "",
      "supervisorAfterS: 30",
      "site.yaml line 67, classes.lifeSafety.supervisorAfterS: expected a number to call: name it at the top as supervisor, or write never here, found none",
    ],
    [
      "supervisor: patrol\n",
      "alternateAfterS: 60",
      "site.yaml line 68, classes.lifeSafety.alternateAfterS: expected a number to call: name it at the top as alternate, or write never here, found none",
    ],
    [
      'supervisor: patrol\nalternate: "0555"\n',
      "alternateAfterS: 30",
      "site.yaml line 69, classes.lifeSafety.alternateAfterS: expected a longer time than until the supervisor is called, found 30, and the supervisor after 30",
    ],
    [
      "supervisor: patrol\n",
      "supervisorAfterS: soon",
      'site.yaml line 68, classes.lifeSafety.supervisorAfterS: expected a whole number of seconds from 1 to 3600, or never, found "soon"',
    ],
    [
      "alternate: nobody\n",
      "supervisorAfterS: never",
      'site.yaml line 2, alternate: expected a number, or the id of a contact or station, found "nobody"',
    ],
  ])("%s with %s", async (head, lifeSafety, words) => expect(await rules(head, lifeSafety)).toEqual([words]));
});

describe("a call-out list", () => {
  const lists = (text: string) => yaml("roles:\n", `callOutLists:\n  - ${text}\nroles:\n`);
  test.each([
    [
      "{ id: first, name: First, members: [patrol, nobody] }",
      'site.yaml line 45, callOutLists[0].members[1]: expected a number, or the id of a contact or station, found "nobody"',
    ],
    [
      '{ id: first, name: First, members: [patrol, "7002"] }',
      "site.yaml line 45, callOutLists[0].members[1]: expected each member once, found 7002 again",
    ],
    [
      "{ id: first, name: First, members: [] }",
      "site.yaml line 45, callOutLists[0].members: expected at least one contact or number, found a list",
    ],
    [
      "{ id: first, name: First, members: [patrol], eachS: 2 }",
      'site.yaml line 45, callOutLists[0].eachS: expected a whole number from 5 to 120, found "2"',
    ],
    [
      "{ id: first, name: First, members: [patrol], order: random }",
      'site.yaml line 45, callOutLists[0].order: expected one of the fields id, name, words, members, eachS, found "order"',
    ],
  ])("%s", async (text, words) => expect(await lists(text)).toEqual([words]));

  test("of an id that another list has", async () => {
    const first = "{ id: first, name: First, members: [patrol] }";
    expect(await lists(`${first}\n  - ${first}`)).toEqual([
      "site.yaml line 46, callOutLists[1].id: expected an id that no other callOutList has, found first, as in site.yaml line 45",
    ]);
  });
});
