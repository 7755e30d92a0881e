/** Each kind of wrong site file, with the words that lead to the place: file, line, field, expected, found. */
import { describe, expect, test } from "vitest";
import { csv, problemsOf, refusal, yaml } from "./refusal.ts";
import { changed, siteYaml, stationsCsv } from "./siteOnDisk.ts";

describe("a field that is wrong", () => {
  test.each([
    [
      "number: 0101",
      "number: abc",
      'site.yaml line 17, stations[0].number: expected a directory number of digits, found "abc"',
    ],
    [
      "    number: 0101\n",
      "",
      "site.yaml line 15, stations[0].number: expected a directory number of digits, found nothing",
    ],
    [
      "id: sos-1",
      "id: SOS 1",
      'site.yaml line 15, stations[0].id: expected an id of letters, digits, dots, dashes and underscores, found "SOS 1"',
    ],
    [
      "type: sosTerminal",
      "type: phone",
      'site.yaml line 18, stations[0].type: expected a type of station: sosTerminal, helpPoint, intercom, doorStation, speaker, found "phone"',
    ],
    [
      "at: [10, 20.5]",
      "at: [10]",
      "site.yaml line 20, stations[0].at: expected two numbers: [x, y], or [longitude, latitude] on a region map, found a list",
    ],
    ["at: [10, 20.5]", "at: [10, NaN]", 'site.yaml line 20, stations[0].at[1]: expected a number, found "NaN"'],
    ["at: [10, 20.5]", "at: [10, 1e308]", 'site.yaml line 20, stations[0].at[1]: expected a number, found "1e308"'],
    [
      "    lines: 1",
      "    lines: 0",
      'site.yaml line 32, stations[1].lines: expected a whole number from 1 to 100, found "0"',
    ],
    [
      "class: life safety",
      "class: critical",
      'site.yaml line 31, stations[1].class: expected a class: lifeSafety, urgent, assistance, routine, found "critical"',
    ],
    [
      "handleEvents: yes",
      "handleEvents: maybe",
      'site.yaml line 47, roles[0].handleEvents: expected yes or no, found "maybe"',
    ],
    [
      "handleEvents: yes",
      "shelve: sometimes",
      'site.yaml line 47, roles[0].shelve: expected yes or no, found "sometimes"',
    ],
    [
      'numbers: ["0*"]',
      'numbers: ["(a+)+"]',
      'site.yaml line 48, roles[0].call.numbers[0]: expected a number, or its beginning and a star, such as 0*, found "(a+)+"',
    ],
    [
      "hours: 06:00-22:00",
      "hours: 06:00-25:00",
      'site.yaml line 51, roles[0].hours: expected hours such as 06:00-22:00, whose beginning and end differ, found "06:00-25:00"',
    ],
    [
      "hours: 06:00-22:00",
      "hours: 06:00-06:00",
      'site.yaml line 51, roles[0].hours: expected hours such as 06:00-22:00, whose beginning and end differ, found "06:00-06:00"',
    ],
    [
      "page: [tube-all]",
      "page: every",
      'site.yaml line 49, roles[0].page: expected all, or a list of zones, found "every"',
    ],
    [
      "    answerTargetS: 8",
      "    answerTargetS: 0",
      'site.yaml line 66, classes.lifeSafety.answerTargetS: expected a whole number from 1 to 3600, found "0"',
    ],
    [
      "    words: km 0.1",
      "    wrods: km 0.1",
      'site.yaml line 22, stations[0].wrods: expected one of the fields id, name, number, type, map, at, area, words, detail, class, procedure, lines, door, camera, announcement, zones, found "wrods"',
    ],
    [
      "name: Small tunnel",
      "nam: Small tunnel",
      'site.yaml line 1, nam: expected one of the fields name, demo, presentsAs, answerUnsigned, supervisor, ringAtLeast, alternate, holdClip, correlation, locationToleranceM, alertInfo, languages, stationsFile, scenarios, classes, alarms, outcomes, pbxs, areas, maps, stations, zones, contacts, callOutLists, callFirst, roles, operators, procedures, messages, found "nam"',
    ],
    [
      "name: Small tunnel",
      'name: "Small \\u202Etunnel"',
      'site.yaml line 1, name: expected text of at most 80 characters, without control characters, found "Small \u202etunnel"',
    ],
    [
      '"Yes", "No"',
      '"Yes"',
      "site.yaml line 60, procedures[0].steps[0].answers: expected at least two answers, found a list",
    ],
    [
      "      - call: patrol",
      "      - do: it\n        say: it",
      "site.yaml line 62, procedures[0].steps[1]: expected one of say, ask, do, call, page, door, found say and do",
    ],
    [
      "      - call: patrol",
      "      - call: nobody",
      'site.yaml line 62, procedures[0].steps[1].call: expected a number, or the id of a contact or station, found "nobody"',
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\nringAtLeast: 5",
      'site.yaml line 2, ringAtLeast: expected a whole number from 20 to 100, found "5"',
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\ncorrelation: 'X-Press: 1'",
      'site.yaml line 2, correlation: expected the name of a header, such as Session-ID, found "X-Press: 1"',
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\nalertInfo: [{ contains: sos, class: grave }]",
      'site.yaml line 2, alertInfo[0].class: expected a class: lifeSafety, urgent, assistance, routine, found "grave"',
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\nlocationToleranceM: near",
      'site.yaml line 2, locationToleranceM: expected a whole number from 0 to 100000, found "near"',
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\nclasses:\n  urgent:\n    autoAnswer: maybe",
      'site.yaml line 4, classes.urgent.autoAnswer: expected yes or no, found "maybe"',
    ],
    ["{ id: tube, name: Tube }", "tube", 'site.yaml line 9, areas[0]: expected a group of fields, found "tube"'],
  ])("%j as %j", async (from, to, words) => expect(await yaml(from, to)).toContain(words));
});

test("a procedure longer than an event can carry", async () => {
  const words = "site.yaml line 58, procedures[0].steps: expected at most 30 steps, found a list";
  expect(await yaml("      - call: patrol\n", "      - do: it\n".repeat(29))).toContain(words);
});

describe("a reference to nothing, or something given twice", () => {
  test.each([
    [
      "area: tube\n    words: km 0.1",
      "area: tunnel\n    words: km 0.1",
      'site.yaml line 21, stations[0].area: expected an area of the site (tube), found "tunnel"',
    ],
    [
      "map: plan\n    at",
      "map: paln\n    at",
      'site.yaml line 19, stations[0].map: expected a map of the site (plan, region), found "paln"',
    ],
    [
      "stations: [sos-1]",
      "stations: [sos-9]",
      'site.yaml line 38, zones[0].stations[0]: expected a station of the site (sos-1, hp-1, sp-1, sp-2), found "sos-9"',
    ],
    [
      "- map: plan\n        points",
      "- map: tube\n        points",
      'site.yaml line 40, zones[0].outlines[0].map: expected a map of the site (plan, region), found "tube"',
    ],
    [
      "page: [tube-all]",
      "page: [all-tubes]",
      'site.yaml line 49, roles[0].page[0]: expected a zone of the site (tube-all), found "all-tubes"',
    ],
    [
      "areas: [tube]",
      "areas: [tube, lake]",
      'site.yaml line 50, roles[0].areas[1]: expected an area of the site (tube), found "lake"',
    ],
    [
      "role: dispatcher",
      "role: boss",
      'site.yaml line 53, operators[0].role: expected a role of the site (dispatcher), found "boss"',
    ],
    [
      "      - page: tube-all",
      "      - page: tube",
      'site.yaml line 63, procedures[0].steps[2].page: expected a zone of the site (tube-all), found "tube"',
    ],
    [
      "class: life safety",
      "procedure: fire",
      'site.yaml line 31, stations[1].procedure: expected a procedure of the site (medical), found "fire"',
    ],
    [
      "id: hp-1",
      "id: sos-1",
      "site.yaml line 23, stations[1].id: expected an id that no other station has, found sos-1, as in site.yaml line 15",
    ],
    [
      "number: 102",
      "number: 0101",
      "site.yaml line 25, stations[1].number: expected a number that nothing else has, found 0101, as station sos-1 in site.yaml line 17",
    ],
    [
      "number: 801",
      "number: 402",
      "site.yaml line 36, zones[0].number: expected a number that nothing else has, found 402, as station sp-2 in stations.csv line 3",
    ],
    [
      "number: 102",
      "number: 6000",
      "site.yaml line 25, stations[1].number: expected a number that nothing else has, found 6000, as this desk in site.yaml line 3",
    ],
    [
      '    user: "6000"',
      '    user: "6000"\n    emergencyNumbers: [0101]',
      "site.yaml line 18, stations[0].number: expected none of the emergency numbers of PBX A, found 0101",
    ],
    [
      '    user: "6000"',
      '    user: "6000"\n    calledNumbers: [{ number: 0101, class: urgent }]',
      "site.yaml line 7, pbxs[0].calledNumbers[0].number: expected a number that leads to this desk, found 0101, as station sos-1",
    ],
    [
      '    user: "6000"',
      '    user: "6000"\n    calledNumbers: [{ number: 6112, class: urgent }, { number: 6112, class: routine }]',
      "site.yaml line 7, pbxs[0].calledNumbers[1].number: expected each called number once, found 6112",
    ],
    [
      "at: [10, 20.5]",
      "at: [10, 50.5]",
      "site.yaml line 20, stations[0].at: expected a point on plan.svg, from [0, 0] to [100, 50], found [10, 50.5]",
    ],
    [
      "at: [11.2, 46.8]",
      "at: [46.8, 111.2]",
      "site.yaml line 28, stations[1].at: expected [longitude, latitude] in degrees, found [46.8, 111.2]",
    ],
    [
      "[100, 50]]",
      "[100, 51]]",
      "site.yaml line 41, zones[0].outlines[0].points[2]: expected a point on plan.svg, from [0, 0] to [100, 50], found [100, 51]",
    ],
    [
      "handleEvents: yes",
      "handleEvents: no",
      "site.yaml line 52, operators: expected at least one operator whose role has handleEvents: yes, found none: no event could be closed",
    ],
  ])("%j as %j", async (from, to, words) => expect(await yaml(from, to)).toContain(words));

  test("a zone without stations would reach nobody", async () => {
    const files = {
      "site.yaml": changed(siteYaml, "    stations: [sos-1]\n", ""),
      "stations.csv": stationsCsv.replaceAll(",tube-all", ","),
    };
    expect(await problemsOf(files)).toEqual([
      "site.yaml line 34, zones[0]: expected at least one station in the zone, found none: a page would reach nobody",
    ]);
  });

  test("a reference to an item that is itself wrong is not a second problem", async () => {
    expect(await yaml("{ id: tube, name: Tube }", "{ id: tube }")).toEqual([
      "site.yaml line 9, areas[0].name: expected text of at most 80 characters, without control characters, found nothing",
    ]);
  });
});

describe("many problems", () => {
  test("are told at once, in the order of the files, 20 of them, without losing count", async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `s${i},Station ${i},x${i},speaker,plan,1,1,tube,w,,`);
    const error = await refusal({
      "site.yaml": changed(changed(siteYaml, "number: 0101", "number: abc"), "role: dispatcher", "role: boss"),
      "stations.csv": `${stationsCsv}${rows.join("\n")}\n`,
    });
    expect(error.problems).toHaveLength(20);
    expect(error.total).toBe(32);
    expect(error.problems.slice(0, 3).map(({ file, line }) => `${file} ${line}`)).toEqual([
      "site.yaml 17",
      "site.yaml 53",
      "stations.csv 4",
    ]);
    expect(error.message.split("\n").at(-1)).toBe("  and 12 more");
  });
});

describe("the spreadsheet", () => {
  test.each([
    ["402,speaker", "4o2,speaker", 'stations.csv line 3, number: expected a directory number of digits, found "4o2"'],
    ["30,40", ",40", "stations.csv line 2, x: expected a number, found nothing"],
    [
      "30,40",
      "30,999",
      "stations.csv line 2, x: expected a point on plan.svg, from [0, 0] to [100, 50], found [30, 999]",
    ],
    [
      "402,",
      "401,",
      "stations.csv line 3, number: expected a number that nothing else has, found 401, as station sp-1 in stations.csv line 2",
    ],
    [
      "km 0.3,,tube-all",
      "km 0.3,,tube-all platform",
      'stations.csv line 3, zones: expected a zone of the site (tube-all), found "platform"',
    ],
    ["km 0.3,,tube-all", "km 0.3", "stations.csv line 3: expected 11 cells, as the header has, found 9"],
    [
      ",area,",
      ",region,",
      "stations.csv line 1: expected the columns area, found id, name, number, type, map, x, y, region, words, detail, zones",
    ],
    ["sp-2,Speaker 2", 'sp-2,"Speaker 2', "stations.csv line 3: expected a CSV file"],
  ])("%j as %j", async (from, to, words) => expect((await csv(from, to)).join("\n")).toContain(words));

  test("that is not UTF-8 is refused, because names would be garbled", async () => {
    expect(
      await problemsOf({ "stations.csv": Buffer.from(stationsCsv.replace("Speaker 1", "T\u00fcr 1"), "latin1") }),
    ).toContain(
      "stations.csv: expected text in UTF-8 (in a spreadsheet: save as CSV UTF-8), found bytes that are not UTF-8",
    );
  });
});
