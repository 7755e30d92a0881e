/** What stands out on the map, and in what words. */
import { describe, expect, it } from "vitest";
import { badgesOf, pinsOf, stationsById, withoutPlace } from "../../renderer/console/map/pins.ts";
import { pinWords, titleOf } from "../../renderer/console/map/pinWords.ts";
import { twinRows } from "../../renderer/console/map/twinRows.ts";
import { defaultClasses } from "../../shared/site/defaults.ts";
import { call, desk, event, shelf, site, station } from "./fixtures.ts";

const stations = ["1", "2", "3"].map((id) => station(id));
const byId = stationsById(site(stations));
const stateOf = (...args: Parameters<typeof desk>) => pinsOf(desk(...args), byId).map((pin) => pin.state);

describe("pins", () => {
  it("ring for an offered call", () => {
    expect(stateOf([event("1", { callIds: ["c"] })], [call("c")])).toEqual(["ringing"]);
  });
  it("talk as soon as one leg talks, whatever else rings there", () => {
    const calls = [call("c", { state: "talking" }), call("d")];
    expect(stateOf([event("1", { callIds: ["c", "d"], acknowledged: true })], calls)).toEqual(["talking"]);
  });
  it("ring again above a hold when the station was pressed anew", () => {
    const calls = [call("c", { state: "held" }), call("d")];
    expect(stateOf([event("1", { callIds: ["c", "d"] })], calls)).toEqual(["ringing"]);
  });
  it("are returned when the caller has gone unanswered, acknowledged when somebody has seen to it", () => {
    expect(stateOf([event("1", { condition: "returned" })])).toEqual(["returned"]);
    expect(stateOf([event("1", { condition: "returned", acknowledged: true })])).toEqual(["acknowledged"]);
  });
  it("ask again when a held caller's time ran out", () => {
    const held = call("c", { state: "held", asksAgain: true });
    expect(stateOf([event("1", { callIds: ["c"], acknowledged: true })], [held])).toEqual(["asksAgain"]);
  });
  it("show a plain call out to a station", () => {
    expect(stateOf([], [call("c", { direction: "out", state: "alerting", stationId: "2" })])).toEqual(["calling"]);
  });
  it("show a fault only where nothing else goes on", () => {
    const faults = { f: { kind: "internalError", subject: "1", raisedAt: 0, words: "offline" } } as const;
    expect(stateOf([], [], { faults })).toEqual(["fault"]);
    expect(stateOf([event("1", { callIds: ["c"] })], [call("c")], { faults })).toEqual(["ringing"]);
  });
  it("come loudest first: what waits before what talks, life safety before the rest, older before newer", () => {
    const pins = pinsOf(
      desk(
        [
          event("1", { callIds: ["a"], acknowledged: true }),
          event("2", { class: "urgent", callIds: ["b"] }),
          event("3", { callIds: ["c"] }),
        ],
        [call("a", { state: "talking" }), call("b"), call("c")],
      ),
      byId,
    );
    expect(pins.map((pin) => pin.station.id)).toEqual(["3", "2", "1"]);
  });
  it("show a station out of service, with its reason, while nothing sounds from it", () => {
    const shelves = { s: shelf("1") };
    const [idle] = pinsOf(desk([], [], { shelves }), byId);
    expect(idle && pinWords(idle, 0, defaultClasses)).toBe("out of service: handset torn off");
    const quiet = event("1", { class: "urgent", callIds: ["c"] });
    const pins = pinsOf(desk([quiet], [call("c")], { shelves }), byId);
    expect(pins.map(({ state, eventId }) => [state, eventId])).toEqual([["outOfService", "1"]]);
    expect(badgesOf(pins).get("tunnel")).toEqual({ waiting: 0, live: 0 });
  });
  it("ring for a life-safety press of a station out of service, and say that it is", () => {
    const pins = pinsOf(desk([event("1", { callIds: ["c"] })], [call("c")], { shelves: { s: shelf("1") } }), byId);
    expect(pins.map((pin) => pinWords(pin, 8_000, defaultClasses))).toEqual([
      "ringing 00:07 · life safety · station is out of service",
    ]);
  });
  it("carry the doubt about a caller whose identity is not confirmed", () => {
    const pins = pinsOf(desk([event("1", { trust: "unconfirmed", callIds: ["c"] })], [call("c")]), byId);
    expect(pins[0]?.unsure).toBe(true);
  });
});

describe("badges of the map tabs", () => {
  it("count what waits and what is on the line, map by map", () => {
    const far = station("9", { place: { mapId: "region", at: [11, 47], areaId: "tube", words: "", detail: "" } });
    const all = stationsById(site([...stations, far]));
    const pins = pinsOf(
      desk(
        [event("9", { callIds: ["c"] }), event("1", { callIds: ["d"], acknowledged: true })],
        [call("c"), call("d", { state: "talking" })],
      ),
      all,
    );
    expect(badgesOf(pins).get("region")).toEqual({ waiting: 1, live: 0 });
    expect(badgesOf(pins).get("tunnel")).toEqual({ waiting: 0, live: 1 });
  });
});

it("an event of an unknown caller has no place, and says so by being listed", () => {
  const unknown = event("x", { stationId: null, name: "Unknown caller" });
  expect(withoutPlace(desk([unknown, event("1")]), byId).map((one) => one.id)).toEqual(["x"]);
});

describe("words beside a pin", () => {
  const words = (...args: Parameters<typeof desk>) => {
    const pin = pinsOf(desk(...args), byId)[0];
    return pin && pinWords(pin, 8_000, defaultClasses);
  };
  it("say what happens, for how long, and its class", () => {
    expect(words([event("1", { callIds: ["c"] })], [call("c")])).toBe("ringing 00:07 · life safety");
  });
  it("say of a lost call what to do", () => {
    expect(words([event("1", { callLost: true, condition: "returned" })])).toBe(
      "call lost 00:07, call back · life safety",
    );
  });
  it("name the station first, then the place", () => {
    expect(titleOf(station("214"))).toBe("SOS 214 · km 214");
  });
});

describe("the list twin", () => {
  it("puts active stations first and keeps to its map", () => {
    const far = station("9", { place: { mapId: "region", at: [11, 47], areaId: "tube", words: "", detail: "" } });
    const pins = pinsOf(desk([event("3", { callIds: ["c"] })], [call("c")]), byId);
    expect(twinRows([...stations, far], "tunnel", pins, "").map((row) => row.station.id)).toEqual(["3", "1", "2"]);
  });
  it("filters by name, number and place", () => {
    expect(twinRows(stations, "tunnel", [], "KM 2").map((row) => row.station.id)).toEqual(["2"]);
  });
});
