/** The map: its plans, what stands on it, what stands over it, and what it cannot show. */
import type { Page } from "@playwright/test";
import type { Site, Station } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { started } from "../story.ts";
import { talkingStory } from "./calls.ts";

/** Calls that say where they are: a caller who is no station, an address, nonsense, by reference. */
const located: Told = (site, now) => {
  const story = started(site, now);
  const found = { method: "GPS", at: "2026-03-04T05:06:07Z" };
  const truck = story.unknown(9, "0660555017", "Tow truck", { priority: "emergency" });
  story.locate(9, truck, { ...found, point: { latitude: 46.8702, longitude: 11.2408 }, radiusM: 650 });
  story.locate(5, story.unknown(5, "0660555018", "Workshop"), {
    civic: ["Workshop", "building C floor 2 room 217", "Ring Road 12", "Lakeside"],
  });
  story.locate(4, story.unknown(4, "0660555019", "Old phone"), { problem: "its latitude 95 is not on the globe" });
  story.locate(3, story.unknown(3, "0660555020", "Van"), { reference: "https://lis.example/loc/77" });
  return {
    story,
    view: { selectedEventId: truck.eventId, mapId: "region", shown: { stationId: `~${truck.eventId}`, tick: 1 } },
  };
};

/** A station whose call says that it is elsewhere. */
const contradicted: Told = (site, now) => {
  const story = started(site, now);
  const away = story.press(7, "sos-305");
  story.locate(7, away, { method: "GPS", point: { latitude: 46.8655, longitude: 11.145 }, radiusM: 120 });
  return { story, view: { selectedEventId: away.eventId } };
};

/** A press while the operator is at work: the view stays, the event has a small picture of its own. */
const inset: Told = (site, now) => {
  const { story } = talkingStory(site, now);
  const before = story.entries.length;
  story.press(1, "sos-401", { priority: "emergency" });
  return {
    story,
    later: { count: story.entries.length - before, written: true },
    does: async (page) => {
      await page.mouse.click(5, 5);
      await page.getByRole("region", { name: "New event on the map" }).waitFor();
    },
  };
};

const opened =
  (role: "tab" | "button", name: string): Told =>
  (site, now) => ({ story: talkingStory(site, now).story, does: (page) => page.getByRole(role, { name }).click() });

const mapFilterNothing: Told = (site, now) => ({
  story: started(site, now),
  does: async (page) => {
    await page.getByRole("button", { name: "List of stations on this map" }).click();
    await page.getByLabel("Filter the stations on Tunnel plan").fill("zeppelin");
    await page.getByText("matches “zeppelin”").waitFor();
  },
});

export async function pickOnMap(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "List of stations on this map" }).click();
  await page.getByLabel("Filter the stations on Tunnel plan").fill(name);
  await page.getByRole("option", { name }).getByRole("button").first().click();
  await page.getByRole("region", { name, exact: true }).waitFor();
  await page.getByRole("button", { name: "Close the list" }).click();
}

const station: Told = (site, now) => ({
  story: started(site, now),
  does: (page) => pickOnMap(page, "Help point 042"),
});

const followOff: Told = (site, now) => {
  const story = started(site, now);
  story.press(6, "sos-401", { priority: "emergency" });
  return { story, view: { follow: false } };
};

/** Stations are not supervised yet: a fault of another kind stands for the one that a supervision would raise. */
const stationFaults: Told = (site, now) => {
  const story = started(site, now);
  const fault = "certificateExpiring" as const;
  for (const subject of ["sos-209", "hp-118"]) story.tell(10_800, "faultRaised", { fault, subject, words: "offline" });
  return { story };
};

const noMaps: Told = (site, now) => {
  const story = started({ ...site, maps: [] }, now);
  story.press(6, "sos-214", { priority: "emergency" });
  return { story };
};

/** The file of this map is no map. */
const mapTrouble: Told = (site, now) => {
  const maps = site.maps.map((one) => (one.kind === "geo" ? { ...one, geojson: "tunnel.svg" } : one));
  return { story: started({ ...site, maps }, now), view: { mapId: "region" } };
};

/** 10,000 stations on one plan. */
function bigSite(site: Site): Site {
  const map = site.maps[0];
  const [model] = site.stations;
  if (map?.kind !== "plan" || !model) throw new Error("the demo site begins with a plan and a station");
  const across = 125;
  const down = 80;
  const types = ["helpPoint", "speaker", "sosTerminal", "intercom", "doorStation"] as const;
  const more = Array.from({ length: across * down - site.stations.length }, (_, i): Station => {
    const x = (((i % across) + 0.5) * map.width) / across;
    const y = ((Math.floor(i / across) + 0.5) * map.height) / down;
    const number = String(20_000 + i);
    const place = {
      ...model.place,
      mapId: map.id,
      at: [x, y] as [number, number],
      words: `Row ${Math.floor(i / across)}`,
    };
    return { ...model, id: `big-${i}`, name: `Station ${number}`, number, type: types[i % 5] ?? "speaker", place };
  });
  return { ...site, stations: [...site.stations, ...more] };
}

const tenThousand: Told = (site, now) => {
  const story = started(bigSite(site), now);
  story.press(8, "sos-214", { priority: "emergency" });
  story.press(5, "big-4100");
  return { story, does: (page) => page.locator(".pin[data-waiting] svg").first().waitFor() };
};

export const mapScenes: Readonly<Record<string, Told>> = {
  located,
  contradicted,
  inset,
  region: opened("tab", "Region"),
  mapList: opened("button", "List of stations on this map"),
  mapFilterNothing,
  station,
  followOff,
  stationFaults,
  noMaps,
  mapTrouble,
  tenThousand,
};
