/** Journey: the network drops everything and tells nobody. */
import { expect, test } from "vitest";
import { startDesk } from "./desk.ts";

test("a half-open link is found by its silence, the desk says that it is deaf, and the next press arrives once the network is back", async () => {
  const desk = await startDesk({ online: ["209", "210"] });
  const { console, wire } = desk;
  await desk.pressed("209");
  wire.stall();
  await desk.press("210");
  await console.until("deaf", (now) => now.faults["deaf:"], 20_000);
  expect(console.desk.faults["pbxUnreachable:A"]?.words).toContain("no longer answers");
  await desk.untilRings("deaf");
  expect(desk.event("209").acknowledged).toBe(false);

  wire.resume();
  await console.until("registered again", (now) => now.pbxs["A"]?.state === "registered", 20_000);
  expect(console.desk.faults).toEqual({});
  await desk.pressed("210");
}, 60_000);

test("what a network holds back for a moment arrives when it goes on, and nothing is said to be lost", async () => {
  const desk = await startDesk({ online: ["209"] });
  const before = desk.console.entriesOf("pbxChanged").length;
  desk.wire.stall();
  await desk.press("209");
  desk.wire.resume();
  await desk.console.until("the press", () => desk.event("209"));
  expect(desk.console.entriesOf("pbxChanged")).toHaveLength(before);
});
