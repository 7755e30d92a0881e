/** A call's location and its event: what the card, the map and the words make of it. */
import { describe, expect, test } from "vitest";
import { arrivals } from "../../renderer/console/map/arrival.ts";
import { pinsOf, stationsById, withoutPlace } from "../../renderer/console/map/pins.ts";
import { placeOf } from "../../renderer/console/places.ts";
import { distanceM, type Location, noLocation } from "../../shared/place/location.ts";
import { awayM, callerSpotId, markOf, spotOf } from "../../shared/place/spot.ts";
import type { Site } from "../../shared/site/site.ts";
import { doubtWords } from "../../shared/words/doubts.ts";
import { locationLines, locationWords } from "../../shared/words/location.ts";
import { site as deskSite, drive } from "../desk/drive.ts";
import { site as mapSite, station } from "../map/fixtures.ts";

const onRoad = station("301", {
  place: { mapId: "region", at: [11.05, 46.826], areaId: "tube", words: "km 11", detail: "" },
});
const site: Site = { ...mapSite([onRoad, station("214")]), pbxs: deskSite.pbxs };
const at = (latitude: number, longitude: number, radiusM: number | null = null): Location => ({
  ...noLocation,
  point: { latitude, longitude },
  radiusM,
});

function pressed(number: string, location: Location, of = site) {
  const desk = drive(of, null);
  const callId = desk.press(number);
  desk.report({ type: "callLocated", callId, location });
  return { desk, callId, event: desk.event(number) };
}

describe("a call that says where it is", () => {
  test("gives its event the place, and changes neither class nor trust", () => {
    const desk = drive(site, null);
    const callId = desk.press("999");
    const before = desk.event("999");
    desk.report({ type: "callLocated", callId, location: at(46.9, 11.1, 30) });
    expect(desk.event("999")).toEqual({ ...before, location: at(46.9, 11.1, 30) });
  });

  test("and says it again after a restart of the host adds nothing", () => {
    const { desk, callId } = pressed("999", at(46.9, 11.1));
    const { length } = desk.entries;
    desk.report({ type: "callLocated", callId, location: at(46.9, 11.1) });
    expect(desk.entries.length).toBe(length);
  });

  test("after its call has gone is not believed to be any other's", () => {
    const { desk, callId } = pressed("999", at(46.9, 11.1));
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const { length } = desk.entries;
    desk.report({ type: "callLocated", callId, location: at(1, 2) });
    expect(desk.entries.length).toBe(length);
  });

  test("pressed again is where it says last, unless that says nothing", () => {
    const { desk } = pressed("301", at(46.826, 11.05));
    desk.report({ type: "callLocated", callId: desk.press("301"), location: at(46.83, 11.06) });
    expect(desk.event("301").location).toEqual(at(46.83, 11.06));
    desk.report({
      type: "callLocated",
      callId: desk.press("301"),
      location: { ...noLocation, problem: "the location is empty" },
    });
    expect(desk.event("301").location).toEqual(at(46.83, 11.06));
  });
});

describe("the place shown", () => {
  test("is the directory's where the site knows the station", () => {
    expect(placeOf(site, pressed("301", at(46.826, 11.05)).event)).toBe("km 11");
  });

  test("is the call's where it does not: address, else coordinates, else that it was not fetched, else none and why", () => {
    const place = (location: Location) => placeOf(site, { ...pressed("999", location).event, name: "999" });
    expect(place({ ...at(46.9, 11.1), civic: ["Library", "floor 2", "Town"] })).toBe("Library, floor 2");
    expect(place(at(46.9, -11.1, 1_550))).toBe("46.90000 N 11.10000 W ± 1.6 km");
    expect(place({ ...noLocation, reference: "https://lis.example/1" })).toBe("location by reference, not fetched");
    const wrong = { ...noLocation, problem: "its latitude 95 is not on the globe" };
    expect(place(wrong)).toBe("no place");
    expect(doubtWords(site, pressed("999", wrong).event)).toEqual([
      "No place from the call: its latitude 95 is not on the globe",
    ]);
    expect(locationWords(wrong)).toBe("no place: its latitude 95 is not on the globe");
  });

  test("names who said it, how and when it was found", () => {
    const location = { ...at(46.9, 11.1), method: "GPS", at: "2026-03-04T05:06:07Z" };
    expect(locationLines(location).at(-1)).toBe("said by the caller · found by GPS · 2026-03-04 05:06:07Z");
    expect(locationLines({ ...location, addedBy: "esrp.example" }).at(-1)).toMatch(/^said to be added by esrp.example/);
  });
});

describe("on the map", () => {
  test("a caller who is no station stands where his call says, and is an arrival once he has said it", () => {
    const desk = drive(site, null);
    const callId = desk.press("999");
    const before = desk.desk.events;
    expect(withoutPlace(desk.desk, stationsById(site), site)).toHaveLength(1);
    desk.report({ type: "callLocated", callId, location: at(46.9, 11.1, 80) });
    const event = desk.event("999");
    const [pin] = pinsOf(desk.desk, stationsById(site), site);
    expect(pin).toMatchObject({
      state: "ringing",
      eventId: event.id,
      station: { id: callerSpotId(event.id), type: null, place: { mapId: "region", at: [11.1, 46.9] } },
    });
    expect(markOf(site, event)).toEqual({
      eventId: event.id,
      mapId: "region",
      point: { latitude: 46.9, longitude: 11.1 },
      radiusM: 80,
      station: null,
    });
    expect(arrivals(before, desk.desk.events)).toEqual([event]);
    expect(arrivals(desk.desk.events, { ...desk.desk.events })).toEqual([]);
    expect(withoutPlace(desk.desk, stationsById(site), site)).toEqual([]);
  });

  test("of several region maps the nearest is taken; without one there are only words", () => {
    const [plan, region] = site.maps;
    if (!plan || region?.kind !== "geo") throw new Error("the fixture has a plan and a region");
    const far = { ...region, id: "far", center: [150, -34] as const };
    const { event } = pressed("999", at(-34.4, 150.9));
    expect(spotOf({ ...site, maps: [plan, region, far] }, event)?.place.mapId).toBe("far");
    expect(spotOf({ ...site, maps: [plan] }, event)).toBeNull();
    expect(markOf({ ...site, maps: [plan] }, event)).toBeNull();
  });

  test("a station stays at its own place; a call that says otherwise by more than its radius and 200 m is flagged, and both are drawn", () => {
    const north = (metres: number) => 46.826 + metres / 111_195;
    const away = (metres: number, radiusM: number | null, of = site) =>
      awayM(of, pressed("301", at(north(metres), 11.05, radiusM), of).event);
    expect(away(190, null)).toBeNull();
    expect(Math.round(away(210, null) ?? 0)).toBe(210);
    expect(away(290, 100)).toBeNull();
    expect(Math.round(away(310, 100) ?? 0)).toBe(310);
    expect(away(310, 100, { ...site, locationToleranceM: 300 })).toBeNull();
    const { event } = pressed("301", at(north(3_200), 11.05, 50));
    expect(spotOf(site, event)).toBe(onRoad);
    expect(markOf(site, event)).toMatchObject({ mapId: "region", station: { latitude: 46.826, longitude: 11.05 } });
    expect(doubtWords(site, event)).toEqual(["The call says it is 3.2 km from there"]);
  });

  test("a station on a plan cannot be compared: its call's point is drawn on the region, and nothing is claimed", () => {
    const { event } = pressed("214", at(46.9, 11.1));
    expect(awayM(site, event)).toBeNull();
    expect(markOf(site, event)).toMatchObject({ mapId: "region", station: null });
  });

  test("distances are those of the globe", () => {
    const a = { latitude: 47.2692, longitude: 11.4041 };
    expect(distanceM(a, a)).toBe(0);
    expect(distanceM({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(111_195, -2);
    expect(distanceM({ latitude: 90, longitude: 0 }, { latitude: -90, longitude: 0 })).toBeCloseTo(20_015_115, -3);
  });
});
