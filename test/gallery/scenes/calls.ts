/** The live call in each of its states. */
import type { Site } from "../../../shared/site/site.ts";
import type { Told } from "../scene.ts";
import { anna, type Story, stalledMs, started } from "../story.ts";

/** A help point that talks, with sound both ways. */
export function talkingStory(site: Site, now: number): { story: Story; eventId: string; callId: string } {
  const story = started(site, now);
  const live = story.press(138, "hp-031");
  story.answer(134, live);
  return { story, ...live };
}

const patrol = { number: "7002", name: "Patrol" };
const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy Here" };
const call = { pbxId: "A", stationId: null, eventId: null, purpose: "call" as const, dueMs: 60_000 };

const answering: Told = (site, now) => {
  const story = started(site, now);
  const { callId, eventId } = story.press(4, "sos-214", { priority: "emergency" });
  story.tell(0.4, "answerRequested", { callId, eventId, dueMs: 5_000 }, anna);
  return { story };
};

const talking: Told = (site, now) => {
  const story = started(site, now);
  story.answer(26, story.press(30, "sos-214", { priority: "emergency" }));
  return { story };
};

const muted: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  return { story: story.tell(9, "callMuted", { callId, muted: true }, anna) };
};

const held: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  return { story: story.tell(11, "callHeld", { callId, returnMs: 30_000 }, anna) };
};

const heldAgain: Told = (site, now) => {
  const { story, callId, eventId } = talkingStory(site, now);
  story
    .tell(40, "callHeld", { callId, returnMs: 30_000 }, anna)
    .tell(10, "eventSoundedAgain", { eventId, because: "holdReturn", callId, targetMs: 15_000 });
  return { story };
};

const silentCaller: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  return { story: story.tell(6, "callSilent", { callId, silent: true }) };
};

/** The card asks for him again, and he is held once more. */
const heldOnceMore: Told = (site, now) => ({
  ...heldAgain(site, now),
  does: async (page) => {
    await page.getByRole("button", { name: /^Hold .* again$/ }).click();
    await page.getByText(/asks again in/).waitFor();
  },
});

const noSound: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  story
    .tell(9, "callSoundChanged", { callId, in: false, out: true })
    .tell(7, "callHealing", { callId, because: "noSound", dueMs: 5_000 })
    .tell(6, "callHealed", { callId });
  return { story };
};

const healing: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  story
    .tell(4, "faultRaised", { fault: "mediaPageLost", subject: "", words: "It is being started again." })
    .tell(3, "callHealing", { callId, because: "mediaPage", dueMs: null });
  return { story };
};

const callerBack: Told = (site, now) => {
  const { story, callId, eventId } = talkingStory(site, now);
  story
    .tell(8, "callHealing", { callId, because: "hostRestarted", dueMs: null })
    .tell(6, "callHealed", { callId })
    .tell(6, "callSoundChanged", { callId, in: true, out: true })
    .tell(6, "eventSoundedAgain", { eventId, because: "callerBack", callId, targetMs: 15_000 });
  return { story };
};

const callLost: Told = (site, now) => {
  const { story, callId, eventId } = talkingStory(site, now);
  story
    .tell(20, "callEnded", { callId, reason: { kind: "lost" }, stalledMs })
    .tell(20, "eventSoundedAgain", { eventId, because: "callLost", callId: null, targetMs: 15_000 });
  return { story };
};

/** A far end that does not take the digits. */
const callKeypad: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  story
    .tell(6, "digitsSent", { callId, digits: "1*" }, anna)
    .tell(5, "digitsRefused", { callId, digits: "*", why: "Unsupported Media Type" });
  return {
    story,
    does: async (page) => {
      await page.getByRole("button", { name: "Keypad for Help point 031" }).click();
      await page.getByRole("button", { name: "Send 5" }).waitFor();
    },
  };
};

const endAsked: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  return { story: story.tell(0.5, "endRequested", { callId }, anna) };
};

const outbound: Told = (site, now) => {
  const story = started(site, now);
  story.tell(5, "callDialled", { ...call, ...patrol, callId: "o1" }, anna).tell(4, "callAlerting", { callId: "o1" });
  return { story };
};

/** A call-back that nobody answered, to an event whose caller hung up. */
const notReached: Told = (site, now) => {
  const story = started(site, now);
  const gone = story.press(60, "hp-118");
  story
    .abandon(44, gone.callId)
    .tell(30, "callDialled", {
      ...call,
      callId: "b1",
      number: "6118",
      name: "Help point 118",
      stationId: "hp-118",
      eventId: gone.eventId,
      purpose: "callBack",
    })
    .tell(4, "callEnded", { callId: "b1", reason: { kind: "refusedByFarEnd", code: 408, text: "" }, stalledMs });
  return { story, view: { selectedEventId: gone.eventId } };
};

const picker: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  return { story, view: { picker: { does: "transfer", callId } } };
};

const transfer: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  story
    .tell(7, "transferAsked", { callId, ...patrol, dueMs: 20_000 }, anna)
    .tell(6, "transferProgressed", { callId, code: 180, dueMs: 60_000 });
  return { story };
};

const transferFailed: Told = (site, now) => {
  const { story, callId } = talkingStory(site, now);
  story
    .tell(7, "transferAsked", { callId, ...patrol, dueMs: 20_000 }, anna)
    .tell(5, "transferFailed", { callId, code: 486, text: "Busy Here", resumes: true, returnMs: 0 });
  return { story };
};

/** It was passed on: the event is left, and its outcome is due. */
const transferred: Told = (site, now) => {
  const { story, callId, eventId } = talkingStory(site, now);
  story
    .tell(12, "transferAsked", { callId, ...patrol, dueMs: 20_000 }, anna)
    .tell(4, "callTransferred", { callId })
    .tell(3, "callEnded", { callId, reason: { kind: "transferred" }, stalledMs });
  return { story, view: { selectedEventId: eventId, outcomeEventId: eventId } };
};

const conference: Told = (site, now) => {
  const story = started(site, now);
  const live = story.press(138, "sos-214", { priority: "emergency" });
  story.answer(134, live);
  const conference = live.callId;
  const party = { ...call, eventId: live.eventId, purpose: "party" as const, conference };
  story
    .tell(60, "callDialled", { ...party, ...patrol, callId: "o1" }, anna)
    .tell(52, "callEstablished", { callId: "o1" })
    .tell(52, "callSoundChanged", { callId: "o1", in: true, out: true })
    .tell(9, "callDialled", { ...party, number: "7012", name: "Ambulance control", callId: "o2" }, anna)
    .tell(8, "callAlerting", { callId: "o2" })
    .tell(20, "callDialled", { ...party, number: "7001", name: "Supervisor", callId: "o3" }, anna)
    .tell(4, "callEnded", { callId: "o3", reason: busy, stalledMs });
  return { story };
};

export const callScenes: Readonly<Record<string, Told>> = {
  answering,
  talking,
  muted,
  held,
  heldAgain,
  heldOnceMore,
  silentCaller,
  noSound,
  healing,
  callerBack,
  callLost,
  callKeypad,
  endAsked,
  outbound,
  notReached,
  picker,
  transfer,
  transferFailed,
  transferred,
  conference,
};
