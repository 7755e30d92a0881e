/** A flood: when it begins and ends, what is heard in it, and stations that babble. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { nextDueAt } from "../../shared/desk/decideTick.ts";
import { babbling, pressCount, pressesKept } from "../../shared/flood/babbling.ts";
import { floodEndsAt, noFlood, opened, openedLately, openingsKept } from "../../shared/flood/flood.ts";
import { defaultClasses } from "../../shared/site/defaults.ts";
import type { Site, StationType } from "../../shared/site/site.ts";
import { type Drive, drive, site } from "../desk/drive.ts";

const minute = 60_000;
const many = (type: StationType, from: number, count: number) =>
  Array.from({ length: count }, (_, i) => ({
    id: `${type}${i}`,
    name: `Station ${from + i}`,
    number: String(from + i),
    type,
    place: { mapId: "plan", at: [1, 1] as const, areaId: "tubeA", words: "", detail: "" },
  }));
const large: Site = {
  ...site,
  stations: [
    ...site.stations,
    ...many("helpPoint", 4000, 40),
    ...many("sosTerminal", 5000, 20),
    ...many("speaker", 6100, 20),
  ],
};
const floods = (desk: Drive) =>
  desk.entries.flatMap((entry) => (entry.kind === "floodBegan" || entry.kind === "floodEnded" ? [entry] : []));
const ring = (desk: Drive) => planSound(desk.desk, large, desk.now).ring;

describe("a flood", () => {
  test("begins with the 11th new event in 10 minutes, told once, by its rule", () => {
    const desk = drive(large);
    for (let i = 0; i < 10; i++) desk.press(String(4000 + i));
    expect(floods(desk)).toEqual([]);
    desk.press("4010");
    desk.press("4011");
    expect(floods(desk)).toMatchObject([
      { kind: "floodBegan", by: "rule:flood", data: { events: 11, windowMs: 600_000 } },
    ]);
    expect(desk.desk.flood.since).toBe(desk.now);
  });

  test("is told to the supervisor by telephone, once, and no more when it is over", () => {
    const desk = drive({ ...large, supervisor: "7001" });
    for (let i = 0; i < 13; i++) desk.press(String(4000 + i));
    const asked = () => desk.kinds().filter((kind) => kind === "supervisorAsked");
    expect(asked()).toHaveLength(1);
    desk.pass(20 * minute);
    expect(desk.kinds()).toContain("supervisorAskOver");
    expect(desk.desk.ladder.notices).toEqual({});
    expect(asked()).toHaveLength(1);
  });

  test("does not begin with repeats of one station, nor when they come slowly", () => {
    const desk = drive(large);
    for (let i = 0; i < 20; i++) desk.press("4000");
    for (let i = 0; i < 20; i++) {
      desk.pass(minute);
      desk.press(String(4001 + i));
    }
    expect(floods(desk)).toEqual([]);
  });

  test("ends when fewer than 5 opened in 10 minutes, by its deadline, and may begin again", () => {
    const desk = drive(large);
    for (let i = 0; i < 11; i++) {
      desk.press(String(4000 + i));
      desk.pass(10_000);
    }
    // The fifth newest came at 60 s; 600 s later it is no longer among the last 10 minutes.
    const endsAt = floodEndsAt(desk.desk.flood);
    expect(endsAt).toBe(1_000_000 + 60_000 + 600_000);
    expect(nextDueAt(desk.desk)).toBeLessThanOrEqual(endsAt ?? 0);
    desk.pass((endsAt ?? 0) - desk.now - 250);
    expect(floods(desk)).toHaveLength(1);
    desk.pass(250);
    expect(floods(desk).map(({ kind }) => kind)).toEqual(["floodBegan", "floodEnded"]);
    expect(openedLately(desk.desk.flood, desk.now)).toBe(4);
    for (let i = 0; i < 7; i++) desk.press(String(4020 + i));
    expect(floods(desk)).toHaveLength(3);
  });

  test("goes on over a restart and ends once", () => {
    const desk = drive(large);
    for (let i = 0; i < 15; i++) desk.press(String(4000 + i));
    desk.now += 20 * minute;
    desk.report({ type: "hostStarted", version: "test", gapMs: 20 * minute, kept: [] });
    expect(desk.desk.flood.since).not.toBeNull();
    desk.input({ type: "tick" });
    desk.input({ type: "tick" });
    expect(floods(desk)).toHaveLength(2);
  });

  test("keeps at most 1000 openings, and none older than 10 minutes", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60_000 }), { maxLength: 60 }), (gaps) => {
        let watch = noFlood;
        let now = 0;
        const all: number[] = [];
        for (const gap of gaps) {
          now += gap;
          all.push(now);
          watch = opened(watch, now);
          expect(openedLately(watch, now)).toBe(all.filter((at) => at > now - 600_000).length);
        }
      }),
    );
    let watch = noFlood;
    for (let i = 0; i < openingsKept + 50; i++) watch = opened(watch, i);
    expect(watch.openings).toHaveLength(openingsKept);
  });
});

describe("the sound of a flood", () => {
  test("is one of the gravest class that waits, however many events of however many classes there are", () => {
    const one = drive(large);
    one.press("5000");
    const flood = drive(large);
    for (let i = 0; i < 20; i++) {
      flood.press(String(4000 + i));
      flood.press(String(5000 + i));
      flood.press(String(6100 + i));
    }
    expect(ring(flood)).toEqual(ring(one));
    expect(ring(flood)).toMatchObject({ sound: defaultClasses.lifeSafety.sound, level: "normal" });
  });

  test("of a class that sounds once plays once for the flood, and not once for each event", () => {
    const desk = drive(large);
    for (let i = 0; i < 11; i++) desk.press(String(6100 + i));
    const began = ring(desk);
    expect(began).toMatchObject({ sound: "oneSoftOnce" });
    for (let i = 11; i < 20; i++) {
      desk.pass(1_000);
      desk.press(String(6100 + i));
      expect(ring(desk)).toEqual(began);
    }
  });
});

describe("a station that presses more than 5 times a minute", () => {
  test("is said to babble while it does, and no press of it is dropped", () => {
    const desk = drive(large);
    for (let i = 0; i < 5; i++) desk.press("4000");
    expect(babbling(desk.desk, desk.event("4000"), desk.now)).toBeNull();
    desk.press("4000");
    expect(babbling(desk.desk, desk.event("4000"), desk.now)).toBe(6);
    expect(desk.desk.shift.inbound.presses).toBe(6);
    desk.pass(61_000);
    expect(babbling(desk.desk, desk.event("4000"), desk.now)).toBeNull();
    expect(pressCount(desk.event("4000"))).toBe(6);
  });

  test("is found too when its PBX asserts nothing and each press is an event of its own", () => {
    const desk = drive(large);
    for (let i = 0; i < 7; i++) desk.press("4000", { assertedNumber: null });
    expect(Object.keys(desk.desk.events)).toHaveLength(7);
    expect(babbling(desk.desk, desk.event("4000"), desk.now)).toBe(7);
  });

  test("keeps the times of its newest presses and the count of all", () => {
    const desk = drive(large);
    for (let i = 0; i < pressesKept + 40; i++) {
      desk.press("4000");
      desk.now += 1_000;
    }
    const event = desk.event("4000");
    expect(event.presses).toHaveLength(pressesKept);
    expect(event.presses.at(-1)).toBe(desk.now - 1_000);
    expect(pressCount(event)).toBe(pressesKept + 40);
  });
});
