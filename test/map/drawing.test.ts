/** Where things are drawn on the map: places, culling, labels, zones. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hidesAny, placeLabels } from "../../renderer/console/map/labels.ts";
import { isDrawable, toLatLng } from "../../renderer/console/map/mapPoint.ts";
import { pointGrid } from "../../renderer/console/map/pointGrid.ts";
import { zoneShapes } from "../../renderer/console/map/zoneShapes.ts";
import type { Page } from "../../shared/page/page.ts";
import { zone } from "./fixtures.ts";

describe("places", () => {
  it("of a plan count downwards from the top left, of the region are longitude before latitude", () => {
    expect(toLatLng("plan", [100, 50])).toEqual([-50, 100]);
    expect(toLatLng("geo", [11.2, 46.8])).toEqual([46.8, 11.2]);
  });
  it("that are no places are not drawn", () => {
    expect(isDrawable("plan", [Number.NaN, 1])).toBe(false);
    expect(isDrawable("geo", [11, 91])).toBe(false);
    expect(isDrawable("geo", [1e308, 46])).toBe(false);
    expect(isDrawable("geo", [11, 46])).toBe(true);
  });
});

describe("culling", () => {
  const coordinate = fc.double({ min: -1_000, max: 1_000, noNaN: true });
  it("finds exactly the points inside the box, however they lie", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(coordinate, coordinate), { maxLength: 200 }),
        coordinate,
        coordinate,
        fc.double({ min: 0, max: 800, noNaN: true }),
        (points, x, y, size) => {
          const grid = pointGrid(
            Float64Array.from(points, ([px]) => px),
            Float64Array.from(points, ([, py]) => py),
          );
          const box = { minX: x, minY: y, maxX: x + size, maxY: y + size };
          const found: number[] = [];
          grid.within(box, (index) => found.push(index));
          const expected = points.flatMap(([px, py], index) =>
            px >= box.minX && px <= box.maxX && py >= box.minY && py <= box.maxY ? [index] : [],
          );
          expect(found.sort((a, b) => a - b)).toEqual(expected);
        },
      ),
    );
  });
  it("finds the nearest point within reach and none beyond it", () => {
    const grid = pointGrid(Float64Array.of(0, 10, 500), Float64Array.of(0, 0, 500));
    expect(grid.nearest(8, 1, 14)).toBe(1);
    expect(grid.nearest(100, 100, 14)).toBeNull();
  });
  it("lives with no points, with one, and with all in one place", () => {
    const none = pointGrid(new Float64Array(0), new Float64Array(0));
    expect(none.nearest(0, 0, 10)).toBeNull();
    expect(pointGrid(Float64Array.of(5), Float64Array.of(5)).nearest(5, 5, 1)).toBe(0);
    expect(pointGrid(Float64Array.of(5, 5, 5), Float64Array.of(5, 5, 5)).nearest(5, 5, 1)).not.toBeNull();
  });
});

describe("labels", () => {
  const label = (x: number, y: number) => ({ x, y, width: 180, height: 40 });
  it("stand to the right of a pin that is alone", () => {
    expect(placeLabels([label(300, 300)], 1_000, 600)).toEqual(["right"]);
  });
  it("turn to the left at the right edge", () => {
    expect(placeLabels([label(950, 300)], 1_000, 600)).toEqual(["left"]);
  });
  it("do not cover a neighbour's pin or label", () => {
    expect(placeLabels([label(300, 300), label(400, 300)], 1_000, 600)).toEqual(["left", "right"]);
  });
  it("keep clear of what lies over the map, which goes where it would hide a pin", () => {
    const legend = { left: 320, top: 250, right: 700, bottom: 350 };
    expect(placeLabels([label(300, 300)], 1_000, 600, [legend])).toEqual(["left"]);
    expect(hidesAny(legend, [{ x: 300, y: 300 }])).toBe(false);
    expect(hidesAny(legend, [{ x: 310, y: 300 }])).toBe(true);
  });
  it("are left out in a crowd, but never for the loudest pin", () => {
    const sides = placeLabels(
      Array.from({ length: 60 }, (_, i) => label(500 + (i % 8) * 6, 300 + Math.floor(i / 8) * 6)),
      1_000,
      600,
    );
    expect(sides[0]).not.toBe("none");
    expect(sides.filter((side) => side === "none").length).toBeGreaterThan(50);
  });
});

describe("zones on the map", () => {
  const outlines = [{ mapId: "tunnel", points: [[0, 0] as const, [10, 0] as const, [10, 10] as const] }];
  const zones = [zone("a", ["1"], { outlines }), zone("b", ["2"], { outlines }), zone("c", ["3"], { outlines })];
  const page: Page = {
    id: "p1",
    state: "open",
    by: "operator:a",
    approvedBy: null,
    allCall: false,
    message: null,
    requestedAt: 0,
    openedAt: 0,
    openDueAt: null,
    releasedBecause: null,
    legs: [
      {
        zoneId: "a",
        callId: "x",
        state: "open",
        failure: null,
        members: [],
        pbxId: "A",
        message: null,
        beginDueAt: null,
      },
      {
        zoneId: "b",
        callId: "y",
        state: "failed",
        failure: "busy",
        members: null,
        pbxId: "A",
        message: null,
        beginDueAt: null,
      },
    ],
  };
  it("are outlined while a page runs into them, and as chosen before", () => {
    const shapes = zoneShapes(zones, "tunnel", page, ["a", "c"]);
    expect(shapes.map(({ zoneId, state }) => [zoneId, state])).toEqual([
      ["a", "onAir"],
      ["b", "failed"],
      ["c", "chosen"],
    ]);
  });
  it("are drawn on the maps that they have an outline on", () => {
    expect(zoneShapes(zones, "region", page, ["c"])).toEqual([]);
  });
});
