import { describe, expect, test } from "vitest";
import {
  contactById,
  contactByNumber,
  findNumber,
  normaliseNumber,
  stationById,
  stationByNumber,
  zoneById,
  zoneByNumber,
} from "../../shared/dialing/directory.ts";
import type { Site, Station } from "../../shared/site/site.ts";
import { aSite } from "../operator/aSite.ts";

describe("normaliseNumber", () => {
  test.each([
    ["6031", "6031"],
    [" 60 31 ", "6031"],
    ["+43 (512) 60-31", "+435126031"],
    ["0512/60.31", "05126031"],
    ["*72#", "*72#"],
  ])("writes %j as %j", (text, number) => expect(normaliseNumber(text)).toBe(number));

  test.each([
    "",
    "  ",
    "+",
    "patrol",
    "sip:6031@plant",
    "tel:6031",
    "60;31",
    "6031\u202e",
    "1".repeat(33),
    "1+2",
    "1".repeat(100_000),
  ])("does not take %j for a number", (text) => expect(normaliseNumber(text)).toBe(""));
});

describe("the directory", () => {
  test("finds a station, a contact and a zone by number, however it is written", () => {
    expect(stationByNumber(aSite, "10 1")?.id).toBe("a1");
    expect(contactByNumber(aSite, "+41445550142")?.id).toBe("engineer");
    expect(zoneByNumber(aSite, "801")?.id).toBe("tubeA");
    expect(findNumber(aSite, "0512 1")).toEqual({ kind: "number", number: "05121" });
    expect(findNumber(aSite, "patrol")).toEqual({ kind: "number", number: "" });
  });

  test("tells kinds apart: a contact's number is no station", () => {
    expect(stationByNumber(aSite, "7002")).toBeNull();
    expect(contactByNumber(aSite, "101")).toBeNull();
    expect(zoneByNumber(aSite, "101")).toBeNull();
  });

  test("finds by id, and nothing by the names that every object has", () => {
    expect(stationById(aSite, "b1")?.number).toBe("201");
    expect(zoneById(aSite, "tubeB")?.number).toBe("802");
    expect(contactById(aSite, "patrol")?.number).toBe("7002");
    expect(stationById(aSite, "constructor")).toBeNull();
    expect(zoneById(aSite, "__proto__")).toBeNull();
  });

  test("gives the new site's answers after a reload", () => {
    const moved: Site = { ...aSite, stations: aSite.stations.map((one) => ({ ...one, number: `9${one.number}` })) };
    expect(stationByNumber(moved, "101")).toBeNull();
    expect(stationByNumber(moved, "9101")?.id).toBe("a1");
    expect(stationByNumber(aSite, "101")?.id).toBe("a1");
  });

  test("reads each of 10,000 stations once, not once for each look-up", () => {
    let reads = 0;
    const stations = Array.from({ length: 10_000 }, (_, i): Station => {
      const like = aSite.stations[0] as Station;
      return Object.defineProperty({ ...like, id: `s${i}` }, "number", {
        get: () => {
          reads += 1;
          return String(20_000 + i);
        },
      });
    });
    const large: Site = { ...aSite, stations };
    for (let i = 0; i < 10_000; i++) expect(stationByNumber(large, String(20_000 + i))?.id).toBe(`s${i}`);
    expect(reads).toBe(10_000);
  });
});
