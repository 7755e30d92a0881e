/** Doors and cameras of a station. */
import type { Site } from "../../../shared/site/site.ts";
import { pictureHash } from "../picture.ts";
import type { Told } from "../scene.ts";
import { anna, type Story, started } from "../story.ts";

const httpDoor = { words: "Service gate north", readsState: true };
const camera = { stream: "rtsp://video.plant.example/door-5" };

/** The site with a door by HTTP and a camera at door 5, and a camera at SOS 214, which does not answer. */
function withDevices(site: Site): Site {
  const stations = site.stations.map((one) => {
    const { door: _digits, ...rest } = one;
    if (one.id === "door-5") return { ...rest, httpDoor, camera };
    return one.id === "sos-214" ? { ...one, camera: { stream: null } } : one;
  });
  return { ...site, stations };
}

/** A press of door 5 that is acknowledged, with nobody on the line. */
function doorStory(site: Site, now: number): { story: Story; eventId: string } {
  const story = started(withDevices(site), now);
  const { callId, eventId } = story.press(60, "door-5");
  story
    .tell(58, "pictureKept", { eventId, stationId: "door-5", hash: pictureHash })
    .abandon(40, callId)
    .acknowledge(30, eventId);
  return { story, eventId };
}

const attempt = { attemptId: "d1", stationId: "door-5", words: httpDoor.words };

const doorHttp =
  (answer: { opened: boolean; said: string; state: "open" | "closed" | "unknown" } | null): Told =>
  (site, now) => {
    const { story, eventId } = doorStory(site, now);
    const door = { ...attempt, eventId };
    story.tell(4, "httpDoorAsked", { ...door, dueMs: 8_000 }, anna);
    if (answer) story.tell(3, "httpDoorAnswered", { ...door, ...answer });
    return { story, view: { selectedEventId: eventId } };
  };

const doorArmed: Told = (site, now) => {
  const { story, eventId } = doorStory(site, now);
  return {
    story,
    view: { selectedEventId: eventId },
    does: async (page) => {
      await page.getByRole("button", { name: "Door Service gate north" }).click();
      await page.getByRole("region", { name: "Open Service gate north?" }).waitFor();
    },
  };
};

/** The door of the station on the line, opened by digits in the call. */
function doorOnTheLine(site: Site, now: number): { story: Story; callId: string; eventId: string } {
  const story = started(site, now);
  const one = story.press(40, "door-5");
  story.answer(36, one);
  return { story, ...one };
}

const doorCallArmed: Told = (site, now) => ({
  story: doorOnTheLine(site, now).story,
  does: async (page) => {
    await page.keyboard.press("e");
    await page.getByRole("region", { name: /^Open .*\?/ }).waitFor();
  },
});

const doorCallSent: Told = (site, now) => {
  const { story, callId, eventId } = doorOnTheLine(site, now);
  const words = site.stations.find(({ id }) => id === "door-5")?.door?.words ?? "";
  return { story: story.tell(5, "doorOpened", { callId, stationId: "door-5", eventId, words }, anna) };
};

/** Neither the picture of the press nor the one of this moment can be had. */
const pictureUnreachable: Told = (site, now) => {
  const story = started(withDevices(site), now);
  const { eventId } = story.press(9, "sos-214", { priority: "emergency" });
  const words = "camera unreachable: no answer within 2 s";
  story.tell(7, "pictureMissed", { eventId, stationId: "sos-214", words });
  return { story, view: { selectedEventId: eventId } };
};

/** Pads with what the role may not. */
const padsRefused: Told = (site, now) => {
  const roles = site.roles.map((role) =>
    role.id === "dispatcher" ? { ...role, call: { stations: true, contacts: false, numbers: [] } } : role,
  );
  const story = started({ ...site, roles }, now);
  story.answer(36, story.press(40, "sos-214", { priority: "emergency" }));
  return { story };
};

export const deviceScenes: Readonly<Record<string, Told>> = {
  doorOpen: doorHttp({ opened: true, said: "", state: "open" }),
  doorUnknown: doorHttp({ opened: false, said: "no answer within 3 s", state: "unknown" }),
  doorAsked: doorHttp(null),
  doorArmed,
  doorCallArmed,
  doorCallSent,
  pictureUnreachable,
  padsRefused,
};
