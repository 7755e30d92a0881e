/** The plant's control: what programs and the panel may ask of it, and the command line on top. */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { writePlantFile } from "../../electron/plant/plantFile.ts";
import { trainingSetup } from "../../electron/plant/setup.ts";
import type { StationState } from "../../electron/plant/stations/station.ts";
import { loadSite } from "../../electron/site/loadSite.ts";
import { trainingDomain, trainingPassword } from "../../shared/training/trainingSite.ts";
import { demoSetup } from "./demoPlant.ts";
import { isOver, soundOf, startTestConsole, type TestConsole, until } from "./testConsole.ts";

let plant: Plant;
let desk: TestConsole;
let directory: string;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "plant-"));
  plant = await startPlant(demoSetup, { attachStations: "afterConsole", voice: "tone" });
  const { sipUrl: sip, controlUrl: control, panelUrl: panel } = plant;
  writePlantFile(directory, { sip, control, panel, pid: process.pid });
  desk = await startTestConsole(plant.sipUrl, "6000", "right");
});

afterEach(async () => {
  await desk.stop();
  await plant.stop();
  rmSync(directory, { recursive: true, force: true });
});

async function post(path: string, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`${plant.controlUrl}${path}`, { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function get(path: string) {
  return (await (await fetch(`${plant.controlUrl}${path}`)).json()) as Record<string, unknown>;
}

async function stationState(number: string): Promise<StationState> {
  const stations = (await get("/state"))["stations"] as StationState[];
  const found = stations.find((station) => station.number === number);
  if (found === undefined) throw new Error(`no ${number}`);
  return found;
}

/** Status of a request whose Host is not what fetch would send. */
function statusWithHost(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    request(`${plant.controlUrl}/state`, { headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on("error", reject)
      .end();
  });
}

const cliFile = fileURLToPath(new URL("../../electron/plant/cli.ts", import.meta.url));

function cli(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cliFile, ...words, "--data", directory], (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, err });
    });
  });
}

test("stations attach after the console has registered, not before", async () => {
  expect((await stationState("209")).isOnline).toBe(false);
  const attached = get("/attached");
  await desk.register();
  expect(await attached).toMatchObject({ ok: true });
  const stations = (await get("/state"))["stations"] as StationState[];
  expect(stations.filter(({ isOnline }) => !isOnline)).toEqual([]);
});

test("a press is possible before the stations are attached, twice, and with headers of its own", async () => {
  await desk.register();
  const answer = await post("/press", { number: "210", times: 2, headers: ["X-Alarm-Id: 7"] });
  expect(answer).toEqual({ status: 200, body: { ok: true } });
  await until("both presses", () => desk.incoming.length === 2);
  expect(desk.incoming[0]?.request.getHeader("x-alarm-id")).toBe("7");
  await until("the older one is given up", () => desk.incoming.filter(isOver).length === 1);
});

test("a burst rings as many calls as were asked for", async () => {
  await desk.register();
  expect((await post("/burst", { count: 3, everyMs: 5 })).body).toEqual({ ok: true, pressed: 3 });
  await until("three calls", () => desk.incoming.length === 3);
  expect((await post("/burst", { count: 1, everyMs: 0, type: "sosTerminal" })).status).toBe(200);
  await until("the fourth", () => desk.incoming.length === 4);
  expect(desk.incoming[3]?.request.getHeader("priority")).toBe("emergency");
});

test("a key is pressed in the call that a telephone is in, as events, as tones and by INFO; elsewhere it is refused", async () => {
  await desk.register();
  expect(await post("/key", { number: "214", digit: "1" })).toEqual({
    status: 400,
    body: { error: "Station 214 is in no call that talks." },
  });
  expect((await post("/key", { number: "214", digit: "11" })).status).toBe(400);
  await post("/press", { number: "214" });
  await until("the call", () => desk.incoming.length === 1);
  const [call] = desk.incoming;
  const infos: string[] = [];
  if (call) call.delegate = { onInfo: (info) => void infos.push(info.request.body) };
  await call?.accept();
  await until("the path is open", () => call !== undefined && soundOf(call).heard(440) > 0.2);
  const heard = () => (call === undefined ? "" : soundOf(call).digits());
  expect((await post("/key", { number: "214", digit: "1" })).status).toBe(200);
  await until("the event came", () => heard() === "1");
  expect((await cli("key", "214", "#")).out).toBe("Station 214 pressed the key #.\n");
  await until("the next one came", () => heard() === "1#");
  await post("/key", { number: "214", digit: "5", how: "info" });
  await until("INFO came", () => infos.some((body) => body.startsWith("Signal=5")));
  await post("/key", { number: "214", digit: "1", how: "tone" });
  await until(
    "the tone came",
    () => call !== undefined && soundOf(call).heard(697) > 0.04 && soundOf(call).heard(1209) > 0.04,
  );
});

test("what a station hears can be asked", async () => {
  await desk.register();
  await post("/press", { number: "214" });
  await until("the call", () => desk.incoming.length === 1);
  expect(await get("/heard?number=214&hz=1000")).toEqual({ amplitude: 0, rms: 0, packets: 0 });
  const [call] = desk.incoming;
  await call?.accept();
  await until("1000 Hz", async () => {
    const { amplitude } = (await get("/heard?number=214&hz=1000")) as { amplitude: number };
    return Math.abs(amplitude - 0.4) < 0.03;
  });
  expect(call === undefined ? 0 : soundOf(call).heard(1000)).toBeLessThan(0.01);
  expect((await post("/hangup", { number: "214" })).body).toEqual({ ok: true, ended: 1 });
});

test("a bad request is refused in words that name the field", async () => {
  expect((await post("/press", { number: "999" })).body["error"]).toBe("No station has the number 999.");
  expect((await post("/press", { number: "214", times: 0 })).body["error"]).toMatch(/^times: /);
  expect((await post("/press", { number: "214", headers: ["X-A: 1\r\nX-B: 2"] })).body["error"]).toMatch(
    /^headers\.0: /,
  );
  expect((await post("/nothing", {})).status).toBe(404);
  const response = await fetch(`${plant.controlUrl}/press`, { method: "POST", body: "{" });
  expect(response.status).toBe(400);
});

test("other sites' pages and names that merely point here are refused", async () => {
  expect((await post("/press", { number: "214" }, { origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await post("/burst", { count: 1 }, { origin: "null" })).status).toBe(403);
  expect(await statusWithHost("elsewhere.example")).toBe(403);
  expect((await post("/offline", { number: "214" }, { origin: plant.controlUrl })).status).toBe(200);
});

test("the panel is a page under a strict policy, without inline script", async () => {
  const response = await fetch(plant.panelUrl);
  expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
  const page = await response.text();
  expect(page).not.toMatch(/<script>|style=|onclick=/);
  for (const [file] of page.matchAll(/\/panel\/[\w.]+/g))
    expect((await fetch(`${plant.controlUrl}${file}`)).status).toBe(200);
});

test("the command line presses, cuts and restores lines, and tells the state", async () => {
  await desk.register();
  expect(await cli("press", "214", "--header", "X-Alarm-Id: 9")).toEqual({
    code: 0,
    out: "Station 214 pressed.\n",
    err: "",
  });
  await until("the call", () => desk.incoming.length === 1);
  expect(desk.incoming[0]?.request.getHeader("x-alarm-id")).toBe("9");
  expect((await cli("offline", "209")).out).toBe("Station 209 is off line.\n");
  const { out } = await cli("state");
  expect(out).toContain("209  Help point 209: off line");
  expect(out).toMatch(/^214 {2}SOS 214 .*: calls 6000, ringing$/m);
  expect((await cli("online", "209")).out).toBe("Station 209 is on line.\n");
  expect((await cli("hangup", "214")).out).toBe("Station 214 ended 1 calls.\n");
  expect((await cli("burst", "2", "--every-ms", "5")).out).toBe("2 stations pressed.\n");
});

test("the command line says what is wrong", async () => {
  expect(await cli("press", "999")).toEqual({
    code: 1,
    out: "",
    err: "The plant says: No station has the number 999.\n",
  });
  expect((await cli("press")).err).toContain("Which station?");
  expect((await cli("dance")).err).toContain('"dance" is nothing the plant can do.');
  expect((await cli("help")).out).toContain("press 214");
  rmSync(join(directory, "plant.json"));
  const none = await cli("state");
  expect(none.code).toBe(1);
  expect(none.err).toContain("No plant runs");
});

test("a PBX that is shut breaks the link and lets nobody in; its stations are there when it is back", async () => {
  expect(await post("/pbx", { shut: true })).toMatchObject({ status: 200 });
  await expect(startTestConsole(plant.sipUrl, "6001", "also right")).rejects.toThrow();
  expect(await post("/pbx", { shut: false })).toMatchObject({ status: 200 });
  const back = await startTestConsole(plant.sipUrl, "6001", "also right");
  await back.stop();
  expect(await post("/pbx", { shut: "x" })).toMatchObject({ status: 400 });
});

test("contacts are busy, let it ring, or answer, as they are told", async () => {
  await desk.register();
  await plant.allAttached;
  await post("/contacts", { how: "busy" });
  const busy = await desk.call("7010");
  await until("486", () => busy.statusCode() === 486);
  await post("/contacts", { how: "noAnswer" });
  const ringing = await desk.call("7010");
  await until("it rings there", async () => (await stationState("7010")).calls[0]?.state === "ringing");
  await ringing.session.cancel();
  await until("it is given up", async () => (await stationState("7010")).calls.length === 0);
  await post("/contacts", { how: "answer" });
  const answered = await desk.call("7010");
  await until("200", () => answered.statusCode() === 200);
  await answered.session.bye();
  expect((await post("/contacts", { how: "sleep" })).status).toBe(400);
});

test("a caller falls silent, with packets going on, and speaks again", async () => {
  await desk.register();
  await post("/press", { number: "214" });
  await until("the call", () => desk.incoming.length === 1);
  const [call] = desk.incoming;
  if (!call) throw new Error("no call");
  await call.accept();
  await until("the voice", () => soundOf(call).heard(440) > 0.2);
  await post("/voice", { number: "214", speaks: false });
  await until("silence", () => soundOf(call).heard(440) < 0.005);
  const before = soundOf(call).packets();
  await until("packets go on", () => soundOf(call).packets() > before + 10);
  await post("/voice", { number: "214", speaks: true });
  await until("the voice again", () => soundOf(call).heard(440) > 0.2);
  expect((await post("/voice", { number: "999", speaks: false })).status).toBe(400);
});

test("the plant of an exercise answers every number, has an account of its own and none of the site's", async () => {
  const { site, accounts } = await loadSite(join(import.meta.dirname, "../../assets/demo/site.yaml"));
  const setup = trainingSetup(site);
  expect(setup.accounts).toEqual([{ user: "6000", password: trainingPassword }]);
  expect(accounts.map(({ password }) => password)).not.toContain(trainingPassword);
  const own = await startPlant(setup, { attachStations: "afterConsole", voice: "tone" });
  const trainee = await startTestConsole(own.sipUrl, "6000", trainingPassword, trainingDomain);
  try {
    await trainee.register();
    await until("its subscriber is there", async () => (await own.stations()).find("anyone").state().isOnline);
    const call = await trainee.call("05550142");
    await until("200", () => call.statusCode() === 200);
    await call.session.bye();
  } finally {
    await trainee.stop();
    await own.stop();
  }
});
