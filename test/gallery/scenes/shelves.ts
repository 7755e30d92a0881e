/** What is kept quiet: shelved, out of service, and the forms that ask why and for how long. */
import type { Site } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { anna, type Story, started } from "../story.ts";
import { pickOnMap } from "./map.ts";

const carla = "operator:carla";
const minutes = (count: number) => count * 60_000;
const none = { eventId: null, stationId: null, areaId: null, approvedBy: null };

/** A shelved station that goes on pressing, an event and an area on a shelf, and an SOS from a station out of service. */
export function shelvedStory(site: Site, now: number): Story {
  const story = started(site, now);
  const out = { ...none, as: "outOfService" as const, reason: "Handset torn off, work order 4711" };
  const off = { ...none, as: "shelved" as const };
  const station = (stationId: string, name: string) => ({ stationId, stationIds: [stationId], name });
  const inArea = site.stations.filter((one) => one.place.areaId === "car-park-p3").map(({ id }) => id);
  story
    .tell(900, "shelved", { ...out, shelfId: "s1", ...station("sos-214", "SOS 214"), forMs: minutes(60 * 26) }, carla)
    .tell(870, "shelved", { ...out, shelfId: "s4", ...station("hp-119", "Help point 119"), forMs: minutes(400) }, carla)
    .tell(
      800,
      "shelved",
      {
        ...off,
        shelfId: "s5",
        areaId: "car-park-p3",
        stationIds: inArea,
        name: "Car park P3",
        reason: "Fire drill of the tenants until 15:00",
        forMs: minutes(60),
        approvedBy: "carla",
      },
      anna,
    );
  const reason = "Key stuck, technician called";
  story.tell(
    620,
    "shelved",
    { ...off, shelfId: "s2", ...station("door-5", "Door 5"), reason, forMs: minutes(60) },
    anna,
  );
  for (const ago of [300, 290, 41, 32, 30, 24, 18, 9]) story.press(ago, "door-5");
  const one = story.press(200, "hp-118");
  const byEvent = { eventId: one.eventId, stationIds: [], name: "Help point 118" };
  story
    .abandon(190, one.callId)
    .tell(
      180,
      "shelved",
      { ...off, shelfId: "s3", ...byEvent, reason: "Patrol is on the way", forMs: minutes(15) },
      anna,
    );
  story.press(26, "hp-031");
  story.press(6, "sos-214", { priority: "emergency" });
  return story;
}

const shelved: Told = (site, now) => {
  const story = shelvedStory(site, now);
  const chosen = Object.values(story.desk.events).find((event) => event.stationId === "hp-118");
  return { story, view: { selectedEventId: chosen?.id ?? null } };
};

const shelvedList: Told = (site, now) => ({
  story: shelvedStory(site, now),
  view: { centre: "shelved", follow: false },
});

const shelvedNothing: Told = (site, now) => ({ story: started(site, now), view: { centre: "shelved" } });

const shelveEvent: Told = (site, now) => {
  const story = started(site, now);
  const { callId, eventId } = story.press(50, "hp-118");
  story.abandon(40, callId);
  return {
    story,
    view: { selectedEventId: eventId },
    does: async (page) => {
      await page.getByRole("button", { name: "Shelve Help point 118…" }).click();
      await page.getByRole("form", { name: "Shelve Help point 118" }).waitFor();
    },
  };
};

const shelveArea: Told = (site, now) => ({
  story: started(site, now),
  view: { centre: "shelved" },
  does: async (page) => {
    await page.getByLabel("Area to shelve").selectOption("car-park-p3");
    await page.getByRole("button", { name: "Shelve Car park P3…" }).click();
    await page.getByRole("form", { name: "Shelve Car park P3" }).waitFor();
  },
});

const outOfService: Told = (site, now) => ({
  story: started(site, now),
  does: async (page) => {
    await pickOnMap(page, "SOS 214");
    await page.getByRole("button", { name: "Out of service… (SOS 214)" }).click();
    await page.getByRole("form", { name: "Take SOS 214 out of service" }).waitFor();
  },
});

export const shelfScenes: Readonly<Record<string, Told>> = {
  shelved,
  shelvedList,
  shelvedNothing,
  shelveEvent,
  shelveArea,
  outOfService,
};
