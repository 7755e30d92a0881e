/** Calls between the plant's stations and a console, on real sockets with real sound. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { demoSetup } from "./demoPlant.ts";
import { isOver, isUp, soundOf, startTestConsole, type TestConsole, until } from "./testConsole.ts";

let plant: Plant;
let desk: TestConsole;

beforeEach(async () => {
  plant = await startPlant(demoSetup, { attachStations: "never", voice: "tone" });
  desk = await startTestConsole(plant.sipUrl, "6000", "right");
  await desk.register();
});

afterEach(async () => {
  await desk.stop();
  await plant.stop();
});

async function pressed(number: string, headers: string[] = []) {
  const stations = await plant.stations();
  const before = desk.incoming.length;
  await stations.press(number, { headers });
  await until("the call of a press", () => desk.incoming.length > before);
  const invitation = desk.incoming.at(-1);
  if (invitation === undefined) throw new Error("no invitation");
  return invitation;
}

const stationState = async (number: string) => (await plant.stations()).find(number).state();
const heardBy = async (number: string, hz: number) => (await plant.stations()).find(number).heard(hz)?.amplitude ?? 0;

test("a press of an SOS terminal reaches the console with its priority, its headers and an identity the plant vouches for", async () => {
  const { request } = await pressed("214", ["X-Alarm-Id: 42", 'P-Asserted-Identity: "Mayor" <sip:1@plant.invalid>']);
  expect(request.getHeader("priority")).toBe("emergency");
  expect(request.getHeader("x-alarm-id")).toBe("42");
  expect(request.getHeaders("p-asserted-identity")).toEqual([
    '"SOS 214 \\"Tube B\\" <km 3.4>" <sip:214@plant.invalid>',
  ]);
  expect(request.from.uri.user).toBe("214");
});

test("a press of a help point carries no priority of its own", async () => {
  const { request } = await pressed("209");
  expect(request.getHeader("priority")).toBeUndefined();
});

test("an answered press carries sound both ways, and ends at the station when the console hangs up", async () => {
  const call = await pressed("214");
  await call.accept();
  await until("440 Hz in the console", () => Math.abs(soundOf(call).heard(440) - 0.3) < 0.02);
  await until("1000 Hz in the station", async () => Math.abs((await heardBy("214", 1000)) - 0.4) < 0.03);
  expect((await stationState("214")).calls).toMatchObject([{ peer: "6000", direction: "out", state: "talking" }]);
  await call.bye();
  await until("no call in the station", async () => (await stationState("214")).calls.length === 0);
});

test("a station that hangs up ends the console's call", async () => {
  const call = await pressed("209");
  await call.accept();
  await until("the call is up", async () => (await stationState("209")).calls[0]?.state === "talking");
  await (await plant.stations()).find("209").hangUp();
  await until("the console's call is over", () => isOver(call));
});

test("a station that gives up before the answer cancels the call", async () => {
  const call = await pressed("209");
  await (await plant.stations()).find("209").hangUp();
  await until("the call is cancelled", () => isOver(call));
});

test("a second press comes as a new call, and the older one is given up", async () => {
  const first = await pressed("209");
  const second = await pressed("209");
  expect(second.request.callId).not.toBe(first.request.callId);
  await until("the older one is cancelled", () => isOver(first));
  expect(isOver(second)).toBe(false);
});

test("a refused call ends in the station", async () => {
  const call = await pressed("209");
  await call.reject({ statusCode: 486 });
  await until("no call in the station", async () => (await stationState("209")).calls.length === 0);
});

test("a console calls a station, which answers by itself", async () => {
  await (await plant.stations()).online("209");
  const call = await desk.call("209");
  await until("the call is up", () => isUp(call.session));
  await until("440 Hz in the console", () => call.sound.heard(440) > 0.28);
  await until("1000 Hz in the station", async () => (await heardBy("209", 1000)) > 0.37);
  await call.session.bye();
  await until("no call in the station", async () => (await stationState("209")).calls.length === 0);
});

test("in hold by re-INVITE neither voice passes, and both come back", async () => {
  const call = await pressed("214");
  await call.accept();
  await until("1000 Hz in the station", async () => (await heardBy("214", 1000)) > 0.37);
  const sound = soundOf(call);
  sound.wants = "inactive";
  await call.invite();
  await until("silence in the station", async () => (await heardBy("214", 1000)) < 0.01);
  expect(sound.remoteSdp()).toContain("a=inactive");
  const before = sound.packets();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(sound.packets() - before).toBeLessThan(3);
  sound.wants = "sendrecv";
  await call.invite();
  await until("1000 Hz in the station again", async () => (await heardBy("214", 1000)) > 0.37);
  await until("the station is heard again", () => sound.packets() - before > 20);
});

test("digits pressed at the console are listed at the station", async () => {
  const call = await pressed("150");
  await call.accept();
  await until("1000 Hz in the station", async () => (await heardBy("150", 1000)) > 0.37);
  soundOf(call).sendDigit(5);
  soundOf(call).sendDigit(5);
  await until("the digit", async () => (await stationState("150")).calls[0]?.digits === "5");
});

test("numbers that are off line, unknown or busy are refused as such", async () => {
  const stations = await plant.stations();
  await stations.online("209");
  await stations.offline("209");
  const offline = await desk.call("209");
  const unknown = await desk.call("999");
  await until("both are refused", () => offline.statusCode() !== 0 && unknown.statusCode() !== 0);
  expect([offline.statusCode(), unknown.statusCode()]).toEqual([480, 404]);

  await stations.online("210");
  const first = await desk.call("210");
  await until("the first call is up", () => isUp(first.session));
  const second = await desk.call("210");
  await until("the second is refused", () => second.statusCode() !== 0);
  expect(second.statusCode()).toBe(486);
});

test("an intercom is heard ringing before it answers", async () => {
  await (await plant.stations()).online("150");
  const call = await desk.call("150");
  expect(isUp(call.session)).toBe(false);
  await until("it rings at the intercom", async () => (await stationState("150")).calls[0]?.state === "ringing");
  await until("it answers", () => isUp(call.session));
});

test("a station whose line is cut ends the call of the console", async () => {
  const call = await pressed("209");
  await call.accept();
  await until("the call is up", async () => (await stationState("209")).calls[0]?.state === "talking");
  await (await plant.stations()).offline("209");
  await until("the console's call is over", () => isOver(call));
  expect((await stationState("209")).isOnline).toBe(false);
});

test("two desks ring, the first answer wins, and the other is told that it was answered elsewhere", async () => {
  const other = await startTestConsole(plant.sipUrl, "6000", "right");
  await other.register();
  const reasons: (string | undefined)[] = [];
  other.agent.delegate = {
    onInvite: (invitation) => {
      other.incoming.push(invitation);
      invitation.delegate = { onCancel: (cancel) => void reasons.push(cancel.request.getHeader("reason")) };
    },
  };
  const call = await pressed("209");
  await until("the other desk rings", () => other.incoming.length === 1);
  await call.accept();
  await until("the other desk is told", () => reasons.length === 1);
  expect(reasons[0]).toMatch(/^SIP;cause=200/);
  await other.stop();
});

test("a call that is passed on by REFER talks to the new number", async () => {
  const call = await pressed("214");
  await call.accept();
  await until("the call is up", () => isUp(call));
  const stations = await plant.stations();
  await stations.online("7010");
  const target = call.remoteIdentity.uri.clone();
  target.user = "7010";
  await call.refer(target);
  await until("the patrol hears the station", async () => (await heardBy("7010", 440)) > 0.28);
  await until("the station hears the patrol", async () => (await heardBy("214", 440)) > 0.28);
  await until("the console is out of the call", () => isOver(call));
});
