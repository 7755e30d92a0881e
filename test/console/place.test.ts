/** Nothing moves under the pointer: what is drawn while it is over the queue, and what is said of the rest. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { place } from "../../renderer/console/queue/place.ts";

describe("the queue with the pointer over it", () => {
  it("keeps its cards where they are and announces a new one above", () =>
    expect(place(["b", "c"], ["a", "b", "c"], { over: "c" })).toEqual({ ids: ["b", "c"], above: ["a"], below: [] }));

  it("announces a new one below the card under the pointer as below", () =>
    expect(place(["a", "c"], ["a", "b", "c"], { over: "a" })).toEqual({ ids: ["a", "c"], above: [], below: ["b"] }));

  it("keeps a card that is gone until the pointer leaves", () =>
    expect(place(["a", "b"], ["b"], { over: "b" }).ids).toEqual(["a", "b"]));

  it("keeps the order when a card would change its place", () =>
    expect(place(["a", "b"], ["b", "a"], { over: "a" })).toEqual({ ids: ["a", "b"], above: [], below: [] }));

  it("counts new ones against the next card when the one under the pointer is gone", () =>
    expect(place(["a", "b"], ["n", "b", "m"], { over: "a" })).toEqual({ ids: ["a", "b"], above: ["n"], below: ["m"] }));

  it("has nothing to hold still while it is empty", () =>
    expect(place([], ["a"], { over: null })).toEqual({ ids: ["a"], above: [], below: [] }));
});

describe("the queue with the pointer elsewhere", () => {
  it("is the order of the desk", () =>
    expect(place(["b", "c"], ["a", "c"], "away")).toEqual({ ids: ["a", "c"], above: [], below: [] }));
});

describe("always", () => {
  const ids = fc.uniqueArray(fc.constantFrom(..."abcdefghij"), { maxLength: 10 });
  it("every wanted card is drawn or announced, none twice, and nothing drawn moves", () => {
    fc.assert(
      fc.property(ids, ids, fc.option(fc.constantFrom(..."abcdefghij")), (shown, wanted, over) => {
        const { ids: drawn, above, below } = place(shown, wanted, { over });
        if (shown.length > 0) expect(drawn).toEqual(shown);
        const all = [...drawn, ...above, ...below];
        expect(new Set(all).size).toBe(all.length);
        for (const id of wanted) expect(all).toContain(id);
      }),
    );
  });
});
