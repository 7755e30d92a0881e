import { describe, expect, test } from "vitest";
import { mainOf } from "../../shared/call/live.ts";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

interface Three {
  desk: Drive;
  caller: string;
  patrol: string;
}

/** A caller talks; the patrol is being dialled into the call. */
function dialled(): Three {
  const desk = drive();
  const caller = desk.talkTo("301");
  expect(desk.command({ type: "addParty", callId: caller, number: "7002" })).toBeNull();
  const patrol = desk.orders.findLast((order) => order.type === "dialCall")?.callId ?? "";
  return { desk, caller, patrol };
}

function three(): Three {
  const all = dialled();
  all.desk.report({ type: "callEstablished", callId: all.patrol });
  return all;
}

const legs = (desk: Drive) => planSound(desk.desk, site, desk.now).legs;
const both = { microphone: true, speaker: true, clip: null };

describe("a further party", () => {
  test("is dialled for the same event while the caller goes on talking", () => {
    const { desk, caller, patrol } = dialled();
    expect(desk.call(caller).state).toBe("talking");
    expect(legs(desk)[caller]).toEqual({ ...both, hears: [] });
    expect(desk.call(patrol)).toMatchObject({ state: "dialling", eventId: desk.event("301").id });
    desk.report({ type: "callAlerting", callId: patrol });
    expect(legs(desk)[patrol]).toEqual({ microphone: false, speaker: false, clip: null, hears: [] });
  });

  test("that answers hears the caller and the operator, and is heard by both", () => {
    const { desk, caller, patrol } = three();
    expect(legs(desk)[caller]).toEqual({ ...both, hears: [patrol] });
    expect(legs(desk)[patrol]).toEqual({ ...both, hears: [caller] });
    expect(mainOf(desk.desk, desk.call(patrol)).id).toBe(caller);
  });

  test("that is busy says why, and leaves the caller as he was", () => {
    const { desk, caller, patrol } = dialled();
    desk.report({ type: "callFailed", callId: patrol, reason: { kind: "refusedByFarEnd", code: 486, text: "Busy" } });
    expect(desk.desk.recent[0]).toMatchObject({ conference: caller, reason: { code: 486 } });
    expect(legs(desk)[caller]).toEqual({ ...both, hears: [] });
  });

  test("joins a third and a fourth", () => {
    const { desk, caller, patrol } = three();
    expect(desk.command({ type: "addParty", callId: patrol, number: "101" })).toBeNull();
    const third = desk.orders.findLast((order) => order.type === "dialCall")?.callId ?? "";
    desk.report({ type: "callEstablished", callId: third });
    expect(legs(desk)[third]?.hears).toEqual([caller, patrol]);
    expect(legs(desk)[caller]?.hears).toEqual([patrol, third]);
  });

  test("is refused as a call would be, and only a talking call takes one", () => {
    const { desk, caller } = dialled();
    const add = (number: string, callId = caller, by?: string) =>
      desk.command({ type: "addParty", callId, number }, by)?.code;
    expect(add("7002")).toBe("callInProgress");
    expect(add("x")).toBe("unknownTarget");
    expect(add("101", caller, "eve")).toBe("notPermitted");
    expect(add("101", "never")).toBe("alreadyGone");
    desk.command({ type: "hold", callId: caller });
    expect(add("101")).toBe("tooLate");
  });
});

describe("a conference", () => {
  test("is held as a whole: nobody hears anybody, each hears the clip; and is resumed as a whole", () => {
    const { desk, caller, patrol } = three();
    desk.command({ type: "hold", callId: patrol });
    for (const id of [caller, patrol]) {
      expect(legs(desk)[id]).toEqual({ microphone: false, speaker: false, clip: "hold", hears: [] });
    }
    desk.command({ type: "resume", callId: caller });
    expect(legs(desk)[patrol]).toEqual({ ...both, hears: [caller] });
  });

  test("is held by answering somebody else; a party that answers meanwhile is held with it", () => {
    const { desk, caller, patrol } = dialled();
    const sos = desk.talkTo("101");
    desk.report({ type: "callEstablished", callId: patrol });
    expect([caller, patrol, sos].map((id) => desk.call(id).state)).toEqual(["held", "held", "talking"]);
    const held = dialled();
    held.desk.command({ type: "hold", callId: held.caller });
    held.desk.report({ type: "callEstablished", callId: held.patrol });
    expect(held.desk.call(held.patrol).state).toBe("held");
  });

  test("is muted for the operator only: the parties go on hearing one another, and a new one is not spoken to either", () => {
    const { desk, caller, patrol } = three();
    desk.command({ type: "mute", callId: caller, muted: true });
    expect(legs(desk)[patrol]).toEqual({ ...both, microphone: false, hears: [caller] });
    desk.command({ type: "addParty", callId: caller, number: "101" });
    const third = desk.orders.findLast((order) => order.type === "dialCall")?.callId ?? "";
    desk.report({ type: "callEstablished", callId: third });
    expect(legs(desk)[third]?.microphone).toBe(false);
    desk.command({ type: "mute", callId: third, muted: false });
    for (const id of [caller, patrol, third]) expect(legs(desk)[id]?.microphone).toBe(true);
  });

  test("goes on among the others when one party ends, and without the caller too", () => {
    const { desk, caller, patrol } = three();
    desk.report({ type: "callEnded", callId: caller, by: "far" });
    expect(desk.event("301").condition).toBe("returned");
    expect(legs(desk)[patrol]).toEqual({ ...both, hears: [] });
    expect(desk.command({ type: "close", eventId: desk.event("301").id, outcome: "helped", note: "" })?.code).toBe(
      "stillOnTheLine",
    );
    desk.command({ type: "end", callId: patrol });
    desk.report({ type: "callEnded", callId: patrol, by: "us" });
    expect(desk.event("301").stalledDueAt).not.toBeNull();
  });

  test("does not hear the operator while he pages", () => {
    const { desk, caller, patrol } = three();
    desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
    desk.report({ type: "callEstablished", callId: desk.desk.page?.legs[0]?.callId ?? "" });
    expect(legs(desk)[patrol]).toMatchObject({ microphone: false, hears: [caller] });
  });

  test("taken back after a restart opens the microphone to nobody, and to all with the operator's key", () => {
    const { desk, caller, patrol } = three();
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [caller, patrol] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.report({ type: "media", status: { up: true, microphone: "Headset", talk: "Headset", ring: "Speaker" } });
    desk.pass(250);
    for (const callId of [caller, patrol]) desk.report({ type: "callHealed", callId });
    for (const id of [caller, patrol]) expect(legs(desk)[id]).toMatchObject({ microphone: false, speaker: true });
    expect(legs(desk)[patrol]?.hears).toEqual([caller]);
    expect(desk.command({ type: "addParty", callId: caller, number: "101" })?.code).toBe("tooLate");
    desk.command({ type: "answer", eventId: desk.event("301").id, holdEqual: false });
    for (const id of [caller, patrol]) expect(legs(desk)[id]?.microphone).toBe(true);
  });

  test("is not transferred while others are in it", () => {
    const { desk, caller } = three();
    expect(desk.command({ type: "transfer", callId: caller, number: "101" })?.code).toBe("callInProgress");
  });
});
