/** The queue and the strip: quiet, full, flooded, and cards in each of their states. */
import type { Site } from "../../../shared/site/site.ts";
import { pointAt, type Scene, type Told } from "../scene.ts";
import { anna, type Story, stalledMs, started } from "../story.ts";
import { onAir } from "./reach.ts";

/** The moment of the design's picture: SOS waiting, a caller talking, one held, a door, a page on air. */
const mock: Told = (site, now) => {
  const story = started(site, now);
  const held = story.press(75, "hp-118");
  story.answer(70, held).tell(22, "callHeld", { callId: held.callId, returnMs: 30_000 }, anna);
  const live = story.press(138, "hp-031");
  story
    .answer(134, live)
    .step(110, live.eventId, 0)
    .step(90, live.eventId, 1, "Yes")
    .note(60, live.eventId, "Male, about 60, conscious, chest pain.");
  story.press(12, "sos-214", { priority: "emergency" });
  const sos = story.press(7, "sos-214", { priority: "emergency" });
  story.press(3, "door-5");
  onAir(story);
  return { story, view: { chosenZoneIds: ["tube-b"], selectedEventId: sos.eventId } };
};

const quiet: Told = (site, now) => {
  const story = started(site, now);
  const one = story.press(400, "hp-031");
  story.answer(396, one).end(300, one.callId).close(290, one.eventId, "helped");
  return { story };
};

/** Nothing has ever happened here. */
const neverAnEvent: Told = (site, now) => ({ story: started(site, now) });

const ringing: Told = (site, now) => {
  const story = started(site, now);
  story.press(4, "sos-214", { priority: "emergency" });
  return { story };
};

const ringingWhileTalking: Told = (site, now) => {
  const story = started(site, now);
  story.answer(40, story.press(44, "hp-031"));
  story.press(6, "sos-214", { priority: "emergency" });
  return { story };
};

const eight: Told = (site, now) => {
  const story = started(site, now);
  story.answer(300, story.press(304, "hp-031"));
  const seen = story.press(200, "door-2");
  story.abandon(190, seen.callId).acknowledge(150, seen.eventId);
  const gone = story.press(120, "ic-01");
  story.abandon(110, gone.callId);
  for (const [i, id] of ["hp-118", "hp-032", "door-5", "sos-305", "sos-214"].entries()) story.press(40 - 8 * i, id);
  return { story };
};

/** Late, returned, acknowledged and not yet on disk, answered at another desk. */
const late: Told = (site, now) => {
  const story = started(site, now);
  story.press(19, "sos-214", { priority: "emergency" });
  const gone = story.press(40, "hp-118");
  story.abandon(31, gone.callId);
  const elsewhere = story.press(70, "hp-031");
  story
    .tell(62, "callEnded", { callId: elsewhere.callId, reason: { kind: "answeredElsewhere" }, stalledMs })
    .tell(62, "eventAcknowledged", { eventId: elsewhere.eventId, how: "answeredElsewhere", stalledMs });
  const seen = story.press(90, "door-5");
  story.abandon(80, seen.callId).acknowledge(30, seen.eventId);
  return {
    story,
    later: { count: 1, written: false },
    does: async (page) => {
      await page.mouse.click(5, 5);
      await page.getByText("NOT YET RECORDED").waitFor();
    },
  };
};

/** Nothing moves under the pointer: what has come waits beside the cards. */
const newAbove: Told = (site, now) => {
  const story = started(site, now);
  for (const [i, id] of ["hp-118", "hp-032", "door-5"].entries()) story.press(40 - 8 * i, id);
  const before = story.entries.length;
  story.press(1, "sos-214", { priority: "emergency" });
  return {
    story,
    later: { count: story.entries.length - before, written: true },
    does: async (page) => {
      await pointAt(page, page.getByTestId("event-card").first());
      await page.getByTestId("new-cards").waitFor();
    },
    pointerStays: true,
  };
};

const autoAnswerAnnounced: Told = (site, now) => {
  const story = started(site, now);
  const { eventId, callId } = story.press(2, "hp-031");
  story.tell(0.5, "autoAnswerAnnounced", { eventId, callId, dueMs: 3_000 }, "rule:autoAnswer");
  return { story };
};

/** Listen-in: the microphone is open, and nobody has touched the desk. */
const autoAnswered: Told = (site, now) => {
  const story = started(site, now);
  const { eventId, callId } = story.press(9, "hp-031");
  story.tell(6, "answerRequested", { callId, eventId, dueMs: 5_000 }, "rule:autoAnswer");
  story.tell(5.8, "callEstablished", { callId }).tell(5.5, "callSoundChanged", { callId, in: true, out: true });
  return { story };
};

/** The link was lost and is back while it rang. */
const unsure: Told = (site, now) => {
  const story = started(site, now);
  story.press(20, "sos-214", { priority: "emergency" });
  story
    .tell(12, "pbxChanged", { pbxId: "A", state: "lost", why: "connection reset" })
    .tell(4, "pbxChanged", { pbxId: "A", state: "registered", why: "" });
  return { story };
};

const notAnswerable: Told = (site, now) => {
  const story = started(site, now);
  const { callId } = story.press(5, "hp-118");
  story.tell(4, "callNotTaken", { callId, why: "Call received, sound not available: call back" });
  return { story };
};

/** Without voice: lasting, repeated, over, and requests that were not taken. */
const alarm: Told = (site, now) => {
  const story = started(site, now);
  story.press(9, "door-5");
  const lasts = story.alarm(130, "hp-118", "Battery of the help point is low");
  story.tell(100, "eventAcknowledged", { eventId: lasts, how: "byHand", stalledMs: 600_000 }, anna);
  const smoke = story.alarm(21, "sos-214", "Smoke detector 3, cross passage 7", "mqtt");
  story.tell(14, "eventRepeated", { eventId: smoke, targetMs: 10_000, alarm: "mqtt" }, "alarm:mqtt");
  story.tell(14, "alarmRaised", { eventId: smoke, source: "mqtt", alarmId: "smoke-4", text: "Smoke detector 4" });
  story.tell(5, "alarmCleared", { eventId: smoke, source: "mqtt", alarmId: "a21", text: "" });
  story.tell(40, "faultRaised", {
    fault: "alarmsRefused",
    subject: "webhook",
    words:
      "Requests to the webhook: 5 were not taken in the last minutes. The last one: The signature does not match. It came from 10.1.4.7.",
  });
  return { story, view: { selectedEventId: smoke } };
};

/** Told by telephone, being called, busy, and one whose call is due in a moment. */
const ladder: Told = (site, now) => {
  const story = started(site, now);
  const rule = "rule:ladder";
  const rung = "supervisor" as const;
  const calls = { pbxId: "A", number: "7001", name: "Supervisor", noticeId: null, dueMs: 25_000, retryMs: 30_000 };
  const busy = { kind: "failed" as const, code: 486, text: "Busy Here" };
  const told = story.press(44, "sos-214", { priority: "emergency" }).eventId;
  const taken = story.press(70, "sos-201", { priority: "emergency" }).eventId;
  const late = story.press(52, "hp-118").eventId;
  const called = (callId: string, eventId: string) => ({
    ...calls,
    callId,
    rung,
    eventId,
    eventIds: [eventId],
    attempt: 1,
  });
  story
    .tell(40, "ladderRungReached", { eventId: taken, rung }, rule)
    .tell(40, "ladderCalled", called("l1", taken), rule)
    .tell(33, "ladderTelling", { callId: "l1", rung, eventId: taken, dueMs: 40_000 })
    .tell(24, "eventAcknowledged", { eventId: taken, how: "bySupervisor", stalledMs }, rule)
    .tell(20, "ladderCallEnded", { callId: "l1", rung, eventId: taken, result: { kind: "acknowledged" } }, rule)
    .tell(14, "ladderRungReached", { eventId: told, rung }, rule)
    .tell(7, "ladderRungReached", { eventId: late, rung }, rule)
    .tell(7, "ladderCalled", called("l2", late), rule)
    .tell(6, "ladderCallEnded", { callId: "l2", rung, eventId: late, result: busy })
    .tell(4, "ladderCalled", called("l3", told), rule)
    .tell(2, "ladderAlerting", { callId: "l3", rung, eventId: told });
  story.press(27, "sos-208", { priority: "emergency" });
  return { story, view: { selectedEventId: taken } };
};

function flood(site: Site, now: number, count: number): Scene {
  const story = started(site, now);
  const kinds = ["intercom", "helpPoint", "sosTerminal", "doorStation"];
  const stations = site.stations.filter((station) => kinds.includes(station.type));
  story.answer(90, story.press(95, "hp-031"));
  // All within half a minute: no supervisor has been called yet.
  for (let at = 0; at < count - 1; at++) {
    const station = stations[(at * 7) % stations.length];
    if (station && station.id !== "hp-031") story.press(28 - (at * 26) / count, station.id);
  }
  story.tell(25, "floodBegan", { events: 11, windowMs: 600_000 }, "rule:flood");
  return { story };
}

/** A call that was talked about and has ended, four seconds ago. */
function endedStory(site: Site, now: number): { story: Story; eventId: string } {
  const story = started(site, now);
  const one = story.press(140, "hp-031");
  story.answer(136, one).end(4, one.callId);
  return { story, eventId: one.eventId };
}

const ended: Told = (site, now) => {
  const { story, eventId } = endedStory(site, now);
  return { story, view: { outcomeEventId: eventId, selectedEventId: eventId } };
};

const closed: Told = (site, now) => {
  const { story, eventId } = endedStory(site, now);
  story.close(2, eventId, "helped", "Patrol took over").press(1, "door-5");
  return { story };
};

/** Nobody has answered for longer than the class allows: strip and cards are louder. */
const louder: Told = (site, now) => {
  const story = started(site, now);
  story.press(24, "sos-214", { priority: "emergency" });
  story.press(40, "hp-118");
  story.press(6, "hp-031");
  return { story };
};

export const queueScenes: Readonly<Record<string, Told>> = {
  louder,
  mock,
  quiet,
  neverAnEvent,
  ringing,
  ringingWhileTalking,
  eight,
  late,
  newAbove,
  autoAnswerAnnounced,
  autoAnswered,
  unsure,
  notAnswerable,
  alarm,
  ladder,
  flood: (site, now) => flood(site, now, 100),
  flood500: (site, now) => flood(site, now, 500),
  ended,
  closed,
};
