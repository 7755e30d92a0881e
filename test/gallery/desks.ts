/** The moments worth looking at: each a desk, and what the window shows of it. */

import type { ConsoleState } from "../../renderer/console/store.ts";
import type { View } from "../../renderer/console/view.ts";
import type { Desk } from "../../shared/desk/state.ts";
import type { Site } from "../../shared/site/site.ts";
import { callScenes } from "./callDesks.ts";
import { Story, started } from "./story.ts";
import { training, trainingChooser, trainingEnded, trainingResult } from "./trainingDesks.ts";

export interface Scene {
  desk: Desk;
  /** Where the scene needs another site than the demo. */
  site?: Site;
  store?: Partial<ConsoleState>;
  /** The desk is an exercise's. */
  training?: { runId: string; name: string };
  view?: Partial<View>;
  /** Accessible name of a tab or button that is pressed once the window is drawn. */
  opens?: string;
}

export type Told = (site: Site, now: number) => Scene;

/** The moment of the design's picture: SOS waiting, a caller talking, one held, a door, a page on air. */
function mock(site: Site, now: number): Scene {
  const story = started(site, now);
  const held = story.press(75, "hp-118");
  story.answer(70, held).tell(22, "callHeld", { callId: held.callId, returnMs: 30_000 }, "operator:anna");
  const live = story.press(138, "hp-031");
  story.answer(134, live);
  story.tell(110, "stepDone", { eventId: live.eventId, step: 0, answer: null, stalledMs: 60_000 }, "operator:anna");
  story.tell(90, "stepDone", { eventId: live.eventId, step: 1, answer: "Yes", stalledMs: 60_000 }, "operator:anna");
  story.tell(
    60,
    "eventNoted",
    { eventId: live.eventId, text: "Male, about 60, conscious, chest pain.", stalledMs: 60_000 },
    "operator:anna",
  );
  story.press(12, "sos-214", { priority: "emergency" });
  const sos = story.press(7, "sos-214", { priority: "emergency" });
  story.press(3, "door-5");
  onAir(story);
  return { desk: story.desk, view: { chosenZoneIds: ["tube-b"], selectedEventId: sos.eventId } };
}

function onAir(story: Story): void {
  const members = story.site.zones.find((zone) => zone.id === "tube-b")?.stationIds ?? [];
  const leg = { zoneId: "tube-b", callId: "p1", pbxId: "A", number: "6802", reportsMembers: true };
  story
    .tell(
      10,
      "pageRequested",
      { pageId: "page", legs: [leg], allCall: false, approvedBy: null, dueMs: 5000 },
      "operator:anna",
    )
    .tell(9, "pageLegOpened", { pageId: "page", callId: "p1" })
    .tell(8, "pageMembersReported", {
      pageId: "page",
      callId: "p1",
      members: members.map((id) => ({ number: id, stationId: id, status: "joined" as const })),
    });
}

function flood(site: Site, now: number, count: number): Scene {
  const story = started(site, now);
  const kinds = ["intercom", "helpPoint", "sosTerminal", "doorStation"];
  const stations = site.stations.filter((station) => kinds.includes(station.type));
  const busy = story.press(95, "hp-031");
  story.answer(90, busy);
  for (let at = 0; at < count - 1; at++) {
    const station = stations[(at * 7) % stations.length];
    if (station && station.id !== "hp-031") story.press(60 - at * 0.4, station.id);
  }
  story.tell(count * 0.3, "floodBegan", { events: 11, windowMs: 600_000 }, "rule:flood");
  return { desk: story.desk };
}

/** A shelved station that goes on pressing, an event on a shelf, and an SOS from a station out of service. */
function shelved(site: Site, now: number): Story {
  const story = started(site, now);
  const minutes = (count: number) => count * 60_000;
  const none = { eventId: null, stationId: null, areaId: null, approvedBy: null };
  const out = { ...none, as: "outOfService" as const, reason: "Handset torn off, work order 4711" };
  story.tell(
    900,
    "shelved",
    { ...out, shelfId: "s1", stationId: "sos-214", stationIds: ["sos-214"], name: "SOS 214", forMs: minutes(60 * 26) },
    "operator:carla",
  );
  story.tell(
    870,
    "shelved",
    { ...out, shelfId: "s4", stationId: "hp-119", stationIds: ["hp-119"], name: "Help point 119", forMs: minutes(400) },
    "operator:carla",
  );
  const off = { ...none, as: "shelved" as const };
  story.tell(
    620,
    "shelved",
    {
      ...off,
      shelfId: "s2",
      stationId: "door-5",
      stationIds: ["door-5"],
      name: "Door 5",
      reason: "Key stuck, technician called",
      forMs: minutes(60),
    },
    "operator:anna",
  );
  for (const ago of [300, 290, 41, 32, 30, 24, 18, 9]) story.press(ago, "door-5");
  const one = story.press(200, "hp-118");
  story.tell(190, "callEnded", { callId: one.callId, reason: { kind: "abandoned" }, stalledMs: 60_000 });
  story.tell(
    180,
    "shelved",
    {
      ...off,
      shelfId: "s3",
      eventId: one.eventId,
      stationIds: [],
      name: "Help point 118",
      reason: "Patrol is on the way",
      forMs: minutes(15),
    },
    "operator:anna",
  );
  story.press(26, "hp-031");
  story.press(6, "sos-214", { priority: "emergency" });
  return story;
}

const quiet: Told = (site, now) => {
  const story = started(site, now);
  const one = story.press(400, "hp-031");
  story.answer(396, one).end(300, one.callId);
  story.tell(290, "eventClosed", { eventId: one.eventId, outcome: "helped", note: "" }, "operator:anna");
  return { desk: story.desk };
};

const patrol = { number: "7002", name: "Patrol" };

const ended: Told = (site, now) => {
  const story = started(site, now);
  const one = story.press(140, "hp-031");
  story.answer(136, one).end(4, one.callId);
  return { desk: story.desk, view: { outcomeEventId: one.eventId, selectedEventId: one.eventId } };
};

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
    desk: story.desk,
    view: { selectedEventId: truck.eventId, mapId: "region", shown: { stationId: `~${truck.eventId}`, tick: 1 } },
  };
};

/** A station whose call says that it is elsewhere. */
const contradicted: Told = (site, now) => {
  const story = started(site, now);
  const away = story.press(7, "sos-305");
  story.locate(7, away, { method: "GPS", point: { latitude: 46.8655, longitude: 11.145 }, radiusM: 120 });
  return { desk: story.desk, view: { selectedEventId: away.eventId } };
};

const autoAnswerAnnounced: Told = (site, now) => {
  const story = started(site, now);
  const { eventId, callId } = story.press(2, "hp-031");
  story.tell(0.5, "autoAnswerAnnounced", { eventId, callId, dueMs: 3_000 }, "rule:autoAnswer");
  return { desk: story.desk };
};

const autoAnswered: Told = (site, now) => {
  const story = started(site, now);
  const { eventId, callId } = story.press(9, "hp-031");
  story.tell(6, "answerRequested", { callId, eventId, dueMs: 5_000 }, "rule:autoAnswer");
  story.tell(5.8, "callEstablished", { callId }).tell(5.5, "callSoundChanged", { callId, in: true, out: true });
  return { desk: story.desk };
};

export const scenes: Readonly<Record<string, Told>> = {
  mock,
  quiet,
  located,
  contradicted,
  autoAnswerAnnounced,
  autoAnswered,
  ringing: (site, now) => {
    const story = started(site, now);
    story.press(4, "sos-214", { priority: "emergency" });
    return { desk: story.desk };
  },
  late: (site, now) => {
    const story = started(site, now);
    story.press(19, "sos-214", { priority: "emergency" });
    const gone = story.press(40, "hp-118");
    story.tell(31, "callEnded", { callId: gone.callId, reason: { kind: "abandoned" }, stalledMs: 60_000 });
    const seen = story.press(90, "door-5");
    story
      .tell(80, "callEnded", { callId: seen.callId, reason: { kind: "abandoned" }, stalledMs: 60_000 })
      .tell(30, "eventAcknowledged", { eventId: seen.eventId, how: "byHand", stalledMs: 60_000 }, "operator:anna");
    const elsewhere = story.press(70, "hp-031");
    story
      .tell(62, "callEnded", { callId: elsewhere.callId, reason: { kind: "answeredElsewhere" }, stalledMs: 60_000 })
      .tell(62, "eventAcknowledged", { eventId: elsewhere.eventId, how: "answeredElsewhere", stalledMs: 60_000 });
    return { desk: story.desk, store: { unrecorded: { [seen.eventId]: 999 }, recordedSeq: 3 } };
  },
  talking: (site, now) => {
    const story = started(site, now);
    const sos = story.press(30, "sos-214", { priority: "emergency" });
    story.answer(26, sos);
    return { desk: story.desk };
  },
  outbound: (site, now) => {
    const story = started(site, now);
    story
      .tell(
        5,
        "callDialled",
        {
          callId: "o1",
          pbxId: "A",
          number: "7002",
          name: "Patrol",
          stationId: null,
          eventId: null,
          purpose: "call",
          dueMs: 60_000,
        },
        "operator:anna",
      )
      .tell(4, "callAlerting", { callId: "o1" });
    return { desk: story.desk };
  },
  picker: (site, now) => {
    const story = started(site, now);
    const live = story.press(138, "hp-031");
    story.answer(134, live);
    return { desk: story.desk, view: { picker: { does: "transfer", callId: live.callId } } };
  },
  transfer: (site, now) => {
    const story = started(site, now);
    const live = story.press(138, "hp-031");
    story.answer(134, live);
    story
      .tell(7, "transferAsked", { callId: live.callId, ...patrol, dueMs: 20_000 }, "operator:anna")
      .tell(6, "transferProgressed", { callId: live.callId, code: 180, dueMs: 60_000 });
    return { desk: story.desk };
  },
  transferFailed: (site, now) => {
    const story = started(site, now);
    const live = story.press(138, "hp-031");
    story.answer(134, live);
    const why = { code: 486, text: "Busy Here", resumes: true, returnMs: 0 };
    story
      .tell(7, "transferAsked", { callId: live.callId, ...patrol, dueMs: 20_000 }, "operator:anna")
      .tell(5, "transferFailed", { callId: live.callId, ...why });
    return { desk: story.desk };
  },
  conference: (site, now) => {
    const story = started(site, now);
    const live = story.press(138, "sos-214", { priority: "emergency" });
    story.answer(134, live);
    const party = { pbxId: "A", stationId: null, eventId: live.eventId, purpose: "party" as const, dueMs: 60_000 };
    const conference = live.callId;
    const ambulance = { number: "7012", name: "Ambulance control" };
    story
      .tell(60, "callDialled", { ...party, ...patrol, callId: "o1", conference }, "operator:anna")
      .tell(52, "callEstablished", { callId: "o1" })
      .tell(52, "callSoundChanged", { callId: "o1", in: true, out: true })
      .tell(9, "callDialled", { ...party, ...ambulance, callId: "o2", conference }, "operator:anna")
      .tell(8, "callAlerting", { callId: "o2" })
      .tell(
        20,
        "callDialled",
        { ...party, number: "7001", name: "Supervisor", callId: "o3", conference },
        "operator:anna",
      )
      .tell(4, "callEnded", {
        callId: "o3",
        reason: { kind: "refusedByFarEnd", code: 486, text: "Busy Here" },
        stalledMs: 60_000,
      });
    return { desk: story.desk };
  },
  ladder: (site, now) => {
    const story = started(site, now);
    const rule = "rule:ladder";
    const rung = "supervisor" as const;
    const calls = { pbxId: "A", number: "7001", name: "Supervisor", noticeId: null, dueMs: 25_000, retryMs: 30_000 };
    const busy = { kind: "failed" as const, code: 486, text: "Busy Here" };
    const told = story.press(44, "sos-214", { priority: "emergency" });
    const taken = story.press(70, "sos-201", { priority: "emergency" });
    const late = story.press(52, "hp-118");
    story
      .tell(40, "ladderRungReached", { eventId: taken.eventId, rung }, rule)
      .tell(
        40,
        "ladderCalled",
        { ...calls, callId: "l1", rung, eventId: taken.eventId, eventIds: [taken.eventId], attempt: 1 },
        rule,
      )
      .tell(33, "ladderTelling", { callId: "l1", rung, eventId: taken.eventId, dueMs: 40_000 })
      .tell(24, "eventAcknowledged", { eventId: taken.eventId, how: "bySupervisor", stalledMs: 60_000 }, rule)
      .tell(
        20,
        "ladderCallEnded",
        { callId: "l1", rung, eventId: taken.eventId, result: { kind: "acknowledged" } },
        rule,
      )
      .tell(14, "ladderRungReached", { eventId: told.eventId, rung }, rule)
      .tell(7, "ladderRungReached", { eventId: late.eventId, rung }, rule)
      .tell(
        7,
        "ladderCalled",
        { ...calls, callId: "l2", rung, eventId: late.eventId, eventIds: [late.eventId], attempt: 1 },
        rule,
      )
      .tell(6, "ladderCallEnded", { callId: "l2", rung, eventId: late.eventId, result: busy })
      .tell(
        4,
        "ladderCalled",
        { ...calls, callId: "l3", rung, eventId: told.eventId, eventIds: [told.eventId], attempt: 1 },
        rule,
      )
      .tell(2, "ladderAlerting", { callId: "l3", rung, eventId: told.eventId });
    story.press(18, "sos-208", { priority: "emergency" });
    return { desk: story.desk, view: { selectedEventId: taken.eventId } };
  },
  alarm: (site, now) => {
    const story = started(site, now);
    story.press(9, "door-5");
    const lasts = story.alarm(130, "hp-118", "Battery of the help point is low");
    story.tell(100, "eventAcknowledged", { eventId: lasts, how: "byHand", stalledMs: 600_000 }, "operator:anna");
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
    return { desk: story.desk, view: { selectedEventId: smoke } };
  },
  /** A door by HTTP that was opened, a camera that cannot be reached, pads with what the role may not. */
  devices: (site, now) => {
    const devices = {
      httpDoor: { words: "Service gate north", readsState: true },
      camera: { stream: "rtsp://video.plant.example/door-5" },
    };
    const stations = site.stations.map((one) => {
      const { door: _digits, ...rest } = one;
      return one.id === "door-5" ? { ...rest, ...devices } : one;
    });
    const procedures = site.procedures.map((one) =>
      one.id === "medical"
        ? { ...one, classes: ["assistance" as const, ...one.classes] }
        : { ...one, classes: one.classes.filter((name) => name !== "assistance") },
    );
    const own = { ...site, stations, procedures };
    const story = started(own, now);
    const one = story.press(60, "door-5");
    story.tell(40, "callEnded", { callId: one.callId, reason: { kind: "abandoned" }, stalledMs: 60_000 });
    story.tell(30, "eventAcknowledged", { eventId: one.eventId, how: "byHand", stalledMs: 60_000 }, "operator:anna");
    const { eventId } = one;
    const words = "camera unreachable: no answer within 2 s";
    story.tell(58, "pictureMissed", { eventId, stationId: "door-5", words });
    const door = { attemptId: "d1", stationId: "door-5", eventId, words: "Service gate north" };
    story.tell(12, "httpDoorAsked", { ...door, dueMs: 8_000 }, "operator:anna");
    story.tell(11, "httpDoorAnswered", { ...door, opened: true, said: "", state: "open" });
    return { desk: story.desk, site: own, view: { selectedEventId: eventId } };
  },
  ended,
  closed: (site, now) => {
    const { desk } = ended(site, now);
    const story = started(site, now);
    story.desk = desk;
    const [eventId = ""] = Object.keys(desk.events);
    story.tell(2, "eventClosed", { eventId, outcome: "helped", note: "Patrol took over" }, "operator:anna");
    story.press(1, "door-5");
    return { desk: story.desk, view: { outcomeEventId: null } };
  },
  deaf: (site, now) => {
    const story = started(site, now);
    const live = story.press(50, "hp-031");
    story.answer(46, live);
    story
      .tell(14, "pbxChanged", { pbxId: "A", state: "lost", why: "connection refused, tried again in 1 s" })
      .tell(14, "faultRaised", {
        fault: "deaf",
        subject: "",
        words: "PBX A: connection refused. Tried again every second.",
      })
      .tell(9, "faultRaised", { fault: "journalDegraded", subject: "", words: "the disk is full: 12 entries wait" })
      .tell(9, "faultRaised", { fault: "microphoneMissing", subject: "", words: "the headset was unplugged" });
    return { desk: story.desk };
  },
  unlinked: (site, now) => ({ ...mock(site, now), store: { linked: false } }),
  signIn: (site, now) => {
    const story = new Story(site, now).ready();
    story.press(6, "sos-214", { priority: "emergency" });
    return { desk: story.desk };
  },
  handover: (site, now) => {
    const story = started(site, now);
    story.press(75, "sos-214", { priority: "emergency" });
    const live = story.press(300, "hp-031");
    story.answer(296, live).end(200, live.callId);
    story
      .tell(500, "faultRaised", { fault: "certificateExpiring", subject: "A", words: "PBX A: 6 days left." })
      .tell(90, "shiftNoted", { noteId: "n1", text: "Barrier 3 sticks, maintenance comes at 15:00." }, "operator:anna")
      .tell(60, "soundTestStarted", { playMs: 2_000, dueMs: 120_000 }, "rule:signIn")
      .tell(30, "handoverSigned", { eventIds: Object.keys(story.desk.events) }, "operator:anna");
    return { desk: story.desk, view: { handoverOpen: true } };
  },
  training,
  trainingChooser,
  trainingResult,
  trainingEnded,
  shelved: (site, now) => {
    const story = shelved(site, now);
    const chosen = Object.values(story.desk.events).find((event) => event.stationId === "hp-118");
    return { desk: story.desk, view: { selectedEventId: chosen?.id ?? null } };
  },
  shelvedList: (site, now) => ({ desk: shelved(site, now).desk, view: { centre: "shelved", follow: false } }),
  flood: (site, now) => flood(site, now, 100),
  flood500: (site, now) => flood(site, now, 500),
  page: (site, now) => {
    const story = started(site, now);
    const live = story.press(40, "hp-031");
    story.answer(36, live);
    onAir(story);
    return { desk: story.desk, view: { chosenZoneIds: ["tube-b"] } };
  },
  ...callScenes,
};
