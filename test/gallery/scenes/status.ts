/** What makes the console less than it seems, and what it says about itself. */
import type { FaultKind } from "../../../shared/desk/state.ts";
import type { Told } from "../scene.ts";
import { anna, started } from "../story.ts";
import { talkingStory } from "./calls.ts";

const deaf: Told = (site, now) => {
  const story = started(site, now);
  story.answer(46, story.press(50, "hp-031"));
  const words = "PBX A: connection refused. Tried again every second.";
  for (const pbxId of ["A", "B"])
    story.tell(14, "pbxChanged", { pbxId, state: "lost", why: "connection refused, tried again in 1 s" });
  story
    .tell(14, "faultRaised", { fault: "deaf", subject: "", words })
    .tell(9, "faultRaised", { fault: "journalDegraded", subject: "", words: "the disk is full: 12 entries wait" })
    .tell(9, "faultRaised", { fault: "microphoneMissing", subject: "", words: "the headset was unplugged" });
  return { story };
};

const pbxLost: Told = (site, now) => {
  const { story } = talkingStory(site, now);
  story
    .tell(14, "pbxChanged", { pbxId: "B", state: "lost", why: "connection refused, tried again in 1 s" })
    .tell(14, "faultRaised", { fault: "pbxUnreachable", subject: "B", words: "PBX B: connection refused." })
    .tell(90, "faultRaised", { fault: "certificateExpiring", subject: "A", words: "PBX A: 6 days left." });
  return { story };
};

/** Sound is gone, and with it every way to hear of a press but this screen. */
const soundGone: Told = (site, now) => {
  const story = started(site, now);
  story.press(8, "sos-214", { priority: "emergency" });
  story
    .tell(20, "mediaChanged", { up: false, microphone: null, talk: null, ring: null })
    .tell(20, "faultRaised", { fault: "mediaPageLost", subject: "", words: "It is being started again." });
  return { story };
};

/** Every fault that has a bar of its own, at once. */
const allFaults: Told = (site, now) => {
  const { story } = talkingStory(site, now);
  const faults: readonly [FaultKind, string, string][] = [
    ["deaf", "", "PBX A: connection refused. Tried again every second."],
    ["mediaPageLost", "", "It is being started again."],
    ["journalDegraded", "", "the disk is full: 12 entries wait"],
    ["ringSilent", "", "Desk speaker: its level stays at zero while it rings."],
    ["soundNotHeard", "", "At the sound test the ring was not heard."],
    ["microphoneMissing", "", "the headset was unplugged"],
    ["alarmsLost", "mqtt", "MQTT: the broker at 10.1.4.2 does not answer."],
    ["alarmsRefused", "webhook", "Requests to the webhook: 5 were not taken. The last one came from 10.1.4.7."],
    ["wayInUnproved", "A", "PBX A: nothing arrived within 10 s."],
    ["siteReloadRefused", "", "site.yaml, line 61: the number 118 is used twice."],
    ["internalError", "", "console command: TypeError"],
  ];
  faults.forEach(([fault, subject, words], i) => {
    story.tell(60 - i, "faultRaised", { fault, subject, words });
  });
  return { story };
};

const silenced: Told = (site, now) => {
  const story = started(site, now);
  story.press(18, "sos-214", { priority: "emergency" });
  return { story: story.tell(13, "soundSilenced", { forMs: 60_000 }, anna) };
};

const devices: Told = (site, now) => ({
  story: started(site, now),
  does: async (page) => {
    await page.locator(".status .pill.asButton").first().click();
    await page.locator(".popover").waitFor();
  },
});

/** One of two chosen devices was unplugged: it is named, and the other rings on. */
const ringDeviceGone: Told = (site, now) => {
  const words =
    "“Ceiling speaker” is not there: look after its plug and its power. The ring goes on by “Desk speaker”.";
  const story = started(site, now).tell(9, "faultRaised", { fault: "ringDeviceSilent", subject: "c", words });
  story.press(8, "hp-118");
  return { story };
};

/** The journal does not record, and says so by its own quiet sound. */
const faultHeard: Told = (site, now) => ({
  story: started(site, now).tell(40, "faultRaised", {
    fault: "journalDegraded",
    subject: "",
    words: "the disk is full: 12 entries wait",
  }),
});

const unlinked: Told = (site, now) => ({ ...talkingStory(site, now), host: "away" });
const connecting: Told = (site, now) => ({ story: started(site, now), host: "none" });
const help: Told = (site, now) => ({ story: started(site, now), view: { helpOpen: true } });

export const statusScenes: Readonly<Record<string, Told>> = {
  deaf,
  pbxLost,
  soundGone,
  allFaults,
  silenced,
  devices,
  ringDeviceGone,
  faultHeard,
  unlinked,
  connecting,
  help,
};
