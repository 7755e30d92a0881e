import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

function asked(from: (desk: Drive) => string = (desk) => desk.talkTo("301")): { desk: Drive; callId: string } {
  const desk = drive();
  const callId = from(desk);
  expect(desk.command({ type: "transfer", callId, number: "7002" })).toBeNull();
  return { desk, callId };
}

const busy = (callId: string) => ({ type: "transferFailed" as const, callId, code: 486, text: "Busy here" });

describe("a transfer", () => {
  test("holds the caller, asks the PBX, and says how far it is", () => {
    const { desk, callId } = asked();
    expect(desk.orders.at(-1)).toEqual({ type: "transferCall", callId, number: "7002" });
    expect(desk.call(callId)).toMatchObject({ state: "held", transfer: { name: "Patrol", state: "asked" } });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toMatchObject({ microphone: false, clip: "hold" });
    desk.report({ type: "transferProgress", callId, code: 100 });
    expect(desk.call(callId).transfer?.state).toBe("asked");
    desk.report({ type: "transferProgress", callId, code: 180 });
    expect(desk.call(callId).transfer?.state).toBe("ringing");
  });

  test("that the target takes is shown before our own leg is ended; the event stays, with its outcome due", () => {
    const { desk, callId } = asked();
    desk.report({ type: "transferred", callId });
    expect(desk.call(callId)).toMatchObject({ ending: true, transfer: { state: "done" } });
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId });
    desk.report({ type: "callEnded", callId, by: "us" });
    const event = desk.event("301");
    expect(event).toMatchObject({ acknowledged: true, condition: "returned" });
    expect(event.lastEnded?.reason).toEqual({ kind: "transferred", to: "Patrol" });
    expect(event.stalledDueAt).not.toBeNull();
    expect(desk.command({ type: "close", eventId: event.id, outcome: "helped", note: "" })).toBeNull();
  });

  test("ends as transferred when the PBX hangs up first, and when nobody confirms our end", () => {
    const hungUp = asked();
    hungUp.desk.report({ type: "transferred", callId: hungUp.callId });
    hungUp.desk.report({ type: "callEnded", callId: hungUp.callId, by: "far" });
    expect(hungUp.desk.event("301").lastEnded?.reason.kind).toBe("transferred");
    const silent = asked();
    silent.desk.report({ type: "transferred", callId: silent.callId });
    silent.desk.pass(5_000);
    expect(silent.desk.event("301").lastEnded?.reason.kind).toBe("transferred");
  });

  test("that fails brings the call back as it was: talking, muted if it was, with the reason", () => {
    const { desk, callId } = asked((begun) => {
      const callId = begun.talkTo("301");
      begun.command({ type: "mute", callId, muted: true });
      return callId;
    });
    desk.report(busy(callId));
    expect(desk.call(callId)).toMatchObject({
      state: "talking",
      muted: true,
      transfer: { state: "failed", code: 486, text: "Busy here" },
    });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toMatchObject({ microphone: false, speaker: true });
    expect(desk.command({ type: "transfer", callId, number: "7002" })).toBeNull();
  });

  test("of a held call that fails leaves it held, and it is asked about again", () => {
    const { desk, callId } = asked((begun) => {
      const callId = begun.talkTo("301");
      begun.command({ type: "hold", callId });
      return callId;
    });
    expect(desk.call(callId).returnDueAt).toBeNull();
    desk.report(busy(callId));
    expect(desk.call(callId).state).toBe("held");
    desk.pass(31_000);
    expect(desk.call(callId).asksAgain).toBe(true);
  });

  test("that fails while the operator talks with somebody else takes nobody's microphone", () => {
    const { desk, callId } = asked();
    const other = desk.talkTo("101");
    desk.report(busy(callId));
    expect(desk.call(callId).state).toBe("held");
    expect(desk.call(callId).returnDueAt).not.toBeNull();
    expect(desk.call(other).state).toBe("talking");
  });

  test("of which nothing is heard for 20 s has failed; a success that is told later still counts", () => {
    const { desk, callId } = asked();
    desk.pass(19_000);
    expect(desk.call(callId).transfer?.state).toBe("asked");
    desk.pass(2_000);
    expect(desk.call(callId)).toMatchObject({ state: "talking", transfer: { state: "failed", code: null } });
    desk.report({ type: "transferred", callId });
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(desk.event("301").lastEnded?.reason).toEqual({ kind: "transferred", to: "Patrol" });
  });

  test("whose target rings has a minute", () => {
    const { desk, callId } = asked();
    desk.report({ type: "transferProgress", callId, code: 180 });
    desk.pass(55_000);
    expect(desk.call(callId).transfer?.state).toBe("ringing");
    desk.pass(10_000);
    expect(desk.call(callId).transfer?.state).toBe("failed");
  });

  test("is left by the caller who hangs up, and by the operator who ends the call", () => {
    const gone = asked();
    gone.desk.report({ type: "callEnded", callId: gone.callId, by: "far" });
    expect(gone.desk.event("301").lastEnded?.reason.kind).toBe("callerEnded");
    gone.desk.report(busy(gone.callId));
    gone.desk.report({ type: "transferred", callId: gone.callId });
    expect(gone.desk.desk.calls).toEqual({});
    const ended = asked();
    expect(ended.desk.command({ type: "end", callId: ended.callId })).toBeNull();
    ended.desk.report(busy(ended.callId));
    expect(ended.desk.call(ended.callId)).toMatchObject({ state: "held", ending: true });
    ended.desk.report({ type: "callEnded", callId: ended.callId, by: "us" });
    expect(ended.desk.event("301").lastEnded?.reason.kind).toBe("operatorEnded");
  });

  test("that nobody asked for is not believed", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.report({ type: "transferred", callId });
    desk.report(busy(callId));
    expect(desk.call(callId)).toMatchObject({ state: "talking", transfer: null });
  });

  test("is refused in words: twice, to itself, to nobody, before an answer, and with the PBX lost", () => {
    const { desk, callId } = asked();
    const transfer = (number: string, of = callId) => desk.command({ type: "transfer", callId: of, number })?.code;
    const orders = desk.orders.length;
    expect(transfer("101")).toBe("callInProgress");
    expect(desk.command({ type: "resume", callId })?.code).toBe("callInProgress");
    desk.report(busy(callId));
    expect(transfer("301")).toBe("unknownTarget");
    expect(transfer("nobody")).toBe("unknownTarget");
    const ringing = desk.press("302");
    expect(transfer("7002", ringing)).toBe("tooLate");
    expect(transfer("7002", "never")).toBe("alreadyGone");
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    expect(transfer("7002")).toBe("noPbx");
    expect(desk.orders).toHaveLength(orders);
  });

  test("to a number that the role may not call sends nothing and leaves its record", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    const orders = desk.orders.length;
    expect(desk.command({ type: "transfer", callId, number: "7002" }, "eve")?.code).toBe("notPermitted");
    expect(desk.orders).toHaveLength(orders);
    expect(desk.entries.at(-1)).toMatchObject({ kind: "commandRefused", data: { command: "transfer" } });
  });

  test("that was under way when the host was lost opens no microphone by failing", () => {
    const { desk, callId } = asked();
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [callId] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.pass(30_000);
    expect(desk.desk.calls[callId]?.state ?? "gone").not.toBe("talking");
  });

  test("is refused while the call is being taken back", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.report({ type: "mediaTook", has: [] });
    expect(desk.command({ type: "transfer", callId, number: "7002" })?.code).toBe("tooLate");
  });

  test("leaves the counters of the shift as they were", () => {
    const { desk, callId } = asked();
    const before = desk.desk.shift;
    desk.report({ type: "transferred", callId });
    desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.desk.shift).toEqual(before);
  });
});
