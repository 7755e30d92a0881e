/** Find or dial: what is found, in which order, and what Enter does with it. */
import { describe, expect, it } from "vitest";
import { finderOf, hitWords } from "../../renderer/console/reach/find.ts";
import { nextRow } from "../../renderer/console/reach/rows.ts";
import { site, station, zone } from "../map/fixtures.ts";

const place = (words: string) => ({ mapId: "tunnel", at: [0, 0] as const, areaId: "tube", words, detail: "" });
const world = {
  ...site(
    [
      station("214", { number: "6214", place: place("Tube B km 3.4") }),
      station("215", { number: "6215", place: place("Tube B km 3.6") }),
      station("hp", { name: "Help point 7002", number: "6031", type: "helpPoint", place: place("Platform 2 east") }),
    ],
    [zone("b", ["214"], { name: "Tube B all", number: "6802" })],
  ),
  contacts: [{ id: "patrol", name: "Patrol", number: "7002", words: "First responder" }],
};
const find = finderOf(world);
const said = (text: string) => find(text).map((hit) => hitWords(hit, []));

describe("find or dial", () => {
  it("finds a station by the number in its name", () => {
    expect(said("214")[0]).toBe("Call SOS 214");
  });
  it("finds a station by its number as one types it", () => {
    expect(said("62")).toEqual(expect.arrayContaining(["Call SOS 214", "Call SOS 215"]));
  });
  it("puts the one whose whole number was typed before those that only carry it in their name", () => {
    expect(said("7002")).toEqual(["Call Patrol", "Call Help point 7002"]);
  });
  it("finds a place by its words", () => {
    expect(said("platform east")).toEqual(["Call Help point 7002"]);
  });
  it("forgives a slip in a name", () => {
    expect(said("patrl")[0]).toBe("Call Patrol");
  });
  it("offers any number to dial, after what it found", () => {
    expect(said("0512 345678")).toEqual(["Call 0512345678"]);
    expect(said("214").at(-1)).toBe("Call 214");
  });
  it("does not offer to dial a number that belongs to somebody", () => {
    expect(said("6214")).toEqual(["Call SOS 214"]);
  });
  it("chooses a zone and never calls it", () => {
    const zoneHit = find("tube b all").find((hit) => hit.kind === "zone");
    expect(zoneHit && hitWords(zoneHit, [])).toBe("Choose zone Tube B all");
    expect(zoneHit && hitWords(zoneHit, ["b"])).toBe("Drop zone Tube B all");
    expect(said("6802")).toEqual(["Choose zone Tube B all"]);
  });
  it("finds nothing for nothing, and nothing for words that nobody has", () => {
    expect(said("  ")).toEqual([]);
    expect(said("qqxz")).toEqual([]);
  });
  it("is not moved by names that look like properties", () => {
    expect(said("__proto__ constructor")).toEqual([]);
  });
});

it("a list moves by rows and pages and stays within itself", () => {
  expect([
    nextRow("ArrowDown", 0, 3),
    nextRow("ArrowUp", 0, 3),
    nextRow("PageDown", 0, 3),
    nextRow("End", 0, 9),
  ]).toEqual([1, 0, 2, 8]);
  expect(nextRow("x", 0, 3)).toBeNull();
});
