/** A page that plays a message: when it begins in each zone, who is heard meanwhile, and each way it ends. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { type Drive, drive, site } from "./drive.ts";

const play = (zoneIds: string[]) =>
  ({ type: "playMessage", messageId: "clear", zoneIds, allCall: false, approvedBy: null }) as const;
const message = { message: "clear" };

/** A desk with the message going to these zones; `legs`: their call ids. */
function playing(zoneIds: string[]): { desk: Drive; legs: string[] } {
  const desk = drive(site, "ben");
  expect(desk.command(play(zoneIds))).toBeNull();
  return { desk, legs: desk.desk.page?.legs.map(({ callId }) => callId) ?? [] };
}
const clipOf = (desk: Drive, callId = "") => planSound(desk.desk, site, desk.now).legs[callId]?.clip;
/** Both stations of tubeA, as the PBX tells of them. */
const members = (desk: Drive, callId: string, first: "joined" | "busy", second: "joining" | "joined" | "failed") =>
  desk.report({
    type: "pageMembers",
    callId,
    members: [
      { number: "101", status: first },
      { number: "102", status: second },
    ],
  });

describe("a message begins in a zone", () => {
  test("when all its members have joined", () => {
    const { desk, legs } = playing(["tubeA"]);
    const [callId = ""] = legs;
    desk.report({ type: "callEstablished", callId });
    members(desk, callId, "joined", "joining");
    expect(clipOf(desk, callId)).toBeNull();
    members(desk, callId, "joined", "joined");
    expect(clipOf(desk, callId)).toEqual(message);
  });

  test("when those who have not joined cannot", () => {
    const { desk, legs } = playing(["tubeA"]);
    const [callId = ""] = legs;
    desk.report({ type: "callEstablished", callId });
    members(desk, callId, "busy", "failed");
    expect(clipOf(desk, callId)).toEqual(message);
  });

  test("not while a station of the zone is not yet told of, but 3 s after the path opened", () => {
    const { desk, legs } = playing(["tubeA"]);
    const [callId = ""] = legs;
    desk.report({ type: "callEstablished", callId });
    desk.report({ type: "pageMembers", callId, members: [{ number: "101", status: "joined" }] });
    desk.pass(2_900);
    expect(clipOf(desk, callId)).toBeNull();
    desk.pass(200);
    expect(clipOf(desk, callId)).toEqual(message);
  });

  test("that tells of no members 3 s after its path opened", () => {
    const { desk, legs } = playing(["yard"]);
    desk.report({ type: "callEstablished", callId: legs[0] ?? "" });
    desk.pass(2_900);
    expect(clipOf(desk, legs[0])).toBeNull();
    desk.pass(200);
    expect(clipOf(desk, legs[0])).toEqual(message);
  });

  test("as soon as it opens, when its members were in before", () => {
    const { desk, legs } = playing(["tubeA"]);
    const [callId = ""] = legs;
    members(desk, callId, "joined", "joined");
    expect(clipOf(desk, callId)).toBeNull();
    desk.report({ type: "callEstablished", callId });
    expect(clipOf(desk, callId)).toEqual(message);
  });

  test("and does not begin again when a member joins anew", () => {
    const { desk, legs } = playing(["tubeA"]);
    const [callId = ""] = legs;
    desk.report({ type: "callEstablished", callId });
    members(desk, callId, "joined", "joined");
    members(desk, callId, "joined", "joining");
    members(desk, callId, "joined", "joined");
    expect(desk.entries.filter(({ kind }) => kind === "pageMessageBegan")).toHaveLength(1);
  });
});

test("a message takes no microphone: a live call keeps its voice both ways, a caller under a paged speaker is not played", () => {
  const desk = drive(site, "ben");
  const live = desk.talkTo("101");
  desk.command(play(["yard"]));
  const callId = desk.desk.page?.legs[0]?.callId ?? "";
  desk.report({ type: "callEstablished", callId });
  desk.pass(3_100);
  let plan = planSound(desk.desk, site, desk.now);
  expect(plan.onAir).toBe(false);
  expect(plan.legs[callId]).toEqual({ microphone: false, speaker: false, clip: message, hears: [] });
  expect(plan.legs[live]).toEqual({ microphone: true, speaker: true, clip: null, hears: [] });
  desk.command({ type: "stopPage", pageId: desk.desk.page?.id ?? "" });
  desk.report({ type: "callEnded", callId, by: "us" });
  desk.command(play(["tubeA"]));
  desk.report({ type: "callEstablished", callId: desk.desk.page?.legs[0]?.callId ?? "" });
  plan = planSound(desk.desk, site, desk.now);
  expect(plan.legs[live]).toEqual({ microphone: true, speaker: false, clip: null, hears: [] });
});

test("a station may be called while a message is played, since nobody talks to the page", () => {
  const { desk } = playing(["yard"]);
  expect(desk.command({ type: "call", number: "7002", eventId: null })).toBeNull();
});

describe("a message ends", () => {
  /** In both zones: open, all in, playing. */
  function inBoth() {
    const both = playing(["tubeA", "yard"]);
    for (const callId of both.legs) both.desk.report({ type: "callEstablished", callId });
    both.desk.pass(3_100);
    return both;
  }

  test("in each zone when it has been played there, and its page with the last one", () => {
    const { desk, legs } = inBoth();
    const [a = "", b = ""] = legs;
    desk.report({ type: "messageOver", callId: a, failed: null });
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId: a });
    expect(clipOf(desk, a)).toBeNull();
    expect(clipOf(desk, b)).toEqual(message);
    desk.report({ type: "callEnded", callId: a, by: "us" });
    expect(desk.desk.page?.state).toBe("open");
    desk.report({ type: "messageOver", callId: b, failed: null });
    desk.report({ type: "callEnded", callId: b, by: "us" });
    expect(desk.desk.lastPage).toMatchObject({
      reason: "played",
      message: { id: "clear", durationMs: 8_000 },
      legs: [
        { state: "ended", message: "played" },
        { state: "ended", message: "played" },
      ],
    });
  });

  test("told twice, once", () => {
    const { desk, legs } = inBoth();
    desk.report({ type: "messageOver", callId: legs[0] ?? "", failed: null });
    const { length } = desk.entries;
    desk.report({ type: "messageOver", callId: legs[0] ?? "", failed: null });
    expect(desk.entries).toHaveLength(length);
  });

  test("as played when another zone never opened", () => {
    const { desk, legs } = playing(["tubeA", "yard"]);
    const [a = "", b = ""] = legs;
    desk.report({ type: "callEstablished", callId: b });
    desk.pass(3_100);
    desk.report({ type: "messageOver", callId: b, failed: null });
    desk.report({ type: "callEnded", callId: b, by: "us" });
    expect(desk.desk.page).not.toBeNull();
    desk.report({ type: "callFailed", callId: a, reason: { kind: "refusedByFarEnd", code: 486, text: "Busy here" } });
    expect(desk.desk.lastPage?.reason).toBe("played");
  });

  test("by Stop", () => {
    const { desk, legs } = inBoth();
    desk.command({ type: "stopPage", pageId: desk.desk.page?.id ?? "" });
    for (const callId of legs) expect(clipOf(desk, callId) ?? null).toBeNull();
    for (const callId of legs) desk.report({ type: "callEnded", callId, by: "us" });
    expect(desk.desk.lastPage).toMatchObject({
      reason: "stopped",
      legs: [{ message: "playing" }, { message: "playing" }],
    });
  });

  test("in words where it could not be played", () => {
    const { desk, legs } = inBoth();
    for (const callId of legs) desk.report({ type: "messageOver", callId, failed: "404" });
    expect(desk.desk.lastPage).toMatchObject({
      reason: "failed",
      legs: [{ failure: "The message could not be played: 404" }, { state: "failed" }],
    });
    for (const callId of legs) expect(desk.orders).toContainEqual({ type: "endCall", callId });
  });

  test("by its deadline when nobody says that it is over: its length and a few seconds", () => {
    const { desk } = inBoth();
    desk.pass(12_000);
    expect(desk.desk.page?.state).toBe("open");
    desk.pass(6_000);
    expect(desk.desk.lastPage?.reason).toBe("unconfirmed");
  });

  test("given up when no zone opens in 10 s", () => {
    const { desk } = playing(["tubeA"]);
    desk.pass(15_000);
    expect(desk.desk.lastPage?.reason).toBe("timeout");
  });
});

describe("a message is refused", () => {
  test.each([
    ["that the site does not have", { ...play(["tubeA"]), messageId: "none" }, "unknownTarget"],
    ["to no zone", play([]), "unknownTarget"],
    ["to everyone without a second operator", { ...play([]), allCall: true }, "needsApproval"],
  ])("%s", (_what, command, code) => {
    const desk = drive();
    expect(desk.command(command)?.code).toBe(code);
    expect(desk.orders).toEqual([]);
  });
  test("to a role that may not page the zone, which leaves its record", () => {
    const desk = drive(site, "mia");
    expect(desk.command(play(["tubeA"]))?.code).toBe("notPermitted");
    expect(desk.entries.at(-1)).toMatchObject({
      kind: "commandRefused",
      data: { command: "playMessage", target: "tubeA" },
    });
  });
  test("while a page runs", () => {
    const { desk } = playing(["tubeA"]);
    expect(desk.command(play(["tubeB"]))?.code).toBe("pageInProgress");
  });
});
