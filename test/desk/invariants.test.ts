import fc from "fast-check";
import { expect, test } from "vitest";
import { isAlarmActive } from "../../shared/alarm/alarm.ts";
import { planSound } from "../../shared/call/planSound.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import { reduce } from "../../shared/desk/reduce.ts";
import { type Desk, emptyDesk } from "../../shared/desk/state.ts";
import { noLocation } from "../../shared/place/location.ts";
import { type Drive, drive, climbing as site } from "./drive.ts";
import { holdsAndTakesBack } from "./holdPromises.ts";
import { createLadderModel } from "./ladderModel.ts";
import { audibleIffDue, oneEventOfAStation, onePressOneEvent, onlyLegalSteps } from "./promises.ts";

/** Histories a run; the long run sets HISTORIES. The seed is printed by fast-check when it fails, and can be given. */
const runs = Number(process.env["HISTORIES"] ?? 5_000);
const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);

type Step =
  | { do: "press"; number: string; asserted: boolean; readable: boolean }
  | { do: "talk"; number: string }
  | { do: "reach"; pick: number; callBack: boolean }
  | { do: "report"; what: number; pick: number; flag: boolean }
  | { do: "command"; what: number; pick: number; flag: boolean }
  | { do: "pass"; ms: number }
  | { do: "attend"; idle: boolean; attended: boolean }
  | { do: "restart"; kept: boolean; media: boolean; gapMs: number };

const soundReady = { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" };

/** Help points are answered by themselves at an idle desk. */
const answersItself = {
  ...site,
  classes: { ...site.classes, urgent: { ...site.classes.urgent, autoAnswer: true } },
};

const pick = fc.nat({ max: 30 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("press" as const),
      number: fc.constantFrom("101", "102", "301", "501", "999"),
      asserted: fc.boolean(),
      readable: fc.nat({ max: 9 }).map((n) => n > 0),
    }),
  },
  // What takes four or two inputs that fit one another: by chance alone few histories have somebody talking and somebody held.
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("talk" as const), number: fc.constantFrom("101", "102", "301") }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("reach" as const), pick, callBack: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("report" as const), what: fc.nat({ max: 999 }), pick, flag: fc.boolean() }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant("command" as const), what: fc.nat({ max: 999 }), pick, flag: fc.boolean() }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("pass" as const), ms: fc.constantFrom(100, 1_000, 11_000, 61_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("attend" as const),
      idle: fc.boolean(),
      attended: fc.constantFrom(true, true, false),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("restart" as const),
      kept: fc.boolean(),
      media: fc.boolean(),
      gapMs: fc.constantFrom(1_000, 1_000, 70_000, 400_000),
    }),
  },
);

const plan = (desk: Drive) => planSound(desk.desk, site, desk.now);
const anAlarm = ({ pick, flag }: { pick: number; flag: boolean }, kind: "raised" | "cleared") => ({
  source: flag ? ("webhook" as const) : ("mqtt" as const),
  kind,
  id: `alarm-${pick % 3}`,
  isNamed: pick % 2 === 0,
  text: "Smoke",
  stationId: pick % 2 === 0 ? "h1" : "h2",
  named: "",
  class: null,
  asserted: true,
  kept: pick % 5 === 0,
});

/** Gives the command, where the step is one. */
function take(desk: Drive, step: Step): Command | null {
  const ladderId = desk.desk.ladder.call?.id;
  const callIds = [
    ...(ladderId ? [ladderId] : []),
    ...Object.keys(desk.desk.calls),
    ...(desk.desk.page?.legs.map((leg) => leg.callId) ?? []),
    "never",
  ];
  const eventIds = [
    ...Object.keys(desk.desk.events),
    ...desk.desk.closed.slice(0, 2).map((event) => event.id),
    "never",
  ];
  switch (step.do) {
    case "press":
      desk.press(step.number, step.asserted ? {} : { assertedNumber: null }, { readable: step.readable });
      return null;
    case "talk":
      desk.talkTo(step.number);
      return null;
    case "reach": {
      const eventId = eventIds[step.pick % eventIds.length] ?? "never";
      desk.reach(step.callBack ? { type: "callBack", eventId } : { type: "call", number: "7002", eventId });
      return null;
    }
    case "pass":
      desk.pass(step.ms);
      return null;
    case "attend":
      desk.operator = { idle: step.idle, attended: step.attended };
      desk.report({ type: "attendanceChanged" });
      return null;
    case "restart":
      desk.now += step.gapMs;
      desk.report({ type: "hostStarted", version: "test", gapMs: step.gapMs, kept: step.kept ? callIds : [] });
      desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
      if (step.media) desk.report({ type: "media", status: soundReady });
      // What fell due while nobody ran is done at once.
      desk.pass(0);
      return null;
    case "report": {
      const callId = callIds[step.pick % callIds.length] ?? "never";
      const reason = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy" };
      const pageId = desk.desk.page?.id ?? "none";
      const reports = [
        { type: "callTaken", callId },
        { type: "callNotTaken", callId, why: "grammar" },
        { type: "callCancelled", callId, elsewhere: step.flag },
        { type: "callAlerting", callId },
        { type: "callEstablished", callId },
        { type: "callEstablished", callId },
        { type: "callEnded", callId, by: step.flag ? "far" : "us" },
        { type: "callFailed", callId, reason },
        { type: "talkEnded", pageId, reason: "released" },
        { type: "messageOver", callId, failed: step.flag ? "404" : null },
        { type: "pbx", pbxId: "A", state: step.flag ? "registered" : "lost", why: "" },
        { type: "mediaTook", has: step.flag ? callIds : [] },
        { type: "callHealed", callId },
        { type: "callNotHealed", callId, gone: step.flag, words: "no" },
        { type: "callSound", callId, in: step.flag, out: true },
        { type: "transferProgress", callId, code: step.flag ? 180 : 100 },
        { type: "transferred", callId },
        { type: "transferFailed", callId, code: 486, text: "Busy" },
        { type: "callLocated", callId, location: { ...noLocation, civic: step.flag ? ["Room 1"] : [] } },
        // The ladder's call rings for seconds only: aimed at.
        { type: "callEstablished", callId: ladderId ?? callId },
        { type: "digitHeard", callId: ladderId ?? callId, digit: step.flag ? "1" : "5" },
        { type: "messageOver", callId: ladderId ?? callId, failed: null },
        { type: "alarmSeen", alarm: anAlarm(step, "raised") },
        { type: "alarmSeen", alarm: { ...anAlarm(step, "raised"), stationId: null, named: "far" } },
        { type: "alarmSeen", alarm: anAlarm(step, "cleared") },
        {
          type: "doorAnswered",
          attemptId: desk.desk.doors["g1"]?.id ?? "none",
          stationId: "g1",
          opened: step.flag,
          said: "",
          state: "unknown",
        },
      ] as const;
      const report = reports[step.what % reports.length];
      if (report) desk.report(report);
      return null;
    }
    case "command": {
      const callId = callIds[step.pick % callIds.length] ?? "never";
      const eventId = eventIds[step.pick % eventIds.length] ?? "never";
      const commands: Command[] = [
        { type: "answer", eventId, holdEqual: step.flag },
        { type: "answer", eventId, holdEqual: true },
        { type: "hold", callId },
        { type: "resume", callId },
        { type: "mute", callId, muted: step.flag },
        { type: "end", callId },
        { type: "acknowledge", eventId },
        { type: "callBack", eventId },
        { type: "note", eventId, text: "note" },
        { type: "close", eventId, outcome: "helped", note: "n", override: "no time" },
        { type: "undoClose", eventId },
        { type: "call", number: step.flag ? "7002" : "101", eventId: step.pick % 2 === 0 ? null : eventId },
        { type: "startPage", zoneIds: step.flag ? ["tubeA"] : ["tubeB", "tubeA"], allCall: false, approvedBy: null },
        {
          type: "playMessage",
          messageId: "clear",
          zoneIds: step.flag ? ["tubeA"] : ["tubeA", "tubeB"],
          allCall: false,
          approvedBy: null,
        },
        { type: "stopPage", pageId: desk.desk.page?.id ?? "none" },
        { type: "silence" },
        { type: "transfer", callId, number: step.flag ? "7002" : "101" },
        { type: "addParty", callId, number: step.flag ? "7002" : "302" },
        { type: "addParty", callId, number: step.flag ? "101" : "302" },
        { type: "startCallOut", listId: "first", eventId: step.flag ? null : eventId },
        { type: "stopCallOut" },
        { type: "openDoor", callId },
        { type: "signHandover" },
        { type: "noteShift", text: "note" },
        { type: "signOut", approvedBy: step.flag ? "ben" : null },
        { type: "endSoundTest", heard: step.flag },
        { type: "vetoAutoAnswer" },
        { type: "startTraining", scenarioId: "one-sos" },
        { type: "endTraining" },
        {
          type: "shelve",
          of: step.flag ? { kind: "event", id: eventId } : { kind: "station", id: "h1" },
          reason: "stuck key",
          forMs: 900_000,
          approvedBy: null,
        },
        {
          type: "shelve",
          of: { kind: "area", id: "tubeA" },
          reason: "works",
          forMs: 900_000,
          approvedBy: step.flag ? "ben" : null,
        },
        { type: "takeOutOfService", stationId: step.flag ? "a1" : "h1", reason: "repair", forMs: 60_000 },
        { type: "endShelf", shelfId: Object.keys(desk.desk.shelves)[0] ?? "never" },
      ];
      const command = commands[step.what % commands.length];
      if (command) desk.command(command, step.pick === 30 ? "eve" : undefined);
      return command ?? null;
    }
  }
}

test(`over ${runs} random histories the promises of the desk hold (seed ${seed})`, () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 40 }), (steps) => {
      const desk = drive(answersItself);
      const ladder = createLadderModel();
      let replayed: Desk = emptyDesk;
      let seen = 0;
      for (const one of steps) {
        const before = desk.desk;
        const orders = desk.orders.length;
        const entries = desk.entries.length;
        const refusals = desk.refusals.length;
        const command = take(desk, one);
        const fresh = desk.entries.slice(entries);

        if (one.do === "press") onePressOneEvent(before, desk, fresh, one);
        oneEventOfAStation(desk.desk);
        // I3: no event goes without a journalled close by an operator with an outcome.
        for (const id of Object.keys(before.events)) {
          if (id in desk.desk.events) continue;
          const close = fresh.find((entry) => entry.kind === "eventClosed" && entry.data.eventId === id);
          expect(close?.by).toMatch(/^operator:(anna|ben)$/);
          expect(site.outcomes.map((outcome) => outcome.id)).toContain(
            close?.kind === "eventClosed" ? close.data.outcome : "",
          );
        }
        // I5: replay equals live, at every prefix.
        for (const entry of desk.entries.slice(seen)) {
          const before = replayed;
          ladder.take(entry, before);
          replayed = reduce(before, entry);
          onlyLegalSteps(before, replayed);
        }
        // I4: each rung once in a wait, in its time, while nobody has the event; one call of the ladder at a time.
        if (one.do === "pass" || one.do === "restart") ladder.look(desk.desk, desk.now);
        const told = Object.keys(plan(desk).legs).filter((id) => id.startsWith("ladder-"));
        expect(told).toEqual(desk.desk.ladder.call ? [desk.desk.ladder.call.id] : []);
        for (const id of told)
          expect(plan(desk).legs[id]).toMatchObject({ microphone: false, speaker: false, hears: [] });
        seen = desk.entries.length;
        expect(replayed).toEqual(desk.desk);
        const sound = plan(desk);
        audibleIffDue(desk, sound);
        // I11: the microphone reaches one call or the members of one conference, and none while a page is on the air.
        const pageLegs = desk.desk.page?.legs.map((leg) => leg.callId) ?? [];
        const open = Object.entries(sound.legs).filter(([id, leg]) => leg.microphone && !pageLegs.includes(id));
        if (sound.onAir) expect(open).toEqual([]);
        const reached = open.map(([id]) => desk.desk.calls[id]?.conference ?? id);
        expect(new Set(reached).size).toBeLessThanOrEqual(1);
        // Nobody hears a voice but in his own conference, and then both ways; a held call carries none.
        for (const [id, leg] of Object.entries(sound.legs)) {
          for (const other of leg.hears) {
            expect(desk.desk.calls[id]).toMatchObject({ state: "talking" });
            expect(desk.desk.calls[other]).toMatchObject({ state: "talking" });
            expect(desk.desk.calls[other]?.conference).toBe(desk.desk.calls[id]?.conference ?? "none");
            expect(sound.legs[other]?.hears).toContain(id);
          }
        }
        for (const call of Object.values(desk.desk.calls)) {
          if (call.state === "offered" || call.state === "held" || call.listenOnly)
            expect(sound.legs[call.id]?.microphone ?? false).toBe(false);
        }
        // I12: what leaves has its journalled cause in the same decision; a refusal sends nothing.
        for (const order of desk.orders.slice(orders)) {
          if (order.type === "transferCall") {
            const asked = fresh.find((entry) => entry.kind === "transferAsked" && entry.data.callId === order.callId);
            expect(asked?.by).toMatch(/^operator:/);
          }
          if (order.type === "openHttpDoor") {
            const asked = fresh.find(
              (entry) => entry.kind === "httpDoorAsked" && entry.data.attemptId === order.attemptId,
            );
            expect(asked?.by).toMatch(/^operator:/);
          }
          if (order.type !== "dialCall") continue;
          const cause = fresh.find(
            (entry) =>
              (entry.kind === "callDialled" && entry.data.callId === order.callId) ||
              (entry.kind === "pageRequested" && entry.data.legs.some((leg) => leg.callId === order.callId)),
          );
          const called = fresh.find((entry) => entry.kind === "ladderCalled" && entry.data.callId === order.callId);
          if (called)
            expect([called.by, order.number]).toEqual(["rule:ladder", expect.stringMatching(/^(7001|0555)$/)]);
          else expect(cause?.by).toMatch(/^operator:/);
        }
        // Nothing is answered but by an operator, or by itself: announced before, at an idle desk in sight of somebody.
        for (const order of desk.orders.slice(orders)) {
          if (order.type !== "answerCall") continue;
          const asked = fresh.find((entry) => entry.kind === "answerRequested" && entry.data.callId === order.callId);
          if (asked?.by !== "rule:autoAnswer") {
            expect(asked?.by).toMatch(/^operator:|^position$/);
            continue;
          }
          expect(desk.operator).toEqual({ idle: true, attended: true });
          // In a long step the first may fail and the next be announced in its turn.
          const announced = fresh.flatMap((e) => (e.kind === "autoAnswerAnnounced" ? [e.data.callId] : []));
          expect([before.autoAnswer?.callId, ...announced]).toContain(order.callId);
          expect(
            Object.values(before.calls).filter(
              (call) =>
                call.state !== "offered" &&
                !fresh.some((entry) => entry.kind === "callEnded" && entry.data.callId === call.id),
            ),
          ).toEqual([]);
        }
        // No window shows an exercise while something real needs its operator, or could not be heard.
        if (desk.desk.training) {
          for (const event of Object.values(desk.desk.events)) expect(event.class).not.toMatch(/lifeSafety|urgent/);
          expect(desk.desk.faults).not.toHaveProperty(["deaf:"]);
          expect(Object.values(desk.desk.calls).filter((call) => call.state !== "offered")).toEqual([]);
        }
        holdsAndTakesBack(before, desk.desk, fresh, command);
        // Where the site allows to answer unsigned, an answer is never refused for want of a sign-in.
        const unsigned = before.signedIn === null && one.do === "command" && one.pick !== 30;
        if (command?.type === "answer" && unsigned) expect(desk.refusals[refusals]?.code).not.toBe("notSignedIn");
        // Healing gives back and never more: no call has a microphone after it that it had not before.
        const takenBack = fresh.filter((entry) => entry.kind === "callHealed").map((entry) => entry.data.callId);
        for (const callId of takenBack) {
          const had = planSound(before, site, desk.now).legs[callId]?.microphone ?? false;
          expect(!(sound.legs[callId]?.microphone ?? false) || had || sound.onAir).toBe(true);
        }
        const isOneInput = one.do !== "talk" && one.do !== "reach";
        if (isOneInput && desk.refusals.length > refusals) expect(desk.orders.length).toBe(orders);
        // A list that runs has its call; one that is over makes none.
        const { callOut } = desk.desk;
        if (callOut) expect(callOut.over === null).toBe(callOut.calling !== null);
        if (callOut?.calling) expect(desk.desk.calls).toHaveProperty([callOut.calling.callId]);
        // An alarm lasts until it is told that it is over: its event is active all the while.
        for (const event of Object.values(desk.desk.events)) {
          if (isAlarmActive(event)) expect(event.condition).toBe("active");
        }
        // Bounded: every call belongs to an open event, which counts it, or is an outbound one that belongs to none.
        for (const call of Object.values(desk.desk.calls)) {
          if (call.direction === "in" || call.eventId !== null)
            expect(desk.desk.events[call.eventId ?? ""]?.callIds).toContain(call.id);
        }
      }
      // Liveness: with time and nothing else, orders settle and no call is stuck half way.
      desk.pass(120_000);
      expect(desk.desk.callOut === null || desk.desk.callOut.over !== null).toBe(true);
      for (const call of Object.values(desk.desk.calls)) expect(["offered", "talking", "held"]).toContain(call.state);
      // The ladder goes on for as long as somebody waits, but no call of it is stuck.
      if (desk.desk.ladder.call) expect(desk.desk.ladder.call.dueAt).toBeGreaterThan(desk.now);
      // A door that was asked has answered, or was given up.
      for (const door of Object.values(desk.desk.doors)) expect(door.outcome).not.toBe("asked");
      // A live page goes on until its key is let go; a message ends by itself.
      expect(desk.desk.page === null || (desk.desk.page.state === "open" && desk.desk.page.message === null)).toBe(
        true,
      );
    }),
    { numRuns: runs, seed, endOnFailure: false },
  );
}, 3_600_000);
