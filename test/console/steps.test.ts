/** A procedure at the desk: which step is next, and what 1…9 do before, during and after a question. */
import { describe, expect, it } from "vitest";
import { nextStep, padAct, stepRows } from "../../renderer/console/live/steps.ts";
import { aSite } from "./aSite.ts";

const [procedure] = aSite.procedures;
if (!procedure) throw new Error("the test site has a procedure");
const rowsWith = (...done: number[]) =>
  stepRows(procedure, { steps: done.map((step) => ({ step, at: 0, by: "operator:anna", answer: null })) });

describe("the next step", () => {
  it("is the first that is not done", () => expect(nextStep(rowsWith(0))?.index).toBe(1));
  it("skips steps done out of order", () => expect(nextStep(rowsWith(0, 1, 3))?.index).toBe(2));
  it("is none when all are done", () => expect(nextStep(rowsWith(0, 1, 2, 3))).toBeNull());
});

describe("the digits", () => {
  it("are pads while nothing is asked", () => {
    expect(padAct(rowsWith(), 1, false)).toMatchObject({ do: "pad", row: { index: 2 } });
    expect(padAct(rowsWith(), 2, false)).toMatchObject({ do: "pad", row: { index: 3 } });
  });
  it("are answers while the next step asks", () =>
    expect(padAct(rowsWith(0), 2, false)).toMatchObject({ do: "answer", answer: "No", row: { index: 1 } }));
  it("are pads again with Alt while the next step asks", () =>
    expect(padAct(rowsWith(0), 1, true)).toMatchObject({ do: "pad", row: { index: 2 } }));
  it("beyond the answers press no pad by mistake", () =>
    expect(padAct(rowsWith(0), 3, false)).toEqual({ do: "nothing" }));
  it("beyond the pads do nothing", () => expect(padAct(rowsWith(), 9, false)).toEqual({ do: "nothing" }));
});

describe("pads beneath the procedure", () => {
  it("are numbered on from its own", () => {
    expect(padAct(rowsWith(), 3, false, 2)).toEqual({ do: "more", at: 0 });
    expect(padAct(rowsWith(), 4, false, 2)).toEqual({ do: "more", at: 1 });
    expect(padAct(rowsWith(), 5, false, 2)).toEqual({ do: "nothing" });
  });
  it("need Alt while the next step asks", () => {
    expect(padAct(rowsWith(0), 3, false, 2)).toEqual({ do: "nothing" });
    expect(padAct(rowsWith(0), 3, true, 2)).toEqual({ do: "more", at: 0 });
  });
  it("begin at 1 without a procedure", () => expect(padAct([], 1, false, 1)).toEqual({ do: "more", at: 0 }));
});

it("a door step has a pad", () => {
  const door = { kind: "door" as const, words: "Open the gate", mandatory: false, stationId: "door-5" };
  const rows = stepRows({ ...procedure, steps: [...procedure.steps, door] }, { steps: [] });
  expect(rows.map(({ pad }) => pad)).toEqual([null, null, 1, 2, 3]);
});
