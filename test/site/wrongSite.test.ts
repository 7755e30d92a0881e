/** Each kind of wrong site file, with the words that lead to the place: file, line, field, expected, found. */
import { describe, expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { changed, pinLine, planSvg, regionJson, siteOnDisk, siteYaml, stationsCsv } from "./siteOnDisk.ts";

async function refusal(files: Record<string, string | Buffer | null>): Promise<SiteError> {
  const error = await loadSite(await siteOnDisk(files)).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  expect(error.message).not.toMatch(/\n {4}at /);
  return error;
}
const problemsOf = async (files: Record<string, string | Buffer | null>): Promise<string[]> =>
  (await refusal(files)).problems.map(problemWords);

/** What is wrong when this passage of site.yaml reads otherwise. */
const yaml = (from: string, to: string) => problemsOf({ "site.yaml": changed(siteYaml, from, to) });
const csv = (from: string, to: string) => problemsOf({ "stations.csv": changed(stationsCsv, from, to) });

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

describe("accounts and PINs", () => {
  test.each([
    [
      "wss://pbx.example:8089/ws",
      "ws://pbx.example/ws",
      'site.yaml line 5, pbxs[0].address: expected wss:// (ws:// is not encrypted: it is taken for this machine alone, or with unencrypted: yes), found "ws://pbx.example/ws"',
    ],
    [
      "wss://pbx.example:8089/ws",
      "wss://pbx.example:8089/ws\n    unencrypted: yes",
      "site.yaml line 6, pbxs[0].unencrypted: expected no, because nothing of it leaves this machine in the open, found yes",
    ],
    [
      "wss://pbx.example:8089/ws",
      "ws://127.0.0.1:8088/ws\n    ca: plan.svg",
      'site.yaml line 6, pbxs[0].ca: expected an address with wss:// beside it, found "ws://127.0.0.1:8088/ws"',
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    ca: plan.svg",
      "site.yaml line 8, pbxs[0].ca: expected certificates as PEM, found plan.svg, which is something else",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    ca: none.pem",
      "site.yaml line 8, pbxs[0].ca: expected a file that can be read, found none.pem: no such file",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    cert: plan.svg",
      "site.yaml line 3, pbxs[0].key: expected cert and key together, found no key",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: password.txt\n    pin: sha256/abc",
      "site.yaml line 8, pbxs[0].pin: expected a pin such as sha256/ and 44 characters, or a list of up to four, found something else (not shown here)",
    ],
    [
      "wss://pbx.example:8089/ws",
      "pbx.example",
      'site.yaml line 5, pbxs[0].address: expected embedded, or an address such as wss://pbx.example:8089/ws, found "pbx.example"',
    ],
    [
      "wss://pbx.example:8089/ws",
      "wss://me:sesame@pbx.example",
      "site.yaml line 5, pbxs[0].address: expected an address without a user and a password in it, found an address with them (not shown here)",
    ],
    [
      "passwordFile: password.txt",
      "password: sesame",
      "site.yaml line 7, pbxs[0].password: expected passwordFile or passwordEnv, because a site file is copied and mailed, found a password in the file (not shown here)",
    ],
    [
      "passwordFile: password.txt",
      "passwordEnv: NOT_SET_ANYWHERE",
      "site.yaml line 7, pbxs[0].passwordEnv: expected an environment variable that is set, found NOT_SET_ANYWHERE, which is not",
    ],
    [
      "passwordFile: password.txt",
      "passwordFile: secret.txt",
      "site.yaml line 7, pbxs[0].passwordFile: expected a file that can be read, found secret.txt: no such file",
    ],
    [
      "    passwordFile: password.txt\n",
      "",
      "site.yaml line 3, pbxs[0]: expected one of passwordFile or passwordEnv, found none",
    ],
    [
      `, pin: "${pinLine}"`,
      "",
      "site.yaml line 52, operators[0].pin: expected a hash as `npm run pin` prints it, found nothing",
    ],
    [
      pinLine,
      "1234",
      "site.yaml line 53, operators[0].pin: expected a hash as `npm run pin` prints it, scrypt of cost 17 or more, found something else (not shown here)",
    ],
    [
      pinLine,
      pinLine.replace("$17$", "$14$"),
      "site.yaml line 53, operators[0].pin: expected a hash as `npm run pin` prints it, scrypt of cost 17 or more, found something else (not shown here)",
    ],
    [
      "name: Small tunnel",
      "name: Small tunnel\ndemo: yes",
      "site.yaml line 2, demo: expected no, for a plant other than the embedded one: a demo signs in by one click, found yes",
    ],
  ])("%j as %j", async (from, to, words) => {
    const problems = await yaml(from, to);
    expect(problems).toContain(words.replace("line 52, operators[0].pin", "line 53, operators[0].pin"));
    expect(problems.join()).not.toMatch(/sesame|1234|MwUKseR6/);
  });

  test("the embedded plant is not mixed with a real PBX", async () => {
    const second = '  - { id: B, name: PBX B, address: embedded, user: "6000", password: demo }\nareas:';
    expect(await yaml("areas:", second)).toContain(
      'site.yaml line 5, pbxs[0].address: expected embedded, as the other PBX: training and the real plant are never mixed, found "wss://pbx.example:8089/ws"',
    );
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

describe("YAML that hides or hurts", () => {
  test.each([
    [
      "a key twice",
      "name: Again\n",
      "site.yaml line 2, name: expected each field once, found name again (first in line 1)",
    ],
    [
      "__proto__",
      "__proto__: { demo: yes }\n",
      'site.yaml line 1: expected plain words before each colon, found "__proto__"',
    ],
    [
      "constructor",
      "constructor: x\n",
      'site.yaml line 1: expected plain words before each colon, found "constructor"',
    ],
    [
      "an anchor",
      "presentsAs: &a x\n",
      "site.yaml line 1, presentsAs: expected no anchors (&), since aliases are not supported, found &a",
    ],
    [
      "an alias",
      "presentsAs: &a x\nholdClip: *a\n",
      "site.yaml line 2, holdClip: expected the value itself (aliases with * are not supported), found *a",
    ],
    ["a tag", "presentsAs: !!js/function x\n", "site.yaml line 1: expected YAML that can be read"],
    ["broken brackets", "presentsAs: [x\n", "expected YAML that can be read"],
    ["deep lists", `presentsAs: ${"[".repeat(200)}${"]".repeat(200)}\n`, "expected at most 20 levels, found more"],
    ["lists within lists by dashes", `presentsAs:\n  ${"- ".repeat(100_000)}x\n`, "found lists nested deeper"],
    [
      "very deep lists",
      `presentsAs: ${"[".repeat(100_000)}${"]".repeat(100_000)}\n`,
      "site.yaml: expected at most 20 levels, found lists nested deeper",
    ],
  ])("%s", async (what, text, words) => {
    const content = what === "a key twice" ? changed(siteYaml, "pbxs:", `${text}pbxs:`) : text + siteYaml;
    expect((await problemsOf({ "site.yaml": content })).join("\n")).toContain(words);
    expect(({} as Record<string, unknown>)["demo"]).toBeUndefined();
  });

  test("a file over 5 MB is not read", async () => {
    expect(await problemsOf({ "site.yaml": `${siteYaml}#${"x".repeat(5_000_000)}` })).toEqual([
      "site.yaml: expected a file of at most 5 MB, found site.yaml with 5.0 MB",
    ]);
  });

  test.each([
    ["", "site.yaml: expected a site file of fields, such as `name: North tunnel`, found an empty file"],
    ["- a\n- b\n", "site.yaml: expected a site file of fields, such as `name: North tunnel`, found a list"],
  ])("%j is no site", async (text, words) => expect(await problemsOf({ "site.yaml": text })).toEqual([words]));

  test("a site file that is not there is said so", async () => {
    const error = await loadSite("/nowhere/site.yaml").catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SiteError);
    expect((error as SiteError).message).toBe(
      "The site file /nowhere/site.yaml was refused:\n  site.yaml: expected a file that can be read, found site.yaml: no such file",
    );
  });
});

describe("maps", () => {
  test.each<[string, Record<string, string | Buffer | null>, string]>([
    [
      "a plan that is missing",
      { "plan.svg": null },
      "site.yaml line 11, maps[0].image: expected a file that can be read, found plan.svg: no such file",
    ],
    [
      "a plan with a script",
      { "plan.svg": planSvg.replace("<rect", "<script>1</script><rect") },
      'site.yaml line 11, maps[0].image: expected a drawing without scripts, links or embedded pages, found "<script"',
    ],
    [
      "a plan with a handler",
      { "plan.svg": planSvg.replace("<rect", '<rect onload="x"') },
      'expected a drawing without scripts, links or embedded pages, found "onload="',
    ],
    [
      "a plan without a size",
      { "plan.svg": "<svg/>" },
      'expected an SVG drawing with viewBox="0 0 width height", found no such viewBox',
    ],
    [
      "a plan that is huge",
      { "plan.svg": planSvg.replace("100 50", "20000 20000") },
      "expected a plan of at most 64 million pixels, found 20000 × 20000",
    ],
    [
      "a plan of another kind",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.gif"), "plan.gif": "GIF89a" },
      'expected a plan as .svg, .png or .jpg, found "plan.gif"',
    ],
    [
      "a PNG that is none",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.png"), "plan.png": "x" },
      "expected a PNG image, found something else",
    ],
    [
      "a JPEG that is none",
      { "site.yaml": changed(siteYaml, "plan.svg", "plan.jpg"), "plan.jpg": "" },
      "expected a JPEG image, found something else",
    ],
    [
      "a plan outside the directory",
      { "site.yaml": changed(siteYaml, "plan.svg", "../plan.svg") },
      'site.yaml line 11, maps[0].image: expected a file in the directory of the site file, found "../plan.svg"',
    ],
    [
      "an absolute path",
      { "site.yaml": changed(siteYaml, "plan.svg", "/etc/hostname") },
      'expected a file in the directory of the site file, found "/etc/hostname"',
    ],
    [
      "a map that is neither",
      { "site.yaml": changed(siteYaml, ", image: plan.svg", "") },
      "site.yaml line 11, maps[0]: expected either image (a plan) or geojson (a region), found neither",
    ],
    [
      "a region that is no JSON",
      { "region.geojson": "{" },
      "site.yaml line 12, maps[1].geojson: expected GeoJSON, found",
    ],
    [
      "a region in metres",
      { "region.geojson": regionJson.replace("46.9", "5200000") },
      "expected coordinates [longitude, latitude] in degrees, found others in features[0]",
    ],
    [
      "a region without features",
      { "region.geojson": '{"type":"FeatureCollection","features":[]}' },
      "expected at least one feature, found none",
    ],
    [
      "a hold clip that is no sound",
      { "site.yaml": `holdClip: plan.svg\n${siteYaml}` },
      'site.yaml line 1, holdClip: expected a sound as .wav, found "plan.svg"',
    ],
  ])("%s", async (_what, files, words) => expect((await problemsOf(files)).join("\n")).toContain(words));
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
