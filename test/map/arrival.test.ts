/** Does a new event take the map's view, or show beside it? */
import { describe, expect, it } from "vitest";
import { arrivals, howToShow, stillWaits } from "../../renderer/console/map/arrival.ts";
import { desk, event, shelf } from "./fixtures.ts";

const quiet = {
  hasPlace: true,
  inView: false,
  follow: true,
  idle: true,
  class: "urgent",
  followedClass: null,
} as const;

describe("a new event and the view of the map", () => {
  it("takes the view of an idle operator", () => {
    expect(howToShow(quiet)).toBe("recentre");
  });
  it("shows in an inset while the operator is busy", () => {
    expect(howToShow({ ...quiet, idle: false })).toBe("inset");
  });
  it("shows in an inset while following is off, however idle the operator", () => {
    expect(howToShow({ ...quiet, follow: false })).toBe("inset");
  });
  it("needs no inset where its pin is in view", () => {
    expect(howToShow({ ...quiet, idle: false, inView: true })).toBe("leave");
  });
  it("does not take the view from an event of the same class that still waits", () => {
    expect(howToShow({ ...quiet, followedClass: "urgent" })).toBe("inset");
  });
  it("takes the view from an event of lower class", () => {
    expect(howToShow({ ...quiet, class: "lifeSafety", followedClass: "urgent" })).toBe("recentre");
  });
  it("is noted without a place when the site does not know where it is", () => {
    expect(howToShow({ ...quiet, hasPlace: false })).toBe("noPlace");
  });
});

describe("arrivals between two states", () => {
  it("are new events and repeats, the most important first", () => {
    const old = event("1", { class: "urgent" });
    const again = { ...old, presses: [1_000, 2_000] };
    const sos = event("2", { class: "lifeSafety" });
    const found = arrivals(desk([old]).events, desk([again, sos]).events);
    expect(found.map((one) => one.id)).toEqual(["2", "1"]);
  });
  it("are none when an event only changed otherwise", () => {
    const before = event("1");
    expect(arrivals(desk([before]).events, desk([{ ...before, acknowledged: true }]).events)).toEqual([]);
  });
  it("no longer wait once acknowledged, closed or gone", () => {
    const now = desk([
      event("1"),
      event("2", { acknowledged: true }),
      event("3", { closed: { at: 1, by: "operator:a", outcome: "helped", note: "" } }),
    ]);
    expect(["1", "2", "3", "4"].map((id) => stillWaits(now, id))).toEqual([true, false, false, false]);
  });
  it("do not draw the map to what is on a shelf, but for life safety", () => {
    const shelves = { s: shelf("1", "2") };
    const now = desk([event("1", { class: "urgent" }), event("2")], [], { shelves });
    expect(["1", "2"].map((id) => stillWaits(now, id))).toEqual([false, true]);
  });
});
