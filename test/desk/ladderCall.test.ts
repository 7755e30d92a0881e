/** The call of the ladder: it tells, waits for key 1, gives way, and is made again. */
import path from "node:path";
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { climbing, type Drive, drive } from "./drive.ts";
import { busy, callOf, callsMade, telling, words } from "./ladderDrive.ts";

describe("the call", () => {
  test("goes out by the rule, to the supervisor, and is nobody's call at the desk", () => {
    const desk = drive(climbing);
    const live = desk.talkTo("302");
    desk.press("101");
    const shift = desk.desk.shift.outbound;
    desk.pass(30_250);
    const call = callOf(desk);
    expect(desk.orders.at(-1)).toEqual({
      type: "dialCall",
      callId: call.id,
      pbxId: "A",
      number: "7001",
      purpose: "ladder",
      members: false,
    });
    expect(desk.entries.at(-1)).toMatchObject({ kind: "ladderCalled", by: "rule:ladder", data: { attempt: 1 } });
    desk.report({ type: "callEstablished", callId: call.id });
    expect(desk.desk.calls[call.id]).toBeUndefined();
    expect(desk.call(live)).toMatchObject({ state: "talking" });
    expect(desk.desk.shift.outbound).toEqual(shift);
    const { legs } = planSound(desk.desk, climbing, desk.now);
    expect(legs[live]).toMatchObject({ microphone: true, speaker: true });
    expect(legs[call.id]).toMatchObject({ microphone: false, speaker: false, hears: [] });
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: true });
    expect(callOf(desk).state).toBe("telling");
  });

  test("says what, where, and which key, until a key is pressed", () => {
    const desk = telling();
    const clip = planSound(desk.desk, climbing, desk.now).legs[callOf(desk).id]?.clip;
    const said =
      clip !== null && typeof clip === "object" && "say" in clip
        ? clip.say.map((url) => path.basename(url, ".wav"))
        : [];
    expect(clip).toMatchObject({ again: true });
    expect(said.slice(0, 3)).toEqual(["callFromDesk", "lifeSafety", "sosTerminal"]);
    expect(said.slice(-2)).toEqual(["notAnswered", "pressOne"]);
    expect(words(desk, "101")).toBe("Supervisor is being told");
  });

  test("key 1 acknowledges: the event stays open, is no longer waiting, and the call ends after a word", () => {
    const desk = telling();
    const { id } = callOf(desk);
    desk.report({ type: "digitHeard", callId: id, digit: "5" });
    expect(desk.event("101").acknowledged).toBe(false);
    desk.report({ type: "digitHeard", callId: id, digit: "1" });
    expect(desk.event("101")).toMatchObject({
      acknowledged: true,
      acknowledgedHow: "bySupervisor",
      acknowledgedBy: "rule:ladder",
      rungs: [],
      summons: [],
    });
    expect(planSound(desk.desk, climbing, desk.now).legs[id]?.clip).toMatchObject({ again: false });
    desk.report({ type: "digitHeard", callId: id, digit: "1" });
    expect(desk.kinds().filter((kind) => kind === "eventAcknowledged")).toHaveLength(1);
    desk.report({ type: "messageOver", callId: id, failed: null });
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId: id });
    desk.report({ type: "callEnded", callId: id, by: "us" });
    expect(desk.desk.ladder.call).toBeNull();
    expect(desk.entries.at(-1)).toMatchObject({ kind: "ladderCallEnded", data: { result: { kind: "acknowledged" } } });
  });

  test("acknowledged by telephone, a caller who still rings and whom nobody answers sounds again", () => {
    const desk = telling();
    desk.report({ type: "digitHeard", callId: callOf(desk).id, digit: "1" });
    expect(planSound(desk.desk, climbing, desk.now).ring).toBeNull();
    desk.pass(60_000);
    expect(desk.event("101")).toMatchObject({ acknowledged: false, stalled: true });
  });

  test("… and answering him ends that wait", () => {
    const desk = telling();
    const [callId = ""] = desk.event("101").callIds;
    desk.report({ type: "callTaken", callId });
    desk.report({ type: "digitHeard", callId: callOf(desk).id, digit: "1" });
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    desk.report({ type: "callEstablished", callId });
    desk.pass(120_000);
    expect(desk.event("101")).toMatchObject({ acknowledged: true, stalled: false });
  });

  test.each([
    ["busy", (desk: Drive, callId: string) => desk.report({ type: "callFailed", callId, reason: busy }), "busy"],
    ["not answered", (desk: Drive) => desk.pass(26_000), "did not answer"],
    [
      "hung up without the key",
      (desk: Drive, callId: string) => {
        desk.report({ type: "callEstablished", callId });
        desk.report({ type: "callEnded", callId, by: "far" });
      },
      "was told, hung up without key 1",
    ],
    [
      "answered by a machine",
      (desk: Drive, callId: string) => {
        desk.report({ type: "callEstablished", callId });
        desk.pass(40_250);
        desk.report({ type: "callEnded", callId, by: "us" });
      },
      "was told, pressed no key",
    ],
  ])("that was %s says so on the card and is made again after 30 s, three times in all", (_, fail, said) => {
    const desk = drive(climbing);
    desk.press("301");
    desk.pass(45_250);
    for (let attempt = 1; attempt <= 3; attempt++) {
      const { id } = callOf(desk);
      fail(desk, id);
      if (desk.desk.ladder.call) desk.report({ type: "callEnded", callId: id, by: "us" });
      const shown = words(desk, "301");
      expect(shown).toMatch(
        attempt < 3 ? new RegExp(`^Supervisor ${said}, again in 00:(29|30)$`) : /^Supervisor not reached/,
      );
      expect(shown).toContain(said);
      desk.pass(30_250);
    }
    expect(callsMade(desk)).toHaveLength(3);
    desk.pass(300_000);
    expect(callsMade(desk)).toHaveLength(3);
  });

  test("a telephone that still rings is given up when the next rung is due, and the other number is called", () => {
    const impatient = { ...climbing.classes.lifeSafety, supervisorAfterS: 30, alternateAfterS: 40 };
    const desk = drive({ ...climbing, classes: { ...climbing.classes, lifeSafety: impatient } });
    desk.press("101");
    desk.pass(30_250);
    const { id } = callOf(desk);
    desk.pass(10_000);
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId: id });
    desk.report({ type: "callEnded", callId: id, by: "us" });
    desk.pass(250);
    expect(callOf(desk)).toMatchObject({ rung: "alternate", number: "0555" });
    desk.report({ type: "callEstablished", callId: callOf(desk).id });
    desk.report({ type: "digitHeard", callId: callOf(desk).id, digit: "1" });
    expect(desk.event("101").acknowledgedHow).toBe("byAlternate");
  });

  test("that is no longer needed ends: while it rings at once, while it tells after a word", () => {
    const rings = drive(climbing);
    rings.press("301");
    rings.pass(45_250);
    rings.command({ type: "acknowledge", eventId: rings.event("301").id });
    expect(rings.orders.at(-1)).toEqual({ type: "endCall", callId: callOf(rings).id });
    const tells = telling("301");
    tells.command({ type: "acknowledge", eventId: tells.event("301").id });
    expect(callOf(tells)).toMatchObject({ state: "confirming", result: { kind: "notNeeded" } });
    expect(planSound(tells.desk, climbing, tells.now).legs[callOf(tells).id]?.clip).toEqual({
      say: ["./clips/words/en/notNeeded.wav"],
      again: false,
    });
    tells.pass(13_000);
    expect(tells.desk.ladder.call).toBeNull();
  });

  test("gives way to a call of the desk to the same number: a telephone takes one", () => {
    const desk = drive({ ...climbing, supervisor: "7002" });
    desk.press("301");
    desk.pass(45_250);
    const { id } = callOf(desk);
    desk.command({ type: "call", number: "7002", eventId: null });
    expect(callOf(desk)).toMatchObject({ state: "ending", result: { kind: "gaveWay" } });
    expect(desk.orders.slice(-2).map(({ type }) => type)).toEqual(["dialCall", "endCall"]);
    desk.report({ type: "callEnded", callId: id, by: "us" });
    expect(words(desk, "301")).toBe("Supervisor called by the desk itself, again in 00:30");
  });

  test("without a PBX it waits, says so, and goes out as soon as one is there", () => {
    const desk = drive(climbing);
    desk.press("301");
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    desk.pass(90_000);
    expect(callsMade(desk)).toEqual([]);
    expect(desk.kinds().filter((kind) => kind === "ladderWaits")).toHaveLength(1);
    expect(words(desk, "301")).toBe("No PBX: supervisor is called when one is there");
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.pass(250);
    expect(callsMade(desk)).toEqual(["7001"]);
  });

  test("of several events it names the gravest and oldest and tells how many wait; key 1 is for the one it names", () => {
    const desk = drive(climbing);
    desk.press("301");
    desk.pass(15_000);
    desk.press("101");
    desk.press("102");
    desk.pass(30_250);
    const call = callOf(desk);
    expect(call.eventIds).toEqual([desk.event("101"), desk.event("102"), desk.event("301")].map(({ id }) => id));
    desk.report({ type: "callEstablished", callId: call.id });
    const { clip } = planSound(desk.desk, climbing, desk.now).legs[call.id] ?? {};
    expect(JSON.stringify(clip)).toContain('en/d3.wav","./clips/words/en/waiting.wav');
    desk.report({ type: "digitHeard", callId: call.id, digit: "1" });
    expect(desk.event("101").acknowledged).toBe(true);
    expect(desk.event("102").acknowledged).toBe(false);
    desk.report({ type: "callEnded", callId: call.id, by: "far" });
    desk.pass(250);
    // Somebody listens there: he is told of the next one at once.
    expect(callOf(desk).eventIds).toEqual([desk.event("102"), desk.event("301")].map(({ id }) => id));
  });

  test("a sound page, PBX or host that goes away in the middle costs no attempt: it is made again at once", () => {
    for (const lose of [
      (desk: Drive) => desk.report({ type: "mediaTook", has: [] }),
      (desk: Drive) => {
        desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
        desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
      },
      (desk: Drive) => {
        desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: Object.keys(desk.desk.calls) });
        desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
      },
    ]) {
      const desk = telling("301");
      const first = callOf(desk).id;
      lose(desk);
      if (desk.desk.ladder.call) desk.report({ type: "callEnded", callId: first, by: "us" });
      desk.pass(250);
      expect(callOf(desk).id).not.toBe(first);
      expect(desk.entries.findLast(({ kind }) => kind === "ladderCalled")).toMatchObject({ data: { attempt: 1 } });
    }
  });

  test("after a restart what is left of it at the PBX is ended first, and the telephone is free for the next", () => {
    const desk = telling("301");
    const { id } = callOf(desk);
    const before = desk.orders.length;
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [id, ...Object.keys(desk.desk.calls)] });
    expect(desk.orders.slice(before)).toEqual([]);
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    expect(desk.orders.slice(before)).toContainEqual({ type: "endCall", callId: id });
    desk.report({ type: "callEnded", callId: id, by: "us" });
    desk.pass(250);
    expect(callsMade(desk)).toHaveLength(2);
  });

  test("one that cannot be spoken to is hung up and made again", () => {
    const desk = telling("301");
    const { id } = callOf(desk);
    desk.report({ type: "messageOver", callId: id, failed: "404" });
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId: id });
    desk.report({ type: "callEnded", callId: id, by: "us" });
    expect(words(desk, "301")).toContain("Nothing could be said: 404");
  });
});
