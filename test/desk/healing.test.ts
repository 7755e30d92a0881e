/** Calls that heal (wire.md): taken back to their former state, and never to more. */
import { describe, expect, test } from "vitest";
import type { HealCause } from "../../shared/call/healing.ts";
import { mayBeGone } from "../../shared/call/live.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

const registered = { type: "pbx", pbxId: "A", state: "registered", why: "" } as const;
const lost = { type: "pbx", pbxId: "A", state: "lost", why: "gone" } as const;
const soundReady = { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" };
const media = { type: "media", status: soundReady } as const;
const noMedia = { type: "media", status: { up: false, microphone: null, talk: null, ring: null } } as const;

/** Starts the host anew; the PBX and the sound page are not there yet. */
function restart(desk: Drive, kept: readonly string[], gapMs = 2_000): void {
  desk.report({ type: "hostStarted", version: "test", gapMs, kept });
}

/** The heal orders given since, as [call, cause]. */
const healed = (desk: Drive): [string, HealCause][] =>
  desk.orders.flatMap((order) =>
    order.type === "healCall" ? [[order.callId, order.because] as [string, HealCause]] : [],
  );

function talkingWithSound(desk: Drive, number = "101"): string {
  const callId = desk.talkTo(number);
  desk.report({ type: "callSound", callId, in: true, out: true });
  return callId;
}

describe("the link", () => {
  test("when it is back, every dialog of that PBX is refreshed, held ones too; a ringing call is left alone", () => {
    const desk = drive();
    const held = talkingWithSound(desk, "301");
    const talking = talkingWithSound(desk, "101");
    desk.press("302");
    desk.report(lost);
    expect(desk.call(talking).state).toBe("talking");
    desk.pass(5_000);
    expect(healed(desk)).toEqual([]);
    desk.report(registered);
    desk.input({ type: "tick" });
    expect(healed(desk)).toEqual([
      [held, "linkBack"],
      [talking, "linkBack"],
    ]);
    expect(planSound(desk.desk, site, desk.now).legs[talking]).toMatchObject({ microphone: true, speaker: true });
    desk.report({ type: "callHealed", callId: talking });
    expect(desk.call(talking)).toMatchObject({ healing: null, orderDueAt: null, state: "talking" });
  });

  test("a dialog that the far end does not know any more becomes: call lost, call back", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report(lost);
    desk.report(registered);
    desk.input({ type: "tick" });
    desk.report({ type: "callNotHealed", callId, gone: true, words: "481" });
    expect(desk.desk.calls[callId]).toBeUndefined();
    expect(desk.event("101")).toMatchObject({ callLost: true, acknowledged: false, condition: "returned" });
  });

  test("a refresh that fails for another reason, or is not answered, leaves the call as it is", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report(lost);
    desk.report(registered);
    desk.input({ type: "tick" });
    desk.pass(9_000);
    expect(desk.call(callId)).toMatchObject({ state: "talking", healing: null });
  });
});

test("a call that rang before its PBX was lost is said to be unsure once it is back, and no other is", () => {
  const desk = drive();
  const before = desk.press("301");
  desk.report({ type: "callTaken", callId: before });
  expect(mayBeGone(desk.desk, desk.call(before))).toBe(false);
  desk.pass(1_000);
  desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
  expect(mayBeGone(desk.desk, desk.call(before))).toBe(false);
  desk.pass(1_000);
  desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
  expect(mayBeGone(desk.desk, desk.call(before))).toBe(true);
  desk.pass(1_000);
  expect(mayBeGone(desk.desk, desk.call(desk.press("101")))).toBe(false);
});

describe("the sound page", () => {
  test("a page that carries nothing of a call takes it back once it is up; the microphone comes back as it was", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report(noMedia);
    desk.report({ type: "mediaTook", has: [] });
    expect(desk.call(callId)).toMatchObject({ sound: { in: false, out: false }, listenOnly: false });
    desk.input({ type: "tick" });
    expect(healed(desk)).toEqual([]);
    desk.report(media);
    desk.input({ type: "tick" });
    expect(healed(desk)).toEqual([[callId, "mediaPage"]]);
    desk.report({ type: "callHealed", callId });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toMatchObject({ microphone: true, speaker: true });
  });

  test("a page that still carries the call takes nothing back", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report({ type: "mediaTook", has: [callId] });
    desk.pass(1_000);
    expect(healed(desk)).toEqual([]);
  });

  test("a held call comes back held", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.command({ type: "hold", callId });
    desk.report({ type: "mediaTook", has: [] });
    desk.input({ type: "tick" });
    desk.report({ type: "callHealed", callId });
    expect(desk.call(callId).state).toBe("held");
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toMatchObject({ microphone: false, speaker: false });
  });

  test("a call that the PBX does not give back is lost, and asks for a call-back", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report({ type: "mediaTook", has: [] });
    desk.input({ type: "tick" });
    desk.report({ type: "callNotHealed", callId, gone: false, words: "488" });
    expect(desk.event("101").callLost).toBe(true);
  });

  test("a page to zones that was on the air is over with its sound page", () => {
    const desk = drive();
    desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
    const [leg] = desk.desk.page?.legs ?? [];
    if (!leg) throw new Error("no page began");
    desk.report({ type: "callEstablished", callId: leg.callId });
    desk.report({ type: "mediaTook", has: [] });
    expect(desk.desk.page?.releasedBecause).toBe("lost");
    expect(desk.orders).toContainEqual({ type: "endCall", callId: leg.callId });
  });
});

describe("the host", () => {
  test("a talking call is taken back when the PBX and the sound page are there; the caller is heard, the microphone waits for Space", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    restart(desk, [callId]);
    desk.report(registered);
    desk.input({ type: "tick" });
    expect(healed(desk)).toEqual([]);
    desk.report(media);
    desk.input({ type: "tick" });
    expect(healed(desk)).toEqual([[callId, "hostRestarted"]]);
    desk.report({ type: "callHealed", callId });
    const plan = planSound(desk.desk, site, desk.now);
    expect(plan.legs[callId]).toMatchObject({ microphone: false, speaker: true });
    expect(plan.ring).toMatchObject({ sound: "threeFast", level: "normal" });
    const event = desk.event("101");
    expect(event).toMatchObject({ acknowledged: false, condition: "active", callLost: false });
    expect(desk.command({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
    expect(planSound(desk.desk, site, desk.now)).toMatchObject({
      ring: null,
      legs: { [callId]: { microphone: true, speaker: true } },
    });
    expect(desk.event("101")).toMatchObject({ acknowledged: true, acknowledgedHow: "answered" });
  });

  test("a held call comes back held, a muted one muted", () => {
    const desk = drive();
    const held = talkingWithSound(desk, "301");
    desk.command({ type: "hold", callId: held });
    const muted = talkingWithSound(desk, "101");
    desk.command({ type: "mute", callId: muted, muted: true });
    restart(desk, [held, muted]);
    desk.report(registered);
    desk.report(media);
    desk.input({ type: "tick" });
    for (const callId of [held, muted]) desk.report({ type: "callHealed", callId });
    expect(desk.call(held)).toMatchObject({ state: "held", listenOnly: false });
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    expect(planSound(desk.desk, site, desk.now).legs).toMatchObject({
      [held]: { microphone: false, speaker: false },
      [muted]: { microphone: false, speaker: true },
    });
  });

  test("a ringing call is given to SIP again and can be answered", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callTaken", callId });
    restart(desk, [callId]);
    expect(desk.call(callId)).toMatchObject({ state: "offered", bound: false });
    const { id: eventId } = desk.event("101");
    expect(desk.command({ type: "answer", eventId, holdEqual: false })?.code).toBe("notAnswerable");
    desk.report(registered);
    desk.input({ type: "tick" });
    expect(desk.orders).toContainEqual({ type: "replayCall", callId });
    desk.report({ type: "callTaken", callId });
    expect(desk.call(callId)).toMatchObject({ bound: true, healing: null, orderDueAt: null });
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    expect(desk.orders).toContainEqual({ type: "answerCall", callId });
  });

  test("what was up a minute ago, was never kept, or was only being dialled is lost", () => {
    for (const [kept, gapMs] of [
      [true, 61_000],
      [false, 1_000],
    ] as const) {
      const desk = drive();
      const callId = talkingWithSound(desk);
      restart(desk, kept ? [callId] : [], gapMs);
      expect(desk.desk.calls).toEqual({});
      expect(desk.event("101").callLost).toBe(true);
    }
    const desk = drive();
    desk.command({ type: "call", number: "7002", eventId: null });
    const [out = ""] = Object.keys(desk.desk.calls);
    restart(desk, [out]);
    expect(desk.desk.calls).toEqual({});
  });

  test("an old ringing INVITE is not replayed", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.pass(181_000);
    restart(desk, [callId]);
    expect(desk.desk.calls).toEqual({});
  });

  test("a PBX that is not there within a minute has lost the call", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    restart(desk, [callId]);
    desk.pass(61_000);
    expect(desk.desk.calls[callId]).toBeUndefined();
    expect(desk.event("101")).toMatchObject({ callLost: true, acknowledged: false });
  });

  test("answering another call holds the one that was only listened to", () => {
    const desk = drive();
    const callId = talkingWithSound(desk, "301");
    restart(desk, [callId]);
    desk.report(registered);
    desk.report(media);
    desk.input({ type: "tick" });
    desk.report({ type: "callHealed", callId });
    desk.talkTo("101");
    expect(desk.call(callId)).toMatchObject({ state: "held", listenOnly: false });
  });
});

test("a patrol called for the event that is lost says nothing of the caller, who goes on talking", () => {
  const desk = drive();
  const callId = talkingWithSound(desk);
  const event = desk.event("101");
  desk.command({ type: "addParty", callId, number: "7002" });
  const party = Object.keys(desk.desk.calls).find((id) => id !== callId) ?? "";
  desk.report({ type: "callEstablished", callId: party });
  desk.report({ type: "mediaTook", has: [callId] });
  desk.input({ type: "tick" });
  desk.report({ type: "callNotHealed", callId: party, gone: true, words: "481" });
  expect(desk.desk.calls[party]).toBeUndefined();
  expect(desk.desk.events[event.id]).toMatchObject({ callLost: false, acknowledged: true, condition: "active" });
});

describe("sound", () => {
  test("no packet for 2 s: one ICE restart, and never a second", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report({ type: "callSound", callId, in: false, out: true });
    desk.pass(2_500);
    expect(healed(desk)).toEqual([[callId, "noSound"]]);
    desk.report({ type: "callHealed", callId });
    desk.pass(10_000);
    expect(healed(desk)).toHaveLength(1);
    expect(desk.call(callId)).toMatchObject({ state: "talking", sound: { in: false } });
  });

  test("a path that was just taken back has its 2 s to carry sound before its ICE is restarted", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.pass(60_000);
    desk.report({ type: "mediaTook", has: [] });
    desk.input({ type: "tick" });
    desk.report({ type: "callHealed", callId });
    desk.pass(1_500);
    expect(healed(desk)).toEqual([[callId, "mediaPage"]]);
    desk.pass(1_000);
    expect(healed(desk)).toEqual([
      [callId, "mediaPage"],
      [callId, "noSound"],
    ]);
  });

  test("a call back to a caller without sound ends the mute call first", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    const { id: eventId } = desk.event("101");
    expect(desk.command({ type: "callBack", eventId })?.code).toBe("stillOnTheLine");
    desk.report({ type: "callSound", callId, in: false, out: true });
    desk.pass(2_500);
    desk.report({ type: "callHealed", callId });
    expect(desk.command({ type: "callBack", eventId })).toBeNull();
    expect(desk.orders.slice(-2).map((order) => order.type)).toEqual(["endCall", "dialCall"]);
  });

  test("packets of silence restart nothing", () => {
    const desk = drive();
    const callId = talkingWithSound(desk);
    desk.report({ type: "callSilent", callId, silent: true });
    desk.pass(10_000);
    expect(desk.call(callId).silent).toBe(true);
    expect(healed(desk)).toEqual([]);
  });
});
