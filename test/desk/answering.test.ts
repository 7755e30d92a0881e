import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { drive, site } from "./drive.ts";

describe("answering", () => {
  test("offered ▸ answering ▸ talking acknowledges the event and opens the microphone", () => {
    const desk = drive();
    const callId = desk.press("101");
    const { id } = desk.event("101");
    expect(desk.command({ type: "answer", eventId: id, holdEqual: false })).toBeNull();
    expect(desk.call(callId).state).toBe("answering");
    expect(desk.orders).toEqual([{ type: "answerCall", callId }]);
    desk.report({ type: "callEstablished", callId });
    expect(desk.call(callId)).toMatchObject({ state: "talking", handledBy: "operator:anna" });
    expect(desk.event("101")).toMatchObject({
      acknowledged: true,
      acknowledgedHow: "answered",
      acknowledgedBy: "operator:anna",
    });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toEqual({
      microphone: true,
      speaker: true,
      clip: null,
      hears: [],
    });
  });

  test("twice is one answer", () => {
    const desk = drive();
    desk.press("101");
    const { id } = desk.event("101");
    desk.command({ type: "answer", eventId: id, holdEqual: false });
    expect(desk.command({ type: "answer", eventId: id, holdEqual: false })?.code).toBe("nothingToDo");
    expect(desk.orders).toHaveLength(1);
  });

  test("holds a live call of lower class by itself", () => {
    const desk = drive();
    const low = desk.talkTo("301");
    desk.press("101");
    expect(desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false })).toBeNull();
    expect(desk.call(low).state).toBe("held");
    expect(desk.entries.find((entry) => entry.kind === "callHeld")?.by).toBe("rule:answerHoldsLower");
  });

  test("says so with an equal class live, and holds it at the second press", () => {
    const desk = drive();
    const first = desk.talkTo("101");
    desk.press("102");
    const { id } = desk.event("102");
    expect(desk.command({ type: "answer", eventId: id, holdEqual: false })?.code).toBe("liveCallOfEqualClass");
    expect(desk.call(first).state).toBe("talking");
    expect(desk.command({ type: "answer", eventId: id, holdEqual: true })).toBeNull();
    expect(desk.call(first).state).toBe("held");
  });

  test("a repeat's new leg replaces the old one that still lives", () => {
    const desk = drive();
    const old = desk.talkTo("101");
    const fresh = desk.press("101");
    desk.report({ type: "callTaken", callId: fresh });
    expect(desk.event("101").acknowledged).toBe(false);
    expect(desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false })).toBeNull();
    desk.report({ type: "callEstablished", callId: fresh });
    expect(desk.orders).toContainEqual({ type: "endCall", callId: old });
    desk.report({ type: "callEnded", callId: old, by: "us" });
    expect(desk.event("101")).toMatchObject({ condition: "active", callIds: [fresh] });
  });

  test("the leg that was offered earlier is refused with 486 once the newer one talks", () => {
    const desk = drive();
    const first = desk.press("101");
    const second = desk.press("101");
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    desk.report({ type: "callEstablished", callId: second });
    expect(desk.orders).toContainEqual({ type: "refuseCall", callId: first, code: 486 });
  });

  test("with nobody signed in is allowed where the site says so, and permits answer and end only", () => {
    const desk = drive(site, null);
    const callId = desk.press("101");
    const { id } = desk.event("101");
    expect(desk.command({ type: "answer", eventId: id, holdEqual: false })).toBeNull();
    desk.report({ type: "callEstablished", callId });
    expect(desk.call(callId).handledBy).toBe("position");
    expect(desk.command({ type: "hold", callId })?.code).toBe("notSignedIn");
    expect(desk.command({ type: "note", eventId: id, text: "x" })?.code).toBe("notSignedIn");
    expect(desk.command({ type: "end", callId })).toBeNull();
    const strict = drive({ ...site, answerUnsigned: false }, null);
    strict.press("101");
    expect(strict.command({ type: "answer", eventId: strict.event("101").id, holdEqual: false })?.code).toBe(
      "notSignedIn",
    );
    expect(strict.orders).toEqual([]);
  });

  test("that media does not confirm in 5 s sounds again and offers the call-back", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    expect(planSound(desk.desk, site, desk.now).ring).toBeNull();
    desk.pass(5_000);
    expect(desk.orders).toContainEqual({ type: "endCall", callId });
    expect(desk.event("101")).toMatchObject({ acknowledged: false, condition: "returned" });
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("threeFast");
  });
});

describe("holding", () => {
  test("talking ⇄ held: neither voice passes, the caller hears the clip", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.command({ type: "hold", callId });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toEqual({
      microphone: false,
      speaker: false,
      clip: "hold",
      hears: [],
    });
    desk.command({ type: "resume", callId });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toEqual({
      microphone: true,
      speaker: true,
      clip: null,
      hears: [],
    });
  });

  test("asks again after the return time, once, with the sound of its class", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.command({ type: "hold", callId });
    desk.pass(29_000);
    expect(desk.call(callId).asksAgain).toBe(false);
    desk.pass(2_000);
    expect(desk.call(callId).asksAgain).toBe(true);
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("twoPulses");
    desk.pass(60_000);
    expect(desk.kinds().filter((kind) => kind === "eventSoundedAgain")).toHaveLength(1);
    expect(desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false })).toBeNull();
    expect(desk.call(callId)).toMatchObject({ state: "talking", asksAgain: false });
  });

  test("at most one call has the microphone, whoever is established last", () => {
    const desk = drive();
    const slow = desk.press("301");
    desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
    desk.now += 10;
    const sos = desk.press("101");
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    desk.report({ type: "callEstablished", callId: sos });
    desk.report({ type: "callEstablished", callId: slow });
    const plan = planSound(desk.desk, site, desk.now);
    expect(desk.call(slow).state).toBe("held");
    expect([plan.legs[sos]?.microphone, plan.legs[slow]?.microphone]).toEqual([true, false]);
  });
});

describe("the life of an event", () => {
  test("ending the call leaves it open until it is closed with an outcome", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    const { id } = desk.event("301");
    expect(desk.command({ type: "close", eventId: id, outcome: "helped", note: "" })?.code).toBe("stillOnTheLine");
    desk.command({ type: "end", callId });
    desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.event("301")).toMatchObject({ condition: "returned", acknowledged: true });
    expect(desk.command({ type: "close", eventId: id, outcome: "", note: "" })?.code).toBe("outcomeMissing");
    expect(desk.command({ type: "close", eventId: id, outcome: "helped", note: " lift " })).toBeNull();
    expect(desk.desk.closed[0]).toMatchObject({ id, closed: { outcome: "helped", note: "lift", by: "operator:anna" } });
  });

  test("a close is undone within 10 s and not later", () => {
    const desk = drive();
    const callId = desk.press("301");
    const { id } = desk.event("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    desk.command({ type: "close", eventId: id, outcome: "falsePress", note: "" });
    desk.pass(9_000);
    expect(desk.command({ type: "undoClose", eventId: id })).toBeNull();
    expect(desk.event("301").closed).toBeNull();
    desk.command({ type: "close", eventId: id, outcome: "falsePress", note: "" });
    desk.pass(11_000);
    expect(desk.command({ type: "undoClose", eventId: id })?.code).toBe("tooLate");
  });

  test("acknowledged with nobody on the line and nothing done for 60 s it sounds again; a note starts the time afresh", () => {
    const desk = drive();
    const callId = desk.press("301");
    const { id } = desk.event("301");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    desk.command({ type: "acknowledge", eventId: id });
    desk.pass(50_000);
    desk.command({ type: "note", eventId: id, text: "patrol on the way" });
    desk.pass(50_000);
    expect(desk.event("301").acknowledged).toBe(true);
    desk.pass(11_000);
    expect(desk.event("301")).toMatchObject({ acknowledged: false, stalled: true });
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("twoPulses");
  });

  test("a ringing life-safety call is not acknowledged by hand, a help point is", () => {
    const desk = drive();
    desk.press("101");
    desk.press("301");
    expect(desk.command({ type: "acknowledge", eventId: desk.event("101").id })?.code).toBe("lifeSafetyMustBeAnswered");
    expect(desk.command({ type: "acknowledge", eventId: desk.event("301").id })).toBeNull();
  });
});

describe("sound", () => {
  test("F2 silences for 60 s; a new life-safety press is heard all the same", () => {
    const desk = drive();
    desk.press("301");
    desk.command({ type: "silence" });
    expect(planSound(desk.desk, site, desk.now).ring).toBeNull();
    desk.press("302");
    expect(planSound(desk.desk, site, desk.now).ring).toBeNull();
    desk.press("101");
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("threeFast");
    desk.command({ type: "silence" });
    desk.pass(61_000);
    expect(planSound(desk.desk, site, desk.now).ring).not.toBeNull();
  });

  test("a new ring is soft while a call is live, rises after its target, and is loud when nobody takes it", () => {
    const desk = drive();
    desk.press("101");
    desk.pass(16_000);
    expect(planSound(desk.desk, site, desk.now).ring).toEqual({ sound: "threeFast", level: "loud", atLeast: 60 });
    desk.talkTo("102");
    expect(planSound(desk.desk, site, desk.now).ring?.level).toBe("normal");
    desk.press("101");
    expect(planSound(desk.desk, site, desk.now).ring?.level).toBe("soft");
  });

  test("a second routine caller is heard although the first still waits", () => {
    const desk = drive();
    desk.press("998");
    const first = planSound(desk.desk, site, desk.now).ring;
    desk.now += 1_000;
    expect(planSound(desk.desk, site, desk.now).ring).toEqual(first);
    desk.press("999");
    expect(planSound(desk.desk, site, desk.now).ring).not.toEqual(first);
  });

  test("a deaf console is louder than everything and not silenced", () => {
    const desk = drive();
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "no answer" });
    desk.command({ type: "silence" });
    expect(planSound(desk.desk, site, desk.now).ring?.sound).toBe("deaf");
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    expect(planSound(desk.desk, site, desk.now).ring).toBeNull();
  });
});

describe("a restart of the host", () => {
  test("marks calls that were up as lost and asks for the call-back; the sign-in stays for a short gap", () => {
    const desk = drive();
    desk.talkTo("101");
    desk.press("301");
    desk.report({ type: "hostStarted", version: "test", gapMs: 2_000, kept: [] });
    expect(desk.desk.calls).toEqual({});
    expect(desk.event("101")).toMatchObject({ callLost: true, condition: "returned", acknowledged: false });
    expect(desk.event("301")).toMatchObject({ callLost: true, condition: "returned" });
    expect(desk.desk.signedIn?.operatorId).toBe("anna");
    desk.report({ type: "hostStarted", version: "test", gapMs: 3_600_000, kept: [] });
    expect(desk.desk.signedIn).toBeNull();
  });
});
