/** Journeys: two PBXs at once. The stations are registered at both, as those of a plant with two exchanges are. */
import { expect, onTestFinished, test } from "vitest";
import { type Plant, startPlant } from "../../electron/plant/plant.ts";
import { setupOfSite } from "../../electron/plant/setup.ts";
import type { Stations } from "../../electron/plant/stations/stations.ts";
import type { Site } from "../../shared/site/site.ts";
import { type JourneyDesk, startDesk, until } from "./desk.ts";
import { domain, password, smallSite } from "./smallSite.ts";

const [pbxA] = smallSite.pbxs;
if (!pbxA) throw new Error("the small site has no PBX");
const site: Site = {
  ...smallSite,
  pbxs: [pbxA, { ...pbxA, id: "B", name: "PBX B" }],
  stations: smallSite.stations.map((station) => ({ ...station, lines: 1 })),
};

interface Both {
  desk: JourneyDesk;
  /** Stations at the second PBX. */
  atB: Stations;
  plantB: Plant;
}

async function startBoth(more: Partial<Site> = {}): Promise<Both> {
  const given = { ...site, ...more };
  const setup = setupOfSite(given, [{ domain, user: pbxA?.ownNumber ?? "", password }]);
  const plantB = await startPlant(setup, { attachStations: "never", voice: "tone" });
  onTestFinished(() => plantB.stop());
  const atB = await plantB.stations();
  return { desk: await startDesk({ site: given, secondPbx: plantB.sipUrl }), atB, plantB };
}

test("a press that both PBXs offer is one card; one leg is answered, the other is sent away, and both ends hear", async () => {
  const { desk, atB } = await startBoth();
  const { console } = desk;
  await atB.online("214");
  await desk.stations.online("214");
  await Promise.all([desk.press("214"), atB.press("214", {})]);
  const event = await console.until("both legs can be answered", (now) => {
    const [only, ...others] = Object.values(now.events);
    const legs = only?.callIds.map((id) => now.calls[id]) ?? [];
    return others.length === 0 && legs.length === 2 && legs.every((leg) => leg?.bound) && only;
  });
  expect(event.presses).toHaveLength(1);
  expect(new Set(event.callIds.map((id) => console.desk.calls[id]?.pbxId))).toEqual(new Set(["A", "B"]));
  await desk.untilRings("threeFast");
  expect(await console.send({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  await console.until("one leg talks", () =>
    desk.event("214").callIds.some((id) => console.desk.calls[id]?.state === "talking"),
  );
  await console.until("the other has gone", () => desk.event("214").callIds.length === 1);
  expect(desk.event("214")).toMatchObject({ acknowledgedHow: "answered", condition: "active", lastEnded: null });
  const [talking] = Object.values(console.desk.calls);
  const stations = talking?.pbxId === "A" ? desk.stations : atB;
  await until("the station hears", () => (stations.find("214").heard(1000)?.amplitude ?? 0) > 0.3);
  await until("the desk hears", () => desk.heardAtDesk("214", 440) > 0.2);
  await desk.untilQuiet();
});

test("with one PBX lost nothing is deaf: presses come and calls go by the other, and stay there when the first is back", async () => {
  const { desk, atB } = await startBoth();
  const { console, wire } = desk;
  wire.cut();
  await console.until("A is lost", (now) => now.faults["pbxUnreachable:A"]);
  expect(console.desk.faults["deaf:"]).toBeUndefined();
  await atB.press("209", {});
  expect((await desk.seen("209")).class).toBe("urgent");

  await atB.online("7010");
  expect(await console.send({ type: "call", number: "7010", eventId: null })).toBeNull();
  expect(desk.call("7010").pbxId).toBe("B");
  wire.mend();
  await console.until("A is back", (now) => now.pbxs["A"]?.state === "registered");
  await console.send({ type: "end", callId: desk.call("7010").id });
  await console.until("the call is over", (now) => !Object.values(now.calls).some((call) => call.number === "7010"));
  expect(await console.send({ type: "call", number: "7011", eventId: null })).toBeNull();
  expect(desk.call("7011").pbxId).toBe("B");
});
