/** What is said of shelves and floods, and how long an operator may choose. */
import { describe, expect, test } from "vitest";
import { dayField, lastDay, shelfChoices, untilEndOfDay } from "../../renderer/console/shelf/times.ts";
import type { Entry, EntryData, EntryKind } from "../../shared/desk/entries.ts";
import { outOfServiceLimits, type Shelf, shelfLimits } from "../../shared/shelf/shelf.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { shelfState, shelfWords, spanWords } from "../../shared/words/shelves.ts";
import { aSite } from "../console/aSite.ts";

const minute = 60_000;
const hour = 60 * minute;
const words = <K extends EntryKind>(kind: K, data: EntryData[K]) =>
  entryWords({ seq: 1, at: 0, wall: 0, by: "host", kind, data } as unknown as Entry, aSite);
const shelf: Shelf = {
  id: "s",
  as: "shelved",
  of: { kind: "station", id: "door-5" },
  stationIds: ["door-5"],
  name: "Door 5",
  reason: "Key stuck",
  by: "operator:anna",
  approvedBy: null,
  since: 0,
  endsAt: hour,
};
const shelved: EntryData["shelved"] = {
  shelfId: "s",
  as: "shelved",
  eventId: null,
  stationId: "door-5",
  areaId: null,
  stationIds: ["door-5"],
  name: "Door 5",
  reason: "Key stuck",
  forMs: 90 * minute,
  approvedBy: null,
};

describe("time left", () => {
  test("is counted up to the next minute, so that nothing is said to be over that is not", () => {
    expect([0, 1, minute, 59 * minute + 1, hour, 90 * minute, 25 * hour, 30 * 24 * hour].map(spanWords)).toEqual([
      "0 min",
      "1 min",
      "1 min",
      "1 h",
      "1 h",
      "1 h 30 min",
      "1 d 1 h",
      "30 d",
    ]);
  });

  test("stands with the reason and the word", () => {
    expect(shelfWords(shelf, 18 * minute)).toBe("Shelved: Key stuck · 42 min left");
    expect(shelfWords({ ...shelf, as: "outOfService", reason: "" }, 0)).toBe(
      "Out of service: no reason kept · 1 h left",
    );
    expect(shelfState({ as: "outOfService" })).toEqual({ word: "OUT OF SERVICE", tone: "fault" });
  });
});

describe("in the history", () => {
  test("a shelf is told with its reason, its time, and who approved it", () => {
    expect(words("shelved", shelved)).toBe("Door 5 shelved for 1 h 30 min: “Key stuck”");
    expect(words("shelved", { ...shelved, as: "outOfService" })).toBe(
      "Door 5 taken out of service for 1 h 30 min: “Key stuck”",
    );
    expect(words("shelved", { ...shelved, approvedBy: "carla" })).toMatch(/, approved by Carla Steiner$/);
  });

  test("its end is told with what ended it", () => {
    const data = { shelfId: "s", as: "shelved" as const, eventId: null, stationId: "door-5", name: "Door 5" };
    const because = (["time", "byHand", "eventClosed", "replaced"] as const).map((one) =>
      words("shelfEnded", { ...data, because: one }),
    );
    expect(because).toEqual([
      "Door 5 no longer shelved: its time is over",
      "Door 5 no longer shelved: ended by hand",
      "Door 5 no longer shelved: its event was closed",
      "Door 5: another time or reason for being shelved",
    ]);
  });

  test("names and reasons that were deleted leave a sentence", () => {
    const { name: _name, reason: _reason, ...kept } = shelved;
    expect(words("shelved", kept as EntryData["shelved"])).toBe("A caller shelved for 1 h 30 min: “”");
  });

  test("a flood is told with its figures", () => {
    expect(words("floodBegan", { events: 11, windowMs: 600_000 })).toBe("Flood: 11 new events in 10 min");
    expect(words("floodEnded", {})).toBe("The flood is over");
  });
});

describe("what can be chosen", () => {
  test("is within the limits of the desk", () => {
    for (const choice of shelfChoices) {
      expect(choice * minute).toBeGreaterThanOrEqual(shelfLimits.leastMs);
      expect(choice * minute).toBeLessThanOrEqual(shelfLimits.mostMs);
    }
  });

  test("is the end of a day: of today, and of the last one that the limit reaches", () => {
    const noon = new Date(2026, 10, 21, 12, 0, 0).getTime();
    expect(dayField(noon)).toBe("2026-11-21");
    expect(untilEndOfDay(dayField(noon), noon)).toBe(12 * hour);
    expect(lastDay(noon)).toBe("2026-12-20");
    expect(untilEndOfDay(lastDay(noon), noon)).toBeLessThanOrEqual(outOfServiceLimits.mostMs);
    expect(untilEndOfDay("", noon)).toBeNull();
    expect(untilEndOfDay("2026-11-20", noon)).toBeLessThan(0);
  });
});
