/** A door by HTTP: who may open it, that its cause is journalled with the order, and what is said of it afterwards. */
import { describe, expect, test } from "vitest";
import type { Report } from "../../shared/desk/inputs.ts";
import type { Site } from "../../shared/site/site.ts";
import { entryWords } from "../../shared/words/entries.ts";
import { type Drive, drive, site } from "./drive.ts";

const orders = (desk: Drive) => desk.orders.filter((order) => order.type === "openHttpDoor");
const open = (desk: Drive, eventId: string | null = null, by?: string | null) =>
  desk.command({ type: "openHttpDoor", stationId: "g1", eventId }, by);
const answer = (desk: Drive, more: Partial<Extract<Report, { type: "doorAnswered" }>> = {}) =>
  desk.report({
    type: "doorAnswered",
    attemptId: desk.desk.doors["g1"]?.id ?? "",
    stationId: "g1",
    opened: true,
    said: "",
    state: "open",
    ...more,
  });
const roleChanged = (change: Partial<Site["roles"][number]>): Site => ({
  ...site,
  roles: site.roles.map((role) => (role.id === "dispatcher" ? { ...role, ...change } : role)),
});

describe("openHttpDoor", () => {
  test("journals who asked, for which station and event, with the order, and without any call", () => {
    const desk = drive();
    desk.press("301");
    const { id } = desk.event("301");
    expect(open(desk, id)).toBeNull();
    expect(desk.entries.at(-1)).toMatchObject({
      kind: "httpDoorAsked",
      by: "operator:anna",
      data: { stationId: "g1", eventId: id, words: "Depot gate" },
    });
    expect(orders(desk)).toEqual([{ type: "openHttpDoor", attemptId: desk.desk.doors["g1"]?.id, stationId: "g1" }]);
    expect(desk.desk.doors["g1"]).toMatchObject({ outcome: "asked", state: "unknown", stateAt: null });
  });

  test("is refused while it has been asked, and allowed again once it has answered", () => {
    const desk = drive();
    open(desk);
    expect(open(desk)?.words).toContain("wait for its answer");
    expect(orders(desk)).toHaveLength(1);
    answer(desk);
    expect(open(desk)).toBeNull();
    expect(orders(desk)).toHaveLength(2);
  });

  test.each([
    ["has not the right", roleChanged({ openDoors: false }), "notPermitted"],
    ["is outside its areas", roleChanged({ areas: ["tubeB"] }), "outsideArea"],
    ["is outside its hours", roleChanged({ hours: { from: "00:00", to: "01:00" } }), "outsideHours"],
  ])("to a role that %s is refused in words, sends nothing and leaves its record", (_why, given, code) => {
    const desk = drive(given);
    expect(open(desk)).toMatchObject({ code });
    expect(orders(desk)).toEqual([]);
    expect(desk.entries.at(-1)).toMatchObject({
      kind: "commandRefused",
      data: { command: "openHttpDoor", target: "g1", code },
    });
  });

  test("with nobody signed in, for a station without such a door, and for a closed event is refused", () => {
    const desk = drive();
    expect(open(desk, null, null)?.code).toBe("notSignedIn");
    expect(open(desk, "gone")?.code).toBe("alreadyGone");
    expect(desk.command({ type: "openHttpDoor", stationId: "d1", eventId: null })?.code).toBe("unknownTarget");
    expect(desk.command({ type: "openHttpDoor", stationId: "never", eventId: null })?.code).toBe("unknownTarget");
    expect(orders(desk)).toEqual([]);
  });
});

describe("its answer", () => {
  test.each([
    [{}, { outcome: "done", state: "open" }, "Door Depot gate: it took the request, reads open"],
    [
      { state: "closed" as const },
      { outcome: "done", state: "closed" },
      "Door Depot gate: it took the request, reads closed",
    ],
    [
      { state: "unknown" as const },
      { outcome: "done", state: "unknown", stateAt: null },
      "Door Depot gate: it took the request, state unknown",
    ],
    [
      { opened: false, said: "no answer within 3 s", state: "unknown" as const },
      { outcome: "failed", said: "no answer within 3 s", state: "unknown" },
      "Door Depot gate: not confirmed: no answer within 3 s, state unknown",
    ],
  ])("%j is kept and said as it was read", (more, expected, words) => {
    const desk = drive();
    open(desk);
    answer(desk, more);
    expect(desk.desk.doors["g1"]).toMatchObject(expected);
    const last = desk.entries.at(-1);
    expect(last && entryWords(last, site)).toBe(words);
  });

  test("to another attempt, and a second one, change nothing", () => {
    const desk = drive();
    open(desk);
    const entries = desk.entries.length;
    answer(desk, { attemptId: "d0" });
    expect(desk.entries).toHaveLength(entries);
    answer(desk);
    answer(desk, { opened: false, said: "late" });
    expect(desk.desk.doors["g1"]).toMatchObject({ outcome: "done", state: "open" });
  });

  test("that never comes ends as not confirmed, after its time and after a restart", () => {
    const desk = drive();
    open(desk);
    desk.pass(9_000);
    expect(desk.desk.doors["g1"]).toMatchObject({ outcome: "failed", state: "unknown" });
    open(desk);
    desk.report({ type: "hostStarted", version: "test", gapMs: 0, kept: [] });
    expect(desk.desk.doors["g1"]).toMatchObject({ outcome: "failed", said: expect.stringContaining("restarted") });
    expect(orders(desk)).toHaveLength(2);
  });
});
