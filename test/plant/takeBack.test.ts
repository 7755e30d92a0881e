/** What the plant does for a console that comes back: its calls go on, and can be taken into another dialog (RFC 3891). */
import { Registerer, RegistererState } from "sip.js";
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

const station = async (number: string) => (await plant.stations()).find(number);
const heardBy = async (number: string, hz: number) => (await station(number)).heard(hz)?.amplitude ?? 0;

/** A press of 209, answered. */
async function talking() {
  await (await station("209")).press("6000", []);
  await until("the call of a press", () => desk.incoming.length > 0);
  const call = desk.incoming.at(-1);
  if (!call) throw new Error("no invitation");
  await call.accept();
  await until("the station hears the console", async () => (await heardBy("209", 1000)) > 0.37);
  return call;
}

async function comesBack(): Promise<void> {
  await desk.agent.reconnect();
  const registerer = new Registerer(desk.agent, { expires: 120 });
  const registered = new Promise<void>((resolve) =>
    registerer.stateChange.addListener((state) => void (state === RegistererState.Registered && resolve())),
  );
  await registerer.register();
  await registered;
}

/** As a Replaces header names a dialog: the plant's tag first, then the console's. */
const replaces = ({ dialog }: Awaited<ReturnType<typeof talking>>, more = "") => [
  `Replaces: ${dialog?.callId};to-tag=${dialog?.remoteTag};from-tag=${dialog?.localTag}${more}`,
  "Require: replaces",
];

test("a console whose socket breaks keeps its call with sound, and the station's hang-up reaches its next connection", async () => {
  const call = await talking();
  await desk.agent.transport.disconnect();
  const before = soundOf(call).packets();
  await until("sound goes on", () => soundOf(call).packets() > before + 30);
  expect((await station("209")).state().calls).toMatchObject([{ state: "talking" }]);
  await comesBack();
  await call.invite();
  await (await station("209")).hangUp();
  await until("the console's call is over", () => isOver(call));
});

test("a call that rings when the console's socket breaks can be answered over the next one", async () => {
  await (await station("209")).press("6000", []);
  await until("the call of a press", () => desk.incoming.length > 0);
  const [call] = desk.incoming;
  await desk.agent.transport.disconnect();
  await comesBack();
  await call?.accept();
  await until("the station hears the console", async () => (await heardBy("209", 1000)) > 0.37);
});

test("a station that hung up while the console was away leaves a dialog that nobody knows: 481", async () => {
  const call = await talking();
  await desk.agent.transport.disconnect();
  await (await station("209")).hangUp();
  await until("the station is free", async () => (await station("209")).state().calls.length === 0);
  await comesBack();
  const refused = new Promise<number | undefined>((resolve) => {
    call
      .invite({ requestDelegate: { onReject: ({ message }) => resolve(message.statusCode) } })
      .catch(() => resolve(undefined));
  });
  expect(await refused).toBe(481);
});

test("INVITE with Replaces moves the station to the new dialog, with sound both ways, and ends the old one", async () => {
  const call = await talking();
  const taken = await desk.call("209", replaces(call));
  await until("it is accepted", () => isUp(taken.session));
  await until("the old dialog is ended", () => isOver(call));
  await until("the station is heard", () => taken.sound.heard(440) > 0.28);
  await until("the station hears", async () => (await heardBy("209", 1000)) > 0.37);
  expect((await station("209")).state().calls).toHaveLength(1);
  await (await station("209")).hangUp();
  await until("the new dialog is over", () => isOver(taken.session));
});

test("Replaces of an unknown dialog gets 481, of an answered one for early-only 486, of another account's 403", async () => {
  const call = await talking();
  const status = async (from: TestConsole, headers: string[]): Promise<number> => {
    const taken = await from.call("209", headers);
    await until("its answer", () => taken.statusCode() !== 0);
    return taken.statusCode();
  };
  expect(await status(desk, ["Replaces: nobody;to-tag=a;from-tag=b", "Require: replaces"])).toBe(481);
  expect(await status(desk, replaces(call, ";early-only"))).toBe(486);
  expect(await status(desk, ["Replaces: nobody", "Require: replaces"])).toBe(400);
  const other = await startTestConsole(plant.sipUrl, "6001", "also right");
  await other.register();
  expect(await status(other, replaces(call))).toBe(403);
  await other.stop();
  await until("the call goes on", async () => (await heardBy("209", 1000)) > 0.37);
  expect(isUp(call)).toBe(true);
});

test("a re-INVITE that restarts ICE is refused, because the media stack would fall silent; the call goes on", async () => {
  const call = await talking();
  soundOf(call).restarts = true;
  const status = await new Promise<number | undefined>((resolve) => {
    call
      .invite({ requestDelegate: { onReject: ({ message }) => resolve(message.statusCode) } })
      .catch(() => resolve(undefined));
  });
  expect(status).toBe(488);
  expect((await station("209")).state().calls).toMatchObject([{ state: "talking" }]);
});
