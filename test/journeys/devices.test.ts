/** Journeys: a door by HTTP without a call, and the camera's picture of the moment of the press, with real devices. */
import { expect, test } from "vitest";
import { stateTestOf } from "../../electron/door/doorAccess.ts";
import type { Site } from "../../shared/site/site.ts";
import { startDevice } from "../door/device.ts";
import { startDesk } from "./desk.ts";
import { smallSite } from "./smallSite.ts";

const png = Buffer.from("89504e470d0a1a0a0000000d49484452", "hex");
const site: Site = {
  ...smallSite,
  stations: smallSite.stations.map((station) => {
    if (station.id === "s150") return { ...station, httpDoor: { words: "Depot barrier", readsState: true } };
    return station.id === "s209" ? { ...station, camera: { stream: null } } : station;
  }),
};

test("a door opens for an event without a call; its cause is on disk before the first byte, and its state is read back", async () => {
  const recorded: boolean[] = [];
  const gate = await startDevice((request, response) => {
    if (request.url === "/open") {
      const cause = console.entriesOf("httpDoorAsked").at(-1);
      recorded.push(cause !== undefined && cause.seq <= console.recordedSeq);
    }
    response.end(JSON.stringify({ state: "open" }));
  });
  const doors = new Map([
    [
      "s150",
      {
        url: `${gate.url}/open`,
        method: "POST" as const,
        headers: {},
        digest: null,
        stateUrl: `${gate.url}/state`,
        openWhen: stateTestOf("state=open"),
        closedWhen: null,
      },
    ],
  ]);
  const desk = await startDesk({ site, doors });
  const { console } = desk;
  await desk.pressed("150");
  await desk.hangUp("150");
  await console.until("the caller has gone", () => desk.event("150").condition === "returned");
  const { id: eventId } = desk.event("150");
  expect(await console.send({ type: "openHttpDoor", stationId: "s150", eventId })).toBeNull();
  const answered = await console.until("it has answered", (now) => {
    const door = now.doors["s150"];
    return door?.outcome === "done" && door;
  });
  expect(answered).toMatchObject({ state: "open", by: "operator:anna", eventId });
  expect(gate.asked).toEqual(["POST /open", "GET /state"]);
  expect(recorded).toEqual([true]);

  await desk.signIn("gus");
  expect(await console.send({ type: "openHttpDoor", stationId: "s150", eventId })).toMatchObject({
    code: "notPermitted",
  });
  expect(gate.asked).toHaveLength(2);
});

test("a press keeps the camera's picture, across a restart", async () => {
  const camera = await startDevice(
    (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(png),
  );
  const cameras = new Map([["s209", { snapshot: camera.url, headers: {}, digest: null }]]);
  const desk = await startDesk({ site, cameras });
  const { console } = desk;
  await desk.pressed("209");
  await console.until("its picture is kept", () => desk.event("209").pictures?.length === 1);
  await desk.restartHost();
  const { hash = "" } = desk.event("209").pictures?.[0] ?? {};
  const image = `data:image/png;base64,${png.toString("base64")}`;
  expect(await console.query({ query: "picture", hash })).toEqual({ query: "picture", image, words: "" });
  expect(await console.query({ query: "livePicture", stationId: "s209" })).toEqual({
    query: "picture",
    image,
    words: "",
  });
  expect(camera.asked).toHaveLength(2);
});

test("a camera that does not answer costs the call nothing: it is answered meanwhile", async () => {
  const camera = await startDevice(() => undefined);
  const cameras = new Map([["s209", { snapshot: camera.url, headers: {}, digest: null }]]);
  const desk = await startDesk({ site, cameras });
  await desk.talkWith("209");
  await desk.untilBothHear("209");
  const words = await desk.console.until("it says so", () => desk.event("209").pictureMissed);
  expect(words).toBe("camera unreachable: no answer within 2 s");
});

test("with nobody signed in no picture is given", async () => {
  const camera = await startDevice(
    (_request, response) => void response.writeHead(200, { "content-type": "image/png" }).end(png),
  );
  const cameras = new Map([["s209", { snapshot: camera.url, headers: {}, digest: null }]]);
  const desk = await startDesk({ site, cameras, operator: null });
  expect(await desk.console.query({ query: "livePicture", stationId: "s209" })).toMatchObject({ code: "notSignedIn" });
  expect(camera.asked).toEqual([]);
});
