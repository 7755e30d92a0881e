/** Who is at the desk: signing in, what passes from one shift to the next, the sound test. */
import type { Page } from "@playwright/test";
import type { Site } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { anna, Story, started } from "../story.ts";
import { shelvedStory } from "./shelves.ts";

/** Nobody is signed in, and an SOS waits all the same. */
function unsigned(site: Site, now: number): Story {
  const story = new Story(site, now).ready();
  story.press(6, "sos-214", { priority: "emergency" });
  return story;
}

const wrongPin = "0000";

async function choose(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Anna Berger" }).click();
  await page.getByLabel("PIN of Anna Berger").waitFor();
}

async function tryWrongPin(page: Page, says: string): Promise<void> {
  await page.getByLabel("PIN of Anna Berger").fill(wrongPin);
  await page.keyboard.press("Enter");
  await page.getByText(says).last().waitFor();
}

const signIn: Told = (site, now) => ({ story: unsigned(site, now) });

/** The demo, started for the first time: an empty journal, one click. */
const signInDemo: Told = (site, now) => ({ story: new Story({ ...site, demo: true }, now).ready() });

const signInPin: Told = (site, now) => ({ story: unsigned(site, now), does: choose });

const signInWrong: Told = (site, now) => ({
  story: unsigned(site, now),
  does: async (page) => {
    await choose(page);
    await tryWrongPin(page, "Wrong PIN. Try again.");
  },
});

/** After some wrong PINs the next one is not looked at for a while. */
const signInDelayed: Told = (site, now) => ({
  story: unsigned(site, now),
  does: async (page) => {
    await choose(page);
    for (const says of ["Wrong PIN. Try again.", "Wrong PIN. Try again in 1 s.", "Too many wrong PINs."])
      await tryWrongPin(page, says);
  },
});

const signInChecking: Told = (site, now) => ({
  story: unsigned(site, now),
  host: "slow",
  does: async (page) => {
    await choose(page);
    await tryWrongPin(page, "Checking…");
  },
});

const signInLater: Told = (site, now) => ({ story: unsigned(site, now), view: { signInOpen: false } });

const signInAway: Told = (site, now) => ({ story: unsigned(site, now), host: "away" });

/** Every section of the sheet has something, and it is not signed yet. */
const handover: Told = (site, now) => {
  const story = shelvedStory(site, now);
  const live = story.press(300, "hp-042");
  story.answer(296, live).end(200, live.callId);
  callInVain(story, 2_000, "hp-118");
  const mute = story.press(900, "sos-131", { priority: "emergency" });
  story.answer(890, mute).end(870, mute.callId);
  story
    .tell(500, "faultRaised", { fault: "certificateExpiring", subject: "A", words: "PBX A: 6 days left." })
    .tell(400, "pbxChanged", { pbxId: "B", state: "lost", why: "connection refused" })
    .tell(400, "faultRaised", { fault: "pbxUnreachable", subject: "B", words: "PBX B: connection refused." })
    .tell(90, "shiftNoted", { noteId: "n1", text: "Barrier 3 sticks, maintenance comes at 15:00." }, anna)
    .tell(
      80,
      "shiftNoted",
      {
        noteId: "n2",
        text: "Road works at the south approach until Friday: more calls from SOS 131 and 132 than usual.",
      },
      anna,
    );
  return { story, view: { handoverOpen: true } };
};

/** The station is called and not reached. */
function callInVain(story: Story, ago: number, stationId: string): void {
  const station = story.site.stations.find(({ id }) => id === stationId);
  const callId = `out-${ago}`;
  const who = { number: station?.number ?? "", name: station?.name ?? "", stationId };
  story
    .tell(ago, "callDialled", { callId, pbxId: "A", ...who, eventId: null, purpose: "call", dueMs: 60_000 }, anna)
    .tell(ago - 1, "callEnded", { callId, reason: { kind: "refusedByFarEnd", code: 480, text: "" }, stalledMs: 0 });
}

function signedStory(site: Site, now: number): Story {
  const story = started(site, now);
  story.press(75, "sos-214", { priority: "emergency" });
  return story
    .tell(90, "shiftNoted", { noteId: "n1", text: "Barrier 3 sticks, maintenance comes at 15:00." }, anna)
    .tell(30, "handoverSigned", { eventIds: Object.keys(story.desk.events) }, anna);
}

const handoverSigned: Told = (site, now) => ({ story: signedStory(site, now), view: { handoverOpen: true } });

const handoverWrong: Told = (site, now) => ({
  story: signedStory(site, now),
  view: { handoverOpen: true },
  does: async (page) => {
    await page.getByLabel("Who comes", { exact: true }).selectOption("jonas");
    await page.getByLabel("PIN of who comes").fill(wrongPin);
    await page.getByRole("button", { name: "Sign and take over" }).click();
    await page.getByText("Wrong PIN. Try again.").waitFor();
  },
});

const handoverNothing: Told = (site, now) => ({ story: started(site, now), view: { handoverOpen: true } });

const operator: Told = (site, now) => ({
  story: started(site, now),
  does: async (page) => {
    await page.getByTitle("Anna Berger is signed in").click();
    await page.getByRole("button", { name: "Hand over…" }).last().waitFor();
  },
});

/** Over an open urgent event a supervisor has to agree. */
const leaving: Told = (site, now) => {
  const story = started(site, now);
  const { callId, eventId } = story.press(60, "hp-118");
  story.abandon(50, callId).acknowledge(40, eventId);
  return {
    story,
    does: async (page) => {
      await page.getByTitle("Anna Berger is signed in").click();
      await page.getByRole("button", { name: "Sign Anna Berger out" }).click();
      await page.getByLabel("Second operator", { exact: true }).waitFor();
    },
  };
};

const soundTest: Told = (site, now) => ({
  story: started(site, now).tell(4, "soundTestStarted", { playMs: 2_000, dueMs: 120_000 }, "rule:signIn"),
});

const soundNotHeard: Told = (site, now) => {
  const words = "At the sound test the ring was not heard. Check the ring device, its loudspeaker and its volume.";
  const story = started(site, now)
    .tell(40, "soundTestStarted", { playMs: 2_000, dueMs: 120_000 }, "rule:signIn")
    .tell(20, "soundTestEnded", { result: "notHeard", dueMs: 43_200_000 }, anna)
    .tell(20, "faultRaised", { fault: "soundNotHeard", subject: "", words }, anna);
  return { story };
};

export const shiftScenes: Readonly<Record<string, Told>> = {
  signIn,
  signInDemo,
  signInPin,
  signInWrong,
  signInDelayed,
  signInChecking,
  signInLater,
  signInAway,
  handover,
  handoverSigned,
  handoverWrong,
  handoverNothing,
  operator,
  leaving,
  soundTest,
  soundNotHeard,
};
