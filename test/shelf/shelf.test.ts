/** Shelved and out of service: what is silent, what never is, and how each ends. On the real decide and reduce. */
import { describe, expect, test } from "vitest";
import { queueOf } from "../../renderer/console/queue/order.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { nextDueAt } from "../../shared/desk/decideTick.ts";
import type { Command } from "../../shared/desk/inputs.ts";
import { isQuiet, type ShelfTarget } from "../../shared/shelf/shelf.ts";
import { climbing, type Drive, drive, site } from "../desk/drive.ts";

const minute = 60_000;
const hour = 60 * minute;
const shelve = (of: ShelfTarget, extra: Partial<Extract<Command, { type: "shelve" }>> = {}) =>
  ({ type: "shelve", of, reason: "stuck key", forMs: 15 * minute, approvedBy: null, ...extra }) as const;
const station = (id: string): ShelfTarget => ({ kind: "station", id });
const outOfService = (stationId: string, forMs = hour) =>
  ({ type: "takeOutOfService", stationId, reason: "handset torn off", forMs }) as const;
/** The sound test of a sign-in plays where nothing rings: that is silence here. */
const ring = (desk: Drive) => {
  const { ring } = planSound(desk.desk, site, desk.now);
  return ring?.sound === "test" ? null : ring;
};
const ended = (desk: Drive) => desk.entries.filter((entry) => entry.kind === "shelfEnded");
const soundedAgain = (desk: Drive) =>
  desk.entries.flatMap((entry) => (entry.kind === "eventSoundedAgain" ? [entry.data.because] : []));

describe("a press of a shelved station", () => {
  test("opens its event and counts, in silence, below the others, outside the strip and the waiting count", () => {
    const desk = drive();
    expect(desk.command(shelve(station("h1")))).toBeNull();
    desk.press("301");
    expect(ring(desk)).toBeNull();
    expect(desk.desk.shift.inbound.presses).toBe(1);
    desk.press("501");
    const queue = queueOf(desk.desk);
    expect(queue.rows.map((row) => row.event.number)).toEqual(["501", "301"]);
    expect(queue.first?.event.number).toBe("501");
    expect(queue).toMatchObject({ waiting: 1, waitingByClass: { urgent: 0, assistance: 1 }, shelved: 1 });
    expect(ring(desk)?.sound).toBe(site.classes.assistance.sound);
  });

  test("can be answered all the same, and a caller left on hold is asked about with sound", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    const callId = desk.talkTo("301");
    expect(desk.call(callId).state).toBe("talking");
    desk.command({ type: "hold", callId });
    expect(ring(desk)).toBeNull();
    desk.pass(31_000);
    expect(ring(desk)?.sound).toBe("twoPulses");
    expect(queueOf(desk.desk).first?.event.number).toBe("301");
  });

  test("is silent when it repeats, and does not begin a flood", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    for (let i = 0; i < 30; i++) desk.press("301");
    expect(desk.event("301").presses).toHaveLength(30);
    expect(ring(desk)).toBeNull();
    expect(desk.desk.flood).toEqual({ openings: [], since: null });
  });

  test("is heard when its message claims an emergency, first press or repeat", () => {
    const first = drive();
    first.command(shelve(station("h1")));
    first.press("301", { priority: "emergency" });
    expect(ring(first)?.sound).toBe("twoPulses");
    const repeat = drive();
    repeat.command(shelve(station("h1")));
    repeat.press("301");
    repeat.press("301", { resourcePriority: ["esnet.0"] });
    expect(ring(repeat)?.sound).toBe("twoPulses");
    expect(queueOf(repeat.desk).first?.event.number).toBe("301");
  });

  test("is heard when its number is only claimed: another caller could stand behind it", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    desk.press("301", { assertedNumber: null });
    expect(ring(desk)?.sound).toBe("twoPulses");
  });

  test("does not sound again for want of an act while it is on the shelf, and does when the shelf ends", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.report({ type: "callEnded", callId, by: "far" });
    desk.command(shelve(station("h1")));
    desk.pass(2 * minute);
    expect(soundedAgain(desk)).toEqual([]);
    expect(ring(desk)).toBeNull();
    expect(nextDueAt(desk.desk)).toBeGreaterThan(desk.now);
    desk.pass(13 * minute + 1_000);
    expect(soundedAgain(desk)).toEqual(["stalled"]);
    expect(ring(desk)?.sound).toBe("twoPulses");
  });
});

describe("a shelf", () => {
  test("ends by its time, exactly once, and what still waits is unacknowledged with a fresh target and sounds", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    desk.press("301");
    desk.pass(15 * minute);
    expect(ended(desk).map(({ by, data }) => [by, data.because])).toEqual([["rule:shelfEnds", "time"]]);
    expect(soundedAgain(desk)).toEqual(["shelfEnded"]);
    expect(desk.event("301")).toMatchObject({ acknowledged: false, waitingSince: desk.now });
    expect(ring(desk)).toMatchObject({ sound: "twoPulses", level: "normal" });
    desk.pass(hour);
    expect(ended(desk)).toHaveLength(1);
    expect(desk.desk.shelves).toEqual({});
  });

  test("ends after a restart too, at once when its time passed while no host ran", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    const callId = desk.press("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    desk.now += hour;
    desk.report({ type: "hostStarted", version: "test", gapMs: hour, kept: [] });
    expect(nextDueAt(desk.desk)).toBeLessThanOrEqual(desk.now);
    desk.input({ type: "tick" });
    desk.input({ type: "tick" });
    expect(ended(desk)).toHaveLength(1);
    expect(ring(desk)?.sound).toBe("twoPulses");
  });

  test("is undone at once by whoever handles events, whether or not the role may shelve", () => {
    const desk = drive({
      ...site,
      roles: site.roles.map((role) => (role.id === "dispatcher" ? { ...role, shelve: false } : role)),
    });
    desk.input({ type: "command", command: shelve(station("h1")), by: "operator:ben" });
    desk.press("301");
    const [id = ""] = Object.keys(desk.desk.shelves);
    expect(desk.command(shelve(station("h2")))?.words).toBe(
      "Not allowed: shelving and taking out of service need a supervisor.",
    );
    expect(desk.command({ type: "endShelf", shelfId: id }, "eve")?.code).toBe("notPermitted");
    expect(desk.command({ type: "endShelf", shelfId: id })).toBeNull();
    expect(ring(desk)?.sound).toBe("twoPulses");
    expect(desk.command({ type: "endShelf", shelfId: id })?.words).toBe("This is over already.");
  });

  test("is replaced by a new one of the same target: the earlier one ends in the journal, in silence", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    desk.press("301");
    desk.command(shelve(station("h1"), { forMs: hour }));
    expect(ended(desk).map(({ data }) => data.because)).toEqual(["replaced"]);
    expect(Object.values(desk.desk.shelves)).toHaveLength(1);
    desk.command(outOfService("h1"));
    expect(Object.values(desk.desk.shelves).map(({ as }) => as)).toEqual(["outOfService"]);
    expect(ring(desk)).toBeNull();
    expect(desk.command(shelve(station("h1")))?.words).toBe("Station h1 is out of service: it is quiet already.");
  });

  test("of one event ends with it, and an undone close is heard", () => {
    const desk = drive();
    desk.report({ type: "callCancelled", callId: desk.press("301"), elsewhere: false });
    const { id } = desk.event("301");
    desk.command(shelve({ kind: "event", id }));
    expect(ring(desk)).toBeNull();
    desk.command({ type: "close", eventId: id, outcome: "test", note: "" });
    expect(ended(desk).map(({ data }) => data.because)).toEqual(["eventClosed"]);
    desk.command({ type: "undoClose", eventId: id });
    expect(ring(desk)?.sound).toBe("twoPulses");
  });

  test("that ends together with another is not needed twice: each event sounds again once", () => {
    const desk = drive();
    desk.press("301");
    desk.command(shelve(station("h1")));
    desk.command(shelve({ kind: "event", id: desk.event("301").id }));
    desk.pass(15 * minute + 500);
    expect(ended(desk)).toHaveLength(2);
    expect(soundedAgain(desk)).toEqual(["shelfEnded"]);
  });

  test("does not end the silence while another of the same event goes on", () => {
    const desk = drive();
    desk.command(shelve({ kind: "area", id: "tubeA" }, { forMs: hour, approvedBy: "ben" }));
    desk.command(shelve(station("h1")));
    desk.press("301");
    desk.pass(16 * minute);
    expect(ended(desk)).toHaveLength(1);
    expect(ring(desk)).toBeNull();
  });
});

describe("life safety", () => {
  test("is never shelved, by station or by event, and the refusal says why and what helps", () => {
    const desk = drive();
    desk.press("101");
    expect(desk.command(shelve(station("a1")))).toEqual({
      code: "neverShelved",
      words:
        "Station a1 is a life-safety station: an SOS is never shelved. Answer it; a broken station can be taken out of service, and still alarms.",
    });
    expect(desk.command(shelve({ kind: "event", id: desk.event("101").id }))?.code).toBe("neverShelved");
    expect(desk.desk.shelves).toEqual({});
  });

  test("alarms from a station out of service: in the strip, on top, with sound, flagged", () => {
    const desk = drive();
    desk.command(outOfService("a1"));
    desk.press("101");
    expect(ring(desk)?.sound).toBe("threeFast");
    const { first } = queueOf(desk.desk);
    expect(first?.event.number).toBe("101");
    expect(first?.shelf).toMatchObject({ as: "outOfService", reason: "handset torn off" });
    expect(first?.quiet).toBe(false);
  });

  test("alarms from a shelved area", () => {
    const desk = drive();
    desk.command(shelve({ kind: "area", id: "tubeA" }, { approvedBy: "ben" }));
    desk.press("301");
    expect(ring(desk)).toBeNull();
    desk.press("101");
    expect(ring(desk)?.sound).toBe("threeFast");
  });

  test("a deaf console sounds, whatever is shelved", () => {
    const desk = drive();
    desk.command(shelve(station("h1")));
    desk.press("301");
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    expect(ring(desk)?.sound).toBe("deaf");
  });
});

describe("a station out of service", () => {
  test("is silent below life safety, says why, for at most 30 days", () => {
    const desk = drive();
    expect(desk.command(outOfService("h1", 31 * 24 * hour))?.words).toBe("The time must be from 1 min to 30 d.");
    expect(desk.command(outOfService("h1", 30 * 24 * hour))).toBeNull();
    desk.press("301");
    expect(ring(desk)).toBeNull();
    expect(isQuiet(desk.desk, desk.event("301"))).toBe(true);
  });
});

describe("what is refused", () => {
  test.each([
    ["no reason", shelve(station("h1"), { reason: "  " }), "Say why: whoever comes next must know."],
    ["too short", shelve(station("h1"), { forMs: minute }), "The time must be from 15 min to 8 h."],
    ["too long", shelve(station("h1"), { forMs: 9 * hour }), "The time must be from 15 min to 8 h."],
    ["no time", shelve(station("h1"), { forMs: Number.NaN }), "The time must be from 15 min to 8 h."],
    ["a station nobody knows", shelve(station("x")), "The site has no station x."],
    ["an event nobody knows", shelve({ kind: "event", id: "x" }), "This event is closed."],
    ["an area nobody knows", shelve({ kind: "area", id: "x" }, { approvedBy: "ben" }), "The site has no area x."],
    [
      "an area with SOS terminals only",
      shelve({ kind: "area", id: "tubeB" }, { approvedBy: "ben" }),
      "Tube B has no station that may be shelved: an SOS never is.",
    ],
    [
      "an area without a second operator",
      shelve({ kind: "area", id: "tubeA" }),
      "Shelving an area needs the PIN of a second operator: a supervisor.",
    ],
  ])("%s", (_what, command, words) => {
    const desk = drive();
    expect(desk.command(command)?.words).toBe(words);
    expect(desk.desk.shelves).toEqual({});
  });

  test("nobody signed in, and roles without the right; the attempt is journalled", () => {
    const desk = drive();
    expect(desk.command(shelve(station("h1")), null)?.words).toBe("Sign in to shelve.");
    expect(desk.command(shelve(station("h1")), "eve")?.code).toBe("notPermitted");
    expect(desk.entries.at(-1)).toMatchObject({ kind: "commandRefused", data: { command: "shelve", target: "h1" } });
  });

  test("a role that is limited to an area shelves only there, and nothing whose place nobody knows", () => {
    const desk = drive({
      ...site,
      roles: site.roles.map((role) => (role.id === "dispatcher" ? { ...role, areas: ["tubeB"] } : role)),
    });
    expect(desk.command(shelve(station("h1")))?.code).toBe("outsideArea");
    desk.press("999");
    expect(desk.command(shelve({ kind: "event", id: desk.event("999").id }))?.code).toBe("outsideArea");
  });
});

describe("the ladder", () => {
  const called = (desk: Drive) => desk.orders.flatMap((order) => (order.type === "dialCall" ? [order.number] : []));

  test("is not climbed on a shelf, and begins anew when it ends", () => {
    const desk = drive(climbing);
    desk.command(shelve(station("h1")));
    desk.press("301");
    desk.pass(15 * minute - 1);
    expect(called(desk)).toEqual([]);
    desk.pass(30_000);
    expect(ended(desk)).toHaveLength(1);
    expect(called(desk)).toEqual([]);
    desk.pass(20_000);
    expect(called(desk)).toHaveLength(1);
  });

  test("ends its call when the event that it names is shelved meanwhile", () => {
    const desk = drive(climbing);
    desk.press("301");
    desk.pass(46_000);
    expect(desk.desk.ladder.call).not.toBeNull();
    desk.command(shelve(station("h1")));
    expect(desk.desk.ladder.call).toMatchObject({ state: "ending", result: { kind: "notNeeded" } });
  });
});
