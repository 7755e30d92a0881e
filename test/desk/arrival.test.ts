import { describe, expect, test } from "vitest";
import { whyWords } from "../../shared/words/why.ts";
import { drive, site } from "./drive.ts";

describe("a press", () => {
  test("of an SOS terminal opens a life-safety event with its place's station, its target and its reason", () => {
    const desk = drive();
    desk.press("101", { priority: "emergency" });
    const event = desk.event("101");
    expect(event).toMatchObject({ class: "lifeSafety", stationId: "a1", condition: "active", acknowledged: false });
    expect(event.targetAt - event.openedAt).toBe(10_000);
    expect(event.why.map((reason) => reason.kind)).toEqual(["stationType", "priorityHeader"]);
    expect(event.procedureId).toBe("medical");
  });

  test("seen twice under one call id is one event", () => {
    const desk = drive();
    const callId = desk.press("101");
    const before = desk.desk;
    desk.report({
      type: "callSeen",
      callId,
      pbxId: "A",
      readable: true,
      attach: {},
      evidence: {
        number: "101",
        displayName: null,
        assertedNumber: "101",
        calledNumber: "6000",
        priority: null,
        resourcePriority: [],
        alertInfo: [],
      },
    });
    expect(desk.desk).toEqual(before);
  });

  test("of an unknown caller is an event: urgent on an emergency number or with a claim, else routine", () => {
    const desk = drive();
    desk.press("999", { calledNumber: "112" });
    desk.press("998");
    desk.press("997", { priority: "emergency" });
    expect([desk.event("999").class, desk.event("998").class, desk.event("997").class]).toEqual([
      "urgent",
      "routine",
      "urgent",
    ]);
  });

  test("of a contact names him in the event's personal fields alone: a reason cannot be deleted", () => {
    const desk = drive();
    desk.press("7002");
    const event = desk.event("7002");
    expect(event.why).toEqual([{ kind: "contact", text: "" }]);
    expect(whyWords(event, site.classes)).toContain("contact of the site, no station");
  });

  test("with nothing readable in it is an event that cannot be answered", () => {
    const desk = drive();
    desk.press("101", { number: null, assertedNumber: null, displayName: null }, { readable: false });
    const [event] = Object.values(desk.desk.events);
    expect(event).toMatchObject({ name: "Unknown caller", trust: "unreadable", stationId: null });
    expect(desk.command({ type: "answer", eventId: event?.id ?? "", holdEqual: false })?.code).toBe("notAnswerable");
  });

  test("in which two readers find two callers shows both, is believed to be neither, and can be answered", () => {
    const desk = drive();
    const callId = desk.press("101");
    expect(desk.event("101").trust).toBe("asserted");
    desk.report({ type: "identityDiffers", callId, readAs: "2014" });
    desk.report({ type: "identityDiffers", callId, readAs: "2014" });
    desk.report({ type: "callTaken", callId });
    const event = desk.event("101");
    expect(event).toMatchObject({ trust: "unconfirmed", readAs: "2014", stationId: "a1" });
    expect(whyWords(event, site.classes)).toContain("identity unconfirmed: also read as “2014”");
    expect(desk.kinds().filter((kind) => kind === "identityDoubted").length).toBe(1);
    expect(desk.command({ type: "answer", eventId: event.id, holdEqual: false })).toBeNull();
  });

  test("again folds into the open event of a station that the PBX asserts, sounds again and counts", () => {
    const desk = drive();
    desk.press("101");
    desk.pass(12_000);
    desk.press("101");
    expect(Object.keys(desk.desk.events)).toHaveLength(1);
    expect(desk.event("101")).toMatchObject({
      presses: [1_000_000, 1_012_000],
      acknowledged: false,
      targetAt: 1_022_000,
    });
  });

  test("never folds on the caller's own word", () => {
    const desk = drive();
    desk.press("101");
    desk.press("101", { assertedNumber: null });
    desk.press("999");
    desk.press("999");
    expect(Object.keys(desk.desk.events)).toHaveLength(4);
  });

  test("after a close opens a new event that names the earlier one", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const first = desk.event("101").id;
    desk.command({ type: "close", eventId: first, outcome: "noAnswer", note: "", override: "looked" });
    desk.press("101");
    expect(desk.event("101")).toMatchObject({ earlierEventId: first });
    expect(desk.event("101").id).not.toBe(first);
  });
});

describe("a caller who goes before the answer", () => {
  test("leaves the event returned and unacknowledged, with the call-back", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    expect(desk.event("101")).toMatchObject({ condition: "returned", acknowledged: false, abandoned: true });
    expect(desk.command({ type: "callBack", eventId: desk.event("101").id })).toBeNull();
    expect(desk.orders).toMatchObject([{ type: "dialCall", number: "101", pbxId: "A" }]);
  });

  test("is not called back while it rings, and is told what to press when its PBX is lost", () => {
    const desk = drive();
    desk.report({ type: "callTaken", callId: desk.press("101") });
    const callBack = () => desk.command({ type: "callBack", eventId: desk.event("101").id });
    expect(callBack()?.words).toMatch(/still ringing: answer it\.$/);
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "connection refused" });
    expect(callBack()?.words).toMatch(
      /is lost, .* Answer it: .* within 5 s, the call is given up, and B calls back\.$/,
    );
    // And so it is: the answer that nobody confirms gives the call up, and B then does what it says.
    desk.command({ type: "answer", eventId: desk.event("101").id, holdEqual: false });
    desk.pass(5_000);
    expect(callBack()?.code).toBe("noPbx");
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    expect(callBack()).toBeNull();
  });

  test("because another desk answered leaves it acknowledged by that desk, silent and open", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callCancelled", callId, elsewhere: true });
    expect(desk.event("101")).toMatchObject({
      condition: "returned",
      acknowledged: true,
      acknowledgedHow: "answeredElsewhere",
    });
  });

  test("whose frame SIP.js refused is an event with words and without an answer", () => {
    const desk = drive();
    const callId = desk.press("101");
    desk.report({ type: "callNotTaken", callId, why: "bad From" });
    expect(desk.event("101")).toMatchObject({ condition: "returned", acknowledged: false });
    expect(desk.event("101").lastEnded?.reason).toMatchObject({ kind: "failed", code: 480 });
  });
});
