import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { drive, site } from "./drive.ts";

describe("a call out", () => {
  test("dialling ▸ alerting ▸ talking ▸ ended keeps its place in recent, and holds the live call", () => {
    const desk = drive();
    const live = desk.talkTo("301");
    expect(desk.command({ type: "call", number: "7002", eventId: null })).toBeNull();
    expect(desk.call(live).state).toBe("held");
    const order = desk.orders.find((one) => one.type === "dialCall");
    expect(order).toMatchObject({ number: "7002", purpose: "call" });
    const callId = order?.callId ?? "";
    desk.report({ type: "callAlerting", callId });
    expect(desk.call(callId).state).toBe("alerting");
    expect(planSound(desk.desk, site, desk.now).legs[callId]?.microphone).toBe(false);
    desk.report({ type: "callEstablished", callId });
    expect(planSound(desk.desk, site, desk.now).legs[callId]?.microphone).toBe(true);
    desk.report({ type: "callEnded", callId, by: "far" });
    expect(desk.desk.recent[0]).toMatchObject({ name: "Patrol", reason: { kind: "farEndEnded" } });
  });

  test("that is busy says why, with the code", () => {
    const desk = drive();
    desk.command({ type: "call", number: "7002", eventId: null });
    const [callId = ""] = Object.keys(desk.desk.calls);
    desk.report({ type: "callFailed", callId, reason: { kind: "refusedByFarEnd", code: 486, text: "Busy here" } });
    expect(desk.desk.recent[0]?.reason).toEqual({ kind: "refusedByFarEnd", code: 486, text: "Busy here" });
  });

  test("that the role may not make sends nothing and leaves its record", () => {
    const desk = drive(site, "eve");
    expect(desk.command({ type: "call", number: "7002", eventId: null })?.code).toBe("notPermitted");
    expect(desk.orders).toEqual([]);
    expect(desk.entries.at(-1)).toMatchObject({ kind: "commandRefused", by: "operator:eve", data: { target: "7002" } });
  });

  test("needs a registered PBX", () => {
    const desk = drive();
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    expect(desk.command({ type: "call", number: "7002", eventId: null })?.code).toBe("noPbx");
  });

  test("ended while it rings is cancelled; a 200 that crosses the CANCEL is ended too", () => {
    const desk = drive();
    desk.command({ type: "call", number: "7002", eventId: null });
    const [callId = ""] = Object.keys(desk.desk.calls);
    desk.command({ type: "end", callId });
    desk.report({ type: "callEstablished", callId });
    expect(desk.orders.filter((order) => order.type === "endCall")).toHaveLength(2);
    desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.desk.calls).toEqual({});
    desk.report({ type: "callEstablished", callId });
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId });
  });

  test("that nobody answers is given up after a minute", () => {
    const desk = drive();
    desk.command({ type: "call", number: "7002", eventId: null });
    desk.pass(61_000);
    expect(desk.desk.recent[0]?.reason).toEqual({ kind: "refusedByFarEnd", code: 408, text: "No answer" });
    expect(desk.orders.at(-1)?.type).toBe("endCall");
  });
});

describe("a page", () => {
  const start = (zoneIds: string[]) => ({ type: "startPage" as const, zoneIds, allCall: false, approvedBy: null });

  test("requested ▸ opening ▸ open ▸ closed(released), with the microphone on the page alone", () => {
    const desk = drive();
    const live = desk.talkTo("301");
    expect(desk.command(start(["tubeA", "tubeB"]))).toBeNull();
    const legs = desk.desk.page?.legs.map((leg) => leg.callId) ?? [];
    expect(legs).toHaveLength(2);
    expect(planSound(desk.desk, site, desk.now).legs[legs[0] ?? ""]?.microphone).toBe(false);
    desk.report({ type: "callEstablished", callId: legs[0] ?? "" });
    const plan = planSound(desk.desk, site, desk.now);
    expect(desk.desk.page?.state).toBe("open");
    expect(plan.onAir).toBe(true);
    expect(plan.legs[legs[0] ?? ""]?.microphone).toBe(true);
    expect(plan.legs[legs[1] ?? ""]?.microphone).toBe(false);
    expect(plan.legs[live]?.microphone).toBe(false);
    desk.report({ type: "pageMembers", callId: legs[0] ?? "", members: [{ number: "101", status: "joined" }] });
    desk.report({ type: "talkEnded", pageId: desk.desk.page?.id ?? "", reason: "released" });
    expect(planSound(desk.desk, site, desk.now).onAir).toBe(false);
    desk.report({ type: "pageMembers", callId: legs[0] ?? "", members: [{ number: "101", status: "left" }] });
    for (const callId of legs) desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.desk.page).toBeNull();
    expect(desk.desk.lastPage).toMatchObject({ reason: "released" });
    expect(desk.desk.lastPage?.legs[0]?.members).toEqual([{ number: "101", stationId: "a1", status: "joined" }]);
  });

  test("with one zone failing goes on in the other; with all failing it is over, in words", () => {
    const desk = drive();
    desk.command(start(["tubeA", "tubeB"]));
    const [a = "", b = ""] = desk.desk.page?.legs.map((leg) => leg.callId) ?? [];
    const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy here" };
    desk.report({ type: "callFailed", callId: a, reason: busy });
    expect(desk.desk.page?.legs[0]).toMatchObject({ state: "failed", failure: "Busy here (486)" });
    desk.report({ type: "callFailed", callId: b, reason: busy });
    expect(desk.desk.page).toBeNull();
    expect(desk.desk.lastPage?.reason).toBe("failed");
  });

  test("that does not open in 10 s is given up", () => {
    const desk = drive();
    desk.command(start(["tubeA"]));
    desk.pass(15_000);
    expect(desk.desk.lastPage?.reason).toBe("timeout");
  });

  test("released before it opened closes the path that opens late", () => {
    const desk = drive();
    desk.command(start(["tubeA"]));
    const callId = desk.desk.page?.legs[0]?.callId ?? "";
    desk.report({ type: "talkEnded", pageId: desk.desk.page?.id ?? "", reason: "released" });
    desk.report({ type: "callEstablished", callId });
    expect(desk.orders.filter((order) => order.type === "endCall")).toHaveLength(2);
    desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.desk.page).toBeNull();
  });

  test("is refused to a role that may not, and sends nothing", () => {
    const desk = drive(site, "mia");
    expect(desk.command(start(["tubeA"]))?.code).toBe("notPermitted");
    expect(desk.orders).toEqual([]);
  });

  test("to everyone needs a second operator", () => {
    const desk = drive();
    const all = { type: "startPage" as const, zoneIds: [], allCall: true, approvedBy: null };
    expect(desk.command(all)?.code).toBe("needsApproval");
    expect(desk.command({ ...all, approvedBy: "ben" })).toBeNull();
    expect(desk.desk.page).toMatchObject({ allCall: true, approvedBy: "ben" });
  });

  test("plays nothing of a caller who stands in a paged zone", () => {
    const desk = drive();
    const callId = desk.talkTo("101");
    desk.command(start(["tubeA"]));
    desk.report({ type: "callEstablished", callId: desk.desk.page?.legs[0]?.callId ?? "" });
    expect(planSound(desk.desk, site, desk.now).legs[callId]).toEqual({
      microphone: false,
      speaker: false,
      clip: null,
      hears: [],
    });
  });
});
