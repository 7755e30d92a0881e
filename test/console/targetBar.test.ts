/** The bar of a card: the target that runs out, then the return time of a held caller. */
import { expect, test } from "vitest";
import { targetPart } from "../../renderer/console/queue/targetBar.ts";
import { callsOf } from "../../shared/call/live.ts";
import { type Drive, drive } from "../desk/drive.ts";

function part(desk: Drive): number | null {
  const event = desk.event("101");
  return targetPart(event, callsOf(desk.desk, event), desk.now);
}

test("the target of an SOS runs out in 10 s, and stays full", () => {
  const desk = drive();
  desk.press("101");
  expect(part(desk)).toBe(0);
  desk.pass(5_000);
  expect(part(desk)).toBe(0.5);
  desk.pass(60_000);
  expect(part(desk)).toBe(1);
});

test("while one talks nothing runs out; on hold the return time does; a new press begins the target anew", () => {
  const desk = drive();
  const callId = desk.talkTo("101");
  expect(part(desk)).toBeNull();
  desk.command({ type: "hold", callId });
  desk.pass(15_000);
  expect(part(desk)).toBe(0.5);
  desk.press("101");
  expect(part(desk)).toBe(0);
});

test("of a closed event nothing is left to run out", () => {
  const desk = drive();
  desk.press("101");
  const event = desk.event("101");
  const closed = { at: desk.now, by: "operator:anna", outcome: "helped", note: "" };
  expect(targetPart({ ...event, closed }, [], desk.now + 5_000)).toBeNull();
});
