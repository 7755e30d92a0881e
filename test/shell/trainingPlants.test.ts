/** The plant of an exercise in Electron: asked for by the host process, started and ended by main. Main's side and the host's side, joined. */
import { expect, test } from "vitest";
import { trainingPlants } from "../../electron/shell/trainingPlants.ts";
import type { FromHostProcess, ToHostProcess } from "../../electron/start/hostMessages.ts";
import type { PlantAnnouncement, PlantProcess } from "../../electron/start/plantAnnouncement.ts";
import { plantsOfMain } from "../../electron/training/plantOfMain.ts";

const address = { sip: "ws://127.0.0.1:1/sip", control: "http://127.0.0.1:2", panel: "http://127.0.0.1:2/panel" };

/** A host and a main that hear each other; plants of main's that the test plays. */
function joined() {
  const started: { dir: string; announce(): void; fail(): void; lose(words: string): void; stopped: boolean }[] = [];
  const startPlant = (dir: string, onLost: (words: string) => void): PlantProcess => {
    let announce: () => void = () => undefined;
    let fail: () => void = () => undefined;
    const announced = new Promise<PlantAnnouncement>((resolve, reject) => {
      announce = () => resolve(address);
      fail = () => reject(new Error("The embedded plant did not listen within 15 s."));
    });
    const plant = { dir, announce, fail, lose: onLost, stopped: false };
    started.push(plant);
    return {
      announced,
      async stop() {
        plant.stopped = true;
      },
    };
  };
  const copy = <T>(message: T): T => structuredClone(message);
  const host = plantsOfMain((message: FromHostProcess) => {
    if (message.t === "plantWanted" || message.t === "plantDone") main.heard(copy(message));
  });
  const main = trainingPlants(
    startPlant,
    (message: ToHostProcess) => {
      if (message.t === "plantIs" || message.t === "plantLost") host.heard(copy(message));
    },
    () => undefined,
  );
  return { host, main, started };
}

test("it is started in the exercise's folder, tells its address, and is ended when it is done with", async () => {
  const { host, started } = joined();
  const plant = host.start("/data/training/x", () => undefined);
  started[0]?.announce();
  expect(await plant.announced).toEqual(address);
  expect(started[0]).toMatchObject({ dir: "/data/training/x", stopped: false });
  await plant.stop();
  expect(started[0]?.stopped).toBe(true);
});

test("one that does not listen fails the exercise in words; one that ends later is told, and not after it is done with", async () => {
  const { host, started } = joined();
  const lost: string[] = [];
  const failing = host.start("/a", (words) => lost.push(words));
  started[0]?.fail();
  await expect(failing.announced).rejects.toThrow("did not listen");
  const ending = host.start("/b", (words) => lost.push(words));
  started[1]?.announce();
  await ending.announced;
  started[1]?.lose("The embedded plant ended with code 1");
  expect(lost.at(-1)).toContain("ended with code 1");
  await ending.stop();
  const before = lost.length;
  started[1]?.lose("again");
  expect(lost).toHaveLength(before);
});

test("plants end with the host process that asked for them", () => {
  const { host, main, started } = joined();
  host.start("/a", () => undefined);
  host.start("/b", () => undefined);
  main.stop();
  expect(started.map(({ stopped }) => stopped)).toEqual([true, true]);
});
