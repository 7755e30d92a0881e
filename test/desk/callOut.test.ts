/** Call-out lists: one member after the other, by the right of whoever has the position, until one answers. */
import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import type { EntryData } from "../../shared/desk/entries.ts";
import type { Site } from "../../shared/site/site.ts";
import { type Drive, drive, site } from "./drive.ts";

const withLists: Site = {
  ...site,
  contacts: [...site.contacts, { id: "night", name: "Night patrol", number: "7003", words: "" }],
  callOutLists: [
    { id: "first", name: "First responders", words: "", members: ["7002", "7003", "301"], eachS: 20 },
    { id: "abroad", name: "Abroad", words: "", members: ["+41445550142", "7003"], eachS: 20 },
  ],
};
const start = { type: "startCallOut" as const, listId: "first", eventId: null };
const busy = { kind: "refusedByFarEnd" as const, code: 486, text: "Busy here" };

const dialled = (desk: Drive): string[] =>
  desk.entries.flatMap((entry) => (entry.kind === "callDialled" ? [entry.data.number] : []));
const current = (desk: Drive): string => desk.desk.callOut?.calling?.callId ?? "none";
const ended = (desk: Drive): EntryData["callOutEnded"] | undefined =>
  desk.entries.flatMap((entry) => (entry.kind === "callOutEnded" ? [entry.data] : [])).at(-1);
function begun(given: Site = withLists, who = "anna"): Drive {
  const desk = drive(given, who);
  expect(desk.command(start)).toBeNull();
  return desk;
}

describe("a call-out list", () => {
  test("goes on past a busy member and one that does not answer in time, and is over when the third answers", () => {
    const desk = begun();
    expect(dialled(desk)).toEqual(["7002"]);
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    expect(dialled(desk)).toEqual(["7002", "7003"]);
    const second = current(desk);
    desk.report({ type: "callAlerting", callId: second });
    desk.pass(20_000);
    expect(dialled(desk)).toEqual(["7002", "7003", "301"]);
    expect(desk.orders).toContainEqual({ type: "endCall", callId: second });
    const third = current(desk);
    desk.report({ type: "callEstablished", callId: third });
    expect(ended(desk)).toMatchObject({ outcome: "reached" });
    expect(desk.desk.callOut?.members.map(({ result }) => result)).toEqual([
      { kind: "ended", reason: busy },
      { kind: "ended", reason: { kind: "refusedByFarEnd", code: 408, text: "No answer" } },
      { kind: "reached" },
    ]);
    expect(desk.call(third).state).toBe("talking");
    expect(planSound(desk.desk, withLists, desk.now).legs[third]?.microphone).toBe(true);
    // Over is over: the end of the talk calls nobody.
    desk.report({ type: "callEnded", callId: third, by: "far" });
    expect(dialled(desk)).toHaveLength(3);
  });

  test("at its end says that nobody was reached, with each result", () => {
    const desk = begun();
    for (let i = 0; i < 3; i++) desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    expect(ended(desk)).toMatchObject({
      outcome: "nobody",
      results: ["Patrol", "Night patrol", "Station h1"].map((name) => ({ name, result: { reason: busy } })),
    });
    expect(desk.desk.calls).toEqual({});
    desk.pass(60_000);
    expect(dialled(desk)).toHaveLength(3);
  });

  test("has its command as the cause of every call, and each call has an operator", () => {
    const desk = begun();
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    const [begin] = desk.entries.filter((entry) => entry.kind === "callOutStarted");
    expect(begin?.by).toBe("operator:anna");
    const calls = desk.entries.filter((entry) => entry.kind === "callDialled");
    expect(calls.map(({ by, data }) => [by, data.callOut?.member])).toEqual([
      ["operator:anna", 0],
      ["operator:anna", 1],
    ]);
    expect(desk.orders.filter((order) => order.type === "dialCall")).toHaveLength(2);
  });

  test("leaves the caller on the line until a member answers, then holds him", () => {
    const desk = drive(withLists);
    const caller = desk.talkTo("101");
    desk.command({ ...start, eventId: desk.event("101").id });
    expect(desk.call(caller).state).toBe("talking");
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    expect(desk.call(caller).state).toBe("talking");
    const member = current(desk);
    desk.report({ type: "callEstablished", callId: member });
    expect(desk.call(caller).state).toBe("held");
    expect(desk.call(member)).toMatchObject({ state: "talking", eventId: desk.event("101").id });
  });

  test("does not take the microphone from a caller who was answered after it began", () => {
    const desk = begun();
    desk.pass(1_000);
    const caller = desk.talkTo("101");
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    const member = current(desk);
    desk.report({ type: "callEstablished", callId: member });
    expect(desk.call(caller).state).toBe("talking");
    expect(desk.call(member).state).toBe("held");
    expect(ended(desk)?.outcome).toBe("reached");
  });

  test("never dials a member whom the role may not call: skipped in words, the next one is called", () => {
    const desk = drive(withLists);
    expect(desk.command({ ...start, listId: "abroad" })).toBeNull();
    expect(dialled(desk)).toEqual(["+41445550142"]);
    const limited: Site = {
      ...withLists,
      roles: withLists.roles.map((role) => ({ ...role, call: { ...role.call, contacts: false, numbers: ["7003"] } })),
    };
    const other = drive(limited);
    expect(other.command({ ...start, listId: "abroad" })).toBeNull();
    expect(dialled(other)).toEqual(["7003"]);
    expect(other.desk.callOut?.members[0]?.result).toMatchObject({
      kind: "skipped",
      words: expect.stringMatching(/^Not allowed/),
    });
    other.report({ type: "callFailed", callId: current(other), reason: busy });
    expect(ended(other)?.outcome).toBe("nobody");
    expect(dialled(other)).toEqual(["7003"]);
  });

  test("is refused as a whole to a role that may call none of it, sends nothing and leaves its record", () => {
    const desk = drive(withLists, "eve");
    expect(desk.command(start)?.code).toBe("notPermitted");
    expect(desk.orders).toEqual([]);
    expect(desk.entries.at(-1)).toMatchObject({ kind: "commandRefused", data: { target: "first" } });
    expect(drive(withLists, null).command(start)?.code).toBe("notSignedIn");
  });

  test("skips a member with whom there is a call already", () => {
    const desk = drive(withLists);
    desk.command({ type: "call", number: "7002", eventId: null });
    desk.command(start);
    expect(desk.desk.callOut?.members[0]?.result?.kind).toBe("skipped");
    expect(dialled(desk)).toEqual(["7002", "7003"]);
  });

  test("runs one at a time", () => {
    const desk = begun();
    expect(desk.command({ ...start, listId: "abroad" })?.code).toBe("callInProgress");
    expect(desk.command({ ...start, listId: "never" })?.code).toBe("unknownTarget");
  });

  test("is stopped by its button: the call under way is ended, nobody else is called", () => {
    const desk = begun();
    const callId = current(desk);
    expect(desk.command({ type: "stopCallOut" })).toBeNull();
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId });
    expect(ended(desk)).toMatchObject({ outcome: "stopped", results: [{}, { result: null }, { result: null }] });
    desk.report({ type: "callFailed", callId, reason: { kind: "refusedByFarEnd", code: 487, text: "" } });
    desk.pass(60_000);
    expect(dialled(desk)).toEqual(["7002"]);
    expect(desk.command({ type: "stopCallOut" })?.code).toBe("alreadyGone");
  });

  test("is stopped by ending the call that it makes", () => {
    const desk = begun();
    desk.command({ type: "end", callId: current(desk) });
    expect(ended(desk)?.outcome).toBe("stopped");
    desk.pass(60_000);
    expect(dialled(desk)).toEqual(["7002"]);
  });

  test("that was stopped is not reached by an answer that crosses", () => {
    const desk = begun();
    const callId = current(desk);
    desk.command({ type: "stopCallOut" });
    desk.report({ type: "callEstablished", callId });
    expect(desk.entries.filter((entry) => entry.kind === "callOutEnded")).toHaveLength(1);
    expect(desk.orders.at(-1)).toEqual({ type: "endCall", callId });
  });

  test("is given up when no PBX is left, and the rest are not called", () => {
    const desk = begun();
    desk.report({ type: "pbx", pbxId: "A", state: "lost", why: "gone" });
    desk.report({ type: "callFailed", callId: current(desk), reason: { kind: "failed", code: null, text: "gone" } });
    expect(ended(desk)).toMatchObject({ outcome: "noPbx", results: [{}, { result: null }, { result: null }] });
  });

  test("is over with a restart of the host, and is not taken up again", () => {
    const desk = begun();
    desk.report({ type: "hostStarted", version: "test", gapMs: 1_000, kept: [] });
    desk.report({ type: "pbx", pbxId: "A", state: "registered", why: "" });
    desk.pass(60_000);
    expect(ended(desk)?.outcome).toBe("hostRestarted");
    expect(dialled(desk)).toEqual(["7002"]);
  });

  test("passes on with the position: a successor's right is what counts for the next member", () => {
    const desk = begun();
    expect(desk.command({ type: "signOut" })?.code).toBe("stillOnTheLine");
    desk.report({ type: "signInChecked", operatorId: "eve", ok: true });
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    expect(dialled(desk)).toEqual(["7002"]);
    expect(desk.desk.callOut?.members.map(({ result }) => result?.kind)).toEqual(["ended", "skipped", "skipped"]);
    expect(ended(desk)?.outcome).toBe("nobody");
  });

  test("goes on for an event that was closed meanwhile, without it", () => {
    const desk = drive(withLists);
    const callId = desk.press("101");
    desk.report({ type: "callCancelled", callId, elsewhere: false });
    const eventId = desk.event("101").id;
    desk.command({ ...start, eventId });
    expect(desk.call(current(desk)).eventId).toBe(eventId);
    expect(desk.command({ type: "close", eventId, outcome: "helped", note: "x" })?.code).toBe("stillOnTheLine");
    desk.report({ type: "callFailed", callId: current(desk), reason: busy });
    expect(desk.call(current(desk)).eventId).toBe(eventId);
  });
});
