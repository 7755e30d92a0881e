/** The pads of an event: whom to call, in which order, and which zones are near. */
import { describe, expect, test } from "vitest";
import { nearZones } from "../../shared/priority/nearZones.ts";
import { whomToCall } from "../../shared/priority/whomToCall.ts";
import type { CallFirst, Site, Station, Zone } from "../../shared/site/site.ts";
import { aSite } from "../console/aSite.ts";

const rule = (more: Partial<CallFirst>): CallFirst => ({
  stationIds: [],
  areaIds: [],
  classes: [],
  numbers: [],
  ...more,
});
const site: Site = {
  ...aSite,
  contacts: [
    { id: "patrol", name: "Patrol", number: "7002", words: "" },
    { id: "fire", name: "Fire brigade", number: "7010", words: "" },
    { id: "staff", name: "Staff", number: "7020", words: "" },
  ],
  callOutLists: [{ id: "first", name: "First responders", words: "", members: ["7002"], eachS: 20 }],
  callFirst: [
    rule({ classes: ["urgent"], numbers: ["7020"] }),
    rule({ areaIds: ["tube"], numbers: ["0555 0142"] }),
    rule({ stationIds: ["hp-031"], numbers: ["7010"] }),
    rule({ stationIds: ["hp-118"], classes: ["lifeSafety"], numbers: ["112"] }),
  ],
};
const event = { stationId: "hp-031", class: "urgent" as const, procedureId: "medical", number: "031" };
const names = (given: Parameters<typeof whomToCall>[1], from = site) =>
  whomToCall(from, given).map((one) => (one.kind === "list" ? `list ${one.name}` : `${one.because} ${one.name}`));

describe("whom to call", () => {
  test("is first for the station, then its area, then its class, then the procedure, lists and contacts; nobody twice", () =>
    expect(names(event)).toEqual([
      "station Fire brigade",
      "area 05550142",
      "class Staff",
      "procedure Patrol",
      "list First responders",
    ]));

  test("is whom the site names for all that a rule names, and not for half of it", () => {
    expect(names({ ...event, stationId: "hp-118" })[0]).toBe("area 05550142");
    expect(names({ ...event, stationId: "hp-118", class: "lifeSafety" })[0]).toBe("station 112");
  });

  test("without a rule is the procedure's calls, then lists, then contacts", () => {
    const { callFirst: _none, ...plain } = site;
    expect(names(event, plain)).toEqual([
      "procedure Patrol",
      "list First responders",
      "contact Fire brigade",
      "contact Staff",
    ]);
  });

  test("of a place that is not known is by class alone, and never the caller himself", () => {
    expect(names({ ...event, stationId: null, procedureId: null, number: "7010" })).toEqual([
      "class Staff",
      "list First responders",
      "contact Patrol",
    ]);
  });
});

describe("near zones", () => {
  const station = (id: string, at: [number, number], mapId = "plan"): Station => ({
    id,
    name: id,
    number: id,
    type: "helpPoint",
    place: { mapId, at, areaId: "tube", words: id, detail: "" },
  });
  const zone = (id: string, more: Partial<Zone> = {}): Zone => ({
    id,
    name: id,
    number: id,
    stationIds: [],
    areaId: "tube",
    reportsMembers: true,
    outlines: [],
    ...more,
  });
  const box = (x: number, y: number, mapId = "plan") => ({
    mapId,
    points: [
      [x, y],
      [x + 10, y],
      [x + 10, y + 10],
      [x, y + 10],
    ] as const,
  });
  const plan = (zones: Zone[]): Site => ({
    ...aSite,
    maps: [
      { id: "plan", name: "Plan", kind: "plan", image: "p.svg", width: 200, height: 200 },
      { id: "region", name: "Region", kind: "geo", geojson: "r.geojson", center: [11, 60], zoom: 9 },
    ],
    stations: [
      station("here", [55, 55]),
      station("speaker", [90, 55]),
      station("abroad", [55, 55], "region"),
      station("north", [11, 60], "region"),
      station("east", [11.1, 60], "region"),
      station("up", [11, 60.08], "region"),
    ],
    zones,
  });
  const found = (zones: Zone[], of = "here") => nearZones(plan(zones), of).map(({ zone: { id }, here }) => [id, here]);

  test("are those that the station stands in, then the nearest by outline or by speaker", () =>
    expect(
      found([
        zone("far", { outlines: [box(150, 50)] }),
        zone("bySpeaker", { stationIds: ["speaker"] }),
        zone("around", { outlines: [box(50, 50)] }),
        zone("beside", { outlines: [box(70, 50)] }),
      ]),
    ).toEqual([
      ["around", true],
      ["beside", false],
      ["bySpeaker", false],
    ]));

  test("leave out zones of another map, and those that reach everyone", () =>
    expect(
      found([
        zone("all", { stationIds: ["here"], allCall: true }),
        zone("elsewhere", { outlines: [box(50, 50, "region")] }),
        zone("abroad", { stationIds: ["abroad"] }),
        zone("own", { stationIds: ["here"] }),
      ]),
    ).toEqual([["own", true]]));

  test("on a region are nearest by ground, where a degree to the east is shorter than one to the north", () =>
    expect(found([zone("up", { stationIds: ["up"] }), zone("east", { stationIds: ["east"] })], "north")).toEqual([
      ["east", false],
      ["up", false],
    ]));

  test("of an unknown place are none", () => expect(nearZones(plan([zone("all")]), null)).toEqual([]));
});
