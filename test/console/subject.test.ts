/** What the live panel shows, and which call the keys act on. */
import { describe, expect, it } from "vitest";
import { keyCall, otherCalls, shownCall, subjectEventId } from "../../renderer/console/live/subject.ts";
import { Story } from "../gallery/story.ts";
import { aSite } from "./aSite.ts";

function heldAndLive() {
  const told = new Story(aSite, 1_000_000).ready().signIn("anna");
  const held = told.press(60, "hp-031");
  told.answer(55, held).tell(40, "callHeld", { callId: held.callId, returnMs: 60_000 });
  const live = told.press(38, "hp-118");
  told.answer(30, live);
  return { told, held, live };
}

describe("the keys of the live call", () => {
  it("act on the call that talks, not on the one held", () => {
    const { told, live } = heldAndLive();
    expect(keyCall(told.desk)?.id).toBe(live.callId);
  });
  it("act on nothing while the only call is held", () => {
    const { told, live } = heldAndLive();
    told.end(5, live.callId);
    expect(keyCall(told.desk)).toBeNull();
  });
  it("act on the caller of a conference, and on the party that is left once he has gone", () => {
    const { told, live } = heldAndLive();
    const dialled = {
      pbxId: "A",
      number: "7002",
      name: "Patrol",
      stationId: null,
      eventId: live.eventId,
      dueMs: 60_000,
    };
    told.tell(9, "callDialled", { ...dialled, callId: "o1", purpose: "party", conference: live.callId });
    told.tell(8, "callEstablished", { callId: "o1" });
    expect(keyCall(told.desk)?.id).toBe(live.callId);
    expect(shownCall(told.desk, "o1", null)?.id).toBe(live.callId);
    expect(otherCalls(told.desk, live.callId).map((call) => call.id)).not.toContain("o1");
    told.end(5, live.callId);
    expect(keyCall(told.desk)?.id).toBe("o1");
  });
  it("act on a call that is being dialled, so that it can be ended", () => {
    const told = new Story(aSite, 1_000_000).ready();
    told.tell(3, "callDialled", {
      callId: "o1",
      pbxId: "A",
      number: "7002",
      name: "Patrol",
      stationId: null,
      eventId: null,
      purpose: "call",
      dueMs: 60_000,
    });
    expect(keyCall(told.desk)?.id).toBe("o1");
  });
  it("never act on a call that only rings", () => {
    const told = new Story(aSite, 1_000_000).ready();
    told.press(3, "sos-214");
    expect(keyCall(told.desk)).toBeNull();
  });
});

describe("the live panel", () => {
  it("shows the talking call, and lists the held one", () => {
    const { told, held, live } = heldAndLive();
    expect(shownCall(told.desk, null, null)?.id).toBe(live.callId);
    expect(otherCalls(told.desk, live.callId).map((call) => call.id)).toEqual([held.callId]);
  });
  it("shows the call that was chosen while it is up", () => {
    const { told, held, live } = heldAndLive();
    expect(shownCall(told.desk, held.callId, null)?.id).toBe(held.callId);
    told.end(2, held.callId);
    expect(shownCall(told.desk, held.callId, null)?.id).toBe(live.callId);
  });
  it("leaves a held call to the list when another card is selected", () => {
    const { told, held, live } = heldAndLive();
    told.end(5, live.callId);
    expect(shownCall(told.desk, null, null)?.id).toBe(held.callId);
    expect(shownCall(told.desk, null, live.eventId)).toBeNull();
    expect(shownCall(told.desk, null, held.eventId)?.id).toBe(held.callId);
  });
  it("belongs to the call's event, else to the outcome that is due, else to the selected card", () => {
    const { told, live } = heldAndLive();
    const call = told.desk.calls[live.callId] ?? null;
    expect(subjectEventId(call, "due", "selected")).toBe(live.eventId);
    expect(subjectEventId(null, "due", "selected")).toBe("due");
    expect(subjectEventId(null, null, "selected")).toBe("selected");
  });
});
