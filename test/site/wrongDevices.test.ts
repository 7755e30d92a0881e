/** Doors by HTTP, door steps and whom to call first, as a site names them: what is taken, and each kind of wrong one. */
import { afterEach, expect, test } from "vitest";
import { loadSite } from "../../electron/site/loadSite.ts";
import { problemWords, SiteError } from "../../electron/site/problem.ts";
import { changed, siteOnDisk, siteYaml } from "./siteOnDisk.ts";

const variable = "PRIORITY_CONSOLE_TEST_HEADERS";
const userVariable = "PRIORITY_CONSOLE_TEST_USER";
afterEach(() => {
  delete process.env[variable];
  delete process.env[userVariable];
});

const withDoor = (door: string) =>
  changed(siteYaml, "    words: km 0.1\n", `    words: km 0.1\n    door: { ${door} }\n`);

async function problemsOf(yaml: string): Promise<string[]> {
  const error = await loadSite(await siteOnDisk({ "site.yaml": yaml })).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof SiteError)) throw error ?? new Error("the site was not refused");
  return error.problems.map(problemWords);
}

test("a door by HTTP: windows see its words, the host its addresses and headers", async () => {
  process.env[variable] = "Authorization: Bearer of-the-gate\nX-Desk: 1\n";
  const door = `words: Gate, url: "https://gate.example/open", headersEnv: ${variable}, stateUrl: "https://gate.example/state", openWhen: door.state=open`;
  const { site, doors } = await loadSite(await siteOnDisk({ "site.yaml": withDoor(door) }));
  expect(site.stations[0]).toMatchObject({ httpDoor: { words: "Gate", readsState: true } });
  expect(site.stations[0]).not.toHaveProperty("door");
  expect(doors?.get("sos-1")).toEqual({
    url: "https://gate.example/open",
    method: "POST",
    headers: { Authorization: "Bearer of-the-gate", "X-Desk": "1" },
    digest: null,
    stateUrl: "https://gate.example/state",
    openWhen: { path: ["door", "state"], value: "open" },
    closedWhen: null,
  });
  expect(JSON.stringify(site)).not.toContain("gate.example");
  expect(JSON.stringify(site)).not.toContain("of-the-gate");
});

test.each([
  ["words: Gate", "door.digits: expected digits, or url, found none of them"],
  ['words: Gate, digits: "9", url: "http://gate"', "door.url: expected digits, or url, found both"],
  [
    'words: Gate, digits: "9", method: GET',
    "door.method: expected url beside it, found a door that is opened by digits",
  ],
  [
    'words: Gate, url: "ftp://gate"',
    "door.url: expected an address with http:// or https://, found something else (not shown here)",
  ],
  [
    'words: Gate, url: "http://desk:sesame@gate"',
    "door.url: expected an address without a user and a password in it (digestEnv or headersEnv may hold them), found an address with them (not shown here)",
  ],
  [
    'words: Gate, url: "http://gate", stateUrl: "http://gate/state"',
    "door.openWhen: expected stateUrl and openWhen together, found no openWhen",
  ],
  ['words: Gate, url: "http://gate", method: DELETE', 'door.method: expected GET, POST or PUT, found "DELETE"'],
  [
    `words: Gate, url: "http://gate", headersEnv: ${variable}`,
    `door.headersEnv: expected an environment variable that is set, found ${variable}, which is not`,
  ],
  [
    `words: Gate, url: "http://gate", digestEnv: ${userVariable}`,
    `door.digestEnv: expected an environment variable that is set, found ${userVariable}, which is not`,
  ],
  [
    'words: Gate, digits: "9", digestEnv: GATE',
    "door.digestEnv: expected url beside it, found a door that is opened by digits",
  ],
  [
    'words: Gate, url: "http://gate", digestEnv: "a b"',
    'door.digestEnv: expected the name of an environment variable, found "a b"',
  ],
])("a door { %s }", async (door, words) => {
  const problems = await problemsOf(withDoor(door));
  expect(problems.join("\n")).toContain(`stations[0].${words}`);
  expect(problems.join()).not.toContain("sesame");
});

test("headers that are none are refused without being shown", async () => {
  process.env[variable] = "sesame";
  const problems = await problemsOf(withDoor(`words: Gate, url: "http://gate", headersEnv: ${variable}`));
  expect(problems.join()).toContain(
    `expected headers, one a line, such as Authorization: Bearer …, found ${variable}, which holds something else (not shown here)`,
  );
  expect(problems.join()).not.toContain("sesame");
});

test("who we are for a door and a camera stays in the host; a colon may stand in the password", async () => {
  process.env[userVariable] = 'desk "1":ses:ame grün';
  process.env[variable] = "X-Desk: 1";
  const ways = `headersEnv: ${variable}, digestEnv: ${userVariable}`;
  const yaml = withDoor(`words: Gate, url: "http://gate", ${ways} }\n    camera: { snapshot: "http://cam", ${ways}`);
  const { site, doors, cameras } = await loadSite(await siteOnDisk({ "site.yaml": yaml }));
  const told = { headers: { "X-Desk": "1" }, digest: { user: 'desk "1"', password: "ses:ame grün" } };
  expect(doors?.get("sos-1")).toMatchObject(told);
  expect(cameras?.get("sos-1")).toMatchObject(told);
  expect(JSON.stringify(site)).not.toMatch(/ses:ame|desk/);
});

test.each(["sesame", ":sesame", "desk:", "désk:sesame", "desk:sesame\n", "desk:sesame\nX-Desk: 1"])(
  "a login that is none (%j) is refused without being shown",
  async (text) => {
    process.env[userVariable] = text;
    const way = `digestEnv: ${userVariable}`;
    for (const [yaml, place] of [
      [withDoor(`words: Gate, url: "http://gate", ${way}`), "door"],
      [withCamera(`snapshot: "http://cam", ${way}`), "camera"],
    ] as const) {
      const problems = (await problemsOf(yaml)).join("\n");
      expect(problems).toContain(
        `stations[0].${place}.digestEnv: expected user:password, the user in ASCII, found ${userVariable}, which holds something else (not shown here)`,
      );
      expect(problems).not.toMatch(/sesame|desk/);
    }
  },
);

test("a login beside an Authorization of the site's own is refused, with the place", async () => {
  process.env[userVariable] = "desk:sesame";
  process.env[variable] = "X-Desk: 1\nauthorization: Bearer sesame";
  const ways = `headersEnv: ${variable}, digestEnv: ${userVariable}`;
  for (const [yaml, place] of [
    [withDoor(`words: Gate, url: "http://gate", ${ways}`), "door"],
    [withCamera(`snapshot: "http://cam", ${ways}`), "camera"],
  ] as const) {
    const problems = (await problemsOf(yaml)).join("\n");
    expect(problems).toContain(
      `stations[0].${place}.digestEnv: expected no Authorization in headersEnv beside it, found one`,
    );
    expect(problems).not.toContain("sesame");
  }
});

test("a door step names a station with a door, or here", async () => {
  const steps = (step: string) =>
    changed(withDoor('words: Gate, digits: "9"'), "      - call: patrol", `      - ${step}`);
  const { site } = await loadSite(await siteOnDisk({ "site.yaml": steps("door: sos-1\n      - door: here") }));
  expect(site.procedures[0]?.steps.filter(({ kind }) => kind === "door")).toEqual([
    { kind: "door", words: "Open Gate", mandatory: false, stationId: "sos-1" },
    { kind: "door", words: "Open the door", mandatory: false },
  ]);
  expect((await problemsOf(steps("door: hp-1"))).join()).toContain(
    'procedures[0].steps[1].door: expected here, or a station that has a door, found "hp-1"',
  );
});

test("whom to call first, for stations, areas and classes of the site", async () => {
  const rules = (rule: string) => `callFirst:\n  - ${rule}\n${siteYaml}`;
  const { site } = await loadSite(
    await siteOnDisk({
      "site.yaml": rules('{ stations: [sos-1], classes: [life safety], call: [patrol, "0555 0142"] }'),
    }),
  );
  expect(site.callFirst).toEqual([
    { stationIds: ["sos-1"], areaIds: [], classes: ["lifeSafety"], numbers: ["7002", "05550142"] },
  ]);
  for (const [rule, words] of [
    ["{ call: [patrol] }", "callFirst[0]: expected stations, areas or classes that it is for, found none"],
    ["{ areas: [moon], call: [patrol] }", 'callFirst[0].areas[0]: expected one of the areas of the site, found "moon"'],
    [
      "{ areas: [tube], call: [nobody] }",
      'callFirst[0].call[0]: expected a number, or the id of a contact or station, found "nobody"',
    ],
    ["{ areas: [tube], call: [] }", "callFirst[0].call: expected at least one contact or number, found a list"],
  ] as const) {
    expect((await problemsOf(rules(rule))).join()).toContain(words);
  }
});

const withCamera = (camera: string) =>
  changed(siteYaml, "    words: km 0.1\n", `    words: km 0.1\n    camera: { ${camera} }\n`);

test("a camera: windows see its stream, the host how its picture is fetched", async () => {
  process.env[variable] = "Authorization: Basic of-the-camera";
  const camera = `snapshot: "https://cam.example/jpg", stream: "rtsp://cam.example/1", headersEnv: ${variable}`;
  const { site, cameras } = await loadSite(await siteOnDisk({ "site.yaml": withCamera(camera) }));
  expect(site.stations[0]?.camera).toEqual({ stream: "rtsp://cam.example/1" });
  expect(cameras?.get("sos-1")).toEqual({
    snapshot: "https://cam.example/jpg",
    headers: { Authorization: "Basic of-the-camera" },
    digest: null,
  });
  expect(JSON.stringify(site)).not.toMatch(/of-the-camera|cam.example\/jpg/);
});

test.each([
  ['stream: "rtsp://cam/1"', "camera.snapshot: expected text of at most 500 characters"],
  ['snapshot: "file:///etc/passwd"', "camera.snapshot: expected an address with http:// or https://, found something"],
  ['snapshot: "http://u:sesame@cam"', "camera.snapshot: expected an address without a user and a password in it"],
  [
    'snapshot: "http://cam", stream: "javascript:alert(1)"',
    "camera.stream: expected an address with rtsp:// or rtsps:// or http:// or https://, found something else",
  ],
])("a camera { %s }", async (camera, words) => {
  const problems = (await problemsOf(withCamera(camera))).join("\n");
  expect(problems).toContain(`stations[0].${words}`);
  expect(problems).not.toContain("sesame");
});

test("a spreadsheet has columns for doors by HTTP and cameras", async () => {
  process.env[userVariable] = "desk:sesame";
  const csv = `id,name,number,type,map,x,y,area,words,door words,door URL,door digest env,door state URL,door open when,camera snapshot,camera digest env
sp-1,Speaker 1,401,speaker,plan,30,40,tube,km 0.2,Gate,http://gate/open,${userVariable},http://gate/state,open,https://cam.example/jpg,${userVariable}
sp-2,Speaker 2,402,speaker,plan,50,40,tube,km 0.3,,,,,,,
`;
  const yaml = changed(siteYaml, "stations: [sos-1]", "stations: [sos-1, sp-1, sp-2]");
  const { site, doors, cameras } = await loadSite(await siteOnDisk({ "site.yaml": yaml, "stations.csv": csv }));
  expect(site.stations.find(({ id }) => id === "sp-1")).toMatchObject({
    httpDoor: { words: "Gate", readsState: true },
    camera: { stream: null },
  });
  expect([...(doors?.keys() ?? []), ...(cameras?.keys() ?? [])]).toEqual(["sp-1", "sp-1"]);
  for (const ways of [doors, cameras]) expect(ways?.get("sp-1")?.digest).toEqual({ user: "desk", password: "sesame" });
  const wrong = csv.replace("http://gate/open", "gate");
  const error = await loadSite(await siteOnDisk({ "site.yaml": yaml, "stations.csv": wrong })).catch((one) => one);
  expect(error.message).toContain("stations.csv line 2, doorurl: expected an address with http:// or https://");
  delete process.env[userVariable];
  const unset = await loadSite(await siteOnDisk({ "site.yaml": yaml, "stations.csv": csv })).catch((one) => one);
  expect(unset.message).toContain("stations.csv line 2, doordigestenv: expected an environment variable that is set");
  expect(unset.message).toContain("stations.csv line 2, cameradigestenv: expected an environment variable");
});
