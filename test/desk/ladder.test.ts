/** The ladder of rules.md: whom the desk calls by itself when nobody answers, when, and what else it can tell. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { askByTelephone, askOver } from "../../shared/ladder/decideLadder.ts";
import { climbing, type Drive, drive, site } from "./drive.ts";
import { callOf, callsMade, rungsReached, words } from "./ladderDrive.ts";

describe("rungs", () => {
  test("an SOS has the supervisor called after 30 s and the other number after 60 s, each once", () => {
    const desk = drive(climbing);
    const began = desk.now;
    desk.press("101");
    expect(words(desk, "101")).toBe("Supervisor called in 00:30");
    desk.pass(29_750);
    expect(rungsReached(desk)).toEqual([]);
    desk.pass(90_000);
    expect(rungsReached(desk)).toEqual([`supervisor at ${began + 30_000}`, `alternate at ${began + 60_000}`]);
    expect(callsMade(desk).slice(0, 2)).toEqual(["7001", "0555"]);
  });

  test("a help point has the supervisor called after 45 s and nobody else; a door station nobody", () => {
    const desk = drive(climbing);
    desk.press("301");
    desk.press("501");
    desk.pass(300_000);
    expect(new Set(callsMade(desk))).toEqual(new Set(["7001"]));
    expect(rungsReached(desk)).toHaveLength(1);
    expect(words(desk, "501")).toBeNull();
  });

  test("where the site names nobody there is no rung, and nothing is promised", () => {
    const desk = drive(site);
    desk.press("101");
    desk.pass(120_000);
    expect(rungsReached(desk)).toEqual([]);
    expect(words(desk, "101")).toBeNull();
  });

  test.each([
    ["acknowledged", (desk: Drive) => desk.command({ type: "acknowledge", eventId: desk.event("301").id })],
    ["answered", (desk: Drive) => desk.talkTo("301")],
    [
      "closed",
      (desk: Drive) => {
        for (const id of desk.event("301").callIds)
          desk.report({ type: "callCancelled", callId: id, elsewhere: false });
        desk.command({ type: "close", eventId: desk.event("301").id, outcome: "test", note: "x" });
      },
    ],
  ])("an event that was %s climbs no further", (_, take) => {
    const desk = drive(climbing);
    desk.press("301");
    desk.pass(44_000);
    take(desk);
    desk.pass(50_000);
    expect(rungsReached(desk)).toEqual([]);
    expect(callsMade(desk)).toEqual([]);
  });

  test("while an answer is on its way no rung is reached; when it fails, at once", () => {
    const desk = drive(climbing);
    const callId = desk.press("301");
    desk.report({ type: "callTaken", callId });
    desk.pass(44_500);
    desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
    desk.pass(2_000);
    expect(rungsReached(desk)).toEqual([]);
    desk.report({ type: "callFailed", callId, reason: { kind: "failed", code: null, text: "no sound" } });
    desk.input({ type: "tick" });
    expect(rungsReached(desk)).toHaveLength(1);
  });

  test("a repeat arms what was reached anew, and puts nothing off that the caller waits for already", () => {
    const desk = drive(climbing);
    const began = desk.now;
    desk.press("101");
    desk.pass(20_000);
    desk.press("101");
    desk.pass(10_000);
    expect(rungsReached(desk)).toEqual([`supervisor at ${began + 30_000}`]);
    desk.press("101");
    desk.pass(30_000);
    expect(rungsReached(desk)).toEqual([
      `supervisor at ${began + 30_000}`,
      `supervisor at ${began + 60_000}`,
      `alternate at ${began + 60_000}`,
    ]);
  });

  test("an event that sounds again because nothing was done climbs from the beginning", () => {
    const desk = drive(climbing);
    desk.report({ type: "callCancelled", callId: desk.press("301"), elsewhere: false });
    desk.command({ type: "acknowledge", eventId: desk.event("301").id });
    desk.pass(60_000);
    expect(desk.event("301").stalled).toBe(true);
    const again = desk.event("301").waitingSince;
    desk.pass(46_000);
    expect(rungsReached(desk)).toEqual([`supervisor at ${again + 45_000}`]);
  });

  test("after a restart overdue rungs are reached at once, once each", () => {
    const desk = drive(climbing);
    const callId = desk.press("101");
    desk.report({ type: "callTaken", callId });
    desk.now += 100_000;
    desk.report({ type: "hostStarted", version: "test", gapMs: 50_000, kept: [callId] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.input({ type: "tick" });
    expect(rungsReached(desk).map((one) => one.split(" ")[0])).toEqual(["supervisor", "alternate"]);
    desk.pass(20_000);
    expect(rungsReached(desk)).toHaveLength(2);
  });
});

test("something else than an event can be told: asked once, called, acknowledged by key 1, or called off", () => {
  const desk = drive(climbing);
  const context = () => ({
    desk: desk.desk,
    site: climbing,
    moment: { now: desk.now, localMinute: 600, proofs: desk.proofs },
    by: "host",
  });
  const give = (entries: ReturnType<typeof askByTelephone>) => desk.keep(entries);
  give(askByTelephone(context(), "flood"));
  expect(askByTelephone(context(), "flood")).toEqual([]);
  desk.pass(250);
  const { id } = callOf(desk);
  desk.report({ type: "callEstablished", callId: id });
  expect(JSON.stringify(planSound(desk.desk, climbing, desk.now).legs[id]?.clip)).toContain("flood");
  desk.report({ type: "digitHeard", callId: id, digit: "1" });
  expect(desk.desk.ladder.notices).toEqual({});
  desk.report({ type: "callEnded", callId: id, by: "far" });

  give(askByTelephone(context(), "flood"));
  give(askOver(context(), "flood"));
  desk.pass(60_000);
  expect(callsMade(desk)).toHaveLength(1);
  expect(askByTelephone({ ...context(), site }, "flood")).toEqual([]);
});
