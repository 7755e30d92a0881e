/** The door of the station on the line: who may open it, when, and what is said of it. */
import { describe, expect, test } from "vitest";
import type { Site } from "../../shared/site/site.ts";
import { type Drive, drive, site } from "./drive.ts";

const doorOrders = (desk: Drive) => desk.orders.filter((order) => order.type === "sendDigits");
const roleChanged = (change: Partial<Site["roles"][number]>): Site => ({
  ...site,
  roles: site.roles.map((role) => (role.id === "dispatcher" ? { ...role, ...change } : role)),
});

describe("openDoor", () => {
  test("sends the door's digits in the live call, and journals the station and who", () => {
    const desk = drive();
    const callId = desk.talkTo("501");
    expect(desk.command({ type: "openDoor", callId })).toBeNull();
    expect(doorOrders(desk)).toEqual([{ type: "sendDigits", callId, digits: "9#" }]);
    expect(desk.entries.at(-1)).toMatchObject({
      kind: "doorOpened",
      by: "operator:anna",
      data: { callId, stationId: "d1", eventId: desk.event("501").id, words: "Service gate north" },
    });
    expect(desk.call(callId).doorSentAt).toBe(desk.now);
    // The digits themselves are nowhere in the journal's words, nor on the keypad's display.
    expect(desk.call(callId).digits).toBe("");
  });

  test("is refused for a station without a door", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    expect(desk.command({ type: "openDoor", callId })?.code).toBe("unknownTarget");
    expect(doorOrders(desk)).toEqual([]);
  });

  test("is refused while it rings, is held, is ending, or another call has the microphone", () => {
    const desk = drive();
    const ringing = desk.press("501");
    expect(desk.command({ type: "openDoor", callId: ringing })?.code).toBe("tooLate");
    desk.report({ type: "callTaken", callId: ringing });
    desk.command({ type: "answer", eventId: desk.event("501").id, holdEqual: false });
    desk.report({ type: "callEstablished", callId: ringing });
    desk.talkTo("301");
    expect(desk.call(ringing).state).toBe("held");
    expect(desk.command({ type: "openDoor", callId: ringing })?.code).toBe("tooLate");
    desk.command({ type: "resume", callId: ringing });
    desk.command({ type: "end", callId: ringing });
    expect(desk.command({ type: "openDoor", callId: ringing })?.code).toBe("tooLate");
    expect(desk.command({ type: "openDoor", callId: "never" })?.code).toBe("alreadyGone");
    expect(doorOrders(desk)).toEqual([]);
  });

  test.each([
    ["has not the right", roleChanged({ openDoors: false }), "notPermitted"],
    ["is outside its areas", roleChanged({ areas: ["tubeB"] }), "outsideArea"],
    ["is outside its hours", roleChanged({ hours: { from: "00:00", to: "01:00" } }), "outsideHours"],
  ])("to a role that %s is refused in words, sends nothing and leaves its record", (_why, given, code) => {
    const desk = drive(given);
    const callId = desk.talkTo("501");
    expect(desk.command({ type: "openDoor", callId })).toMatchObject({ code });
    expect(doorOrders(desk)).toEqual([]);
    expect(desk.entries.at(-1)).toMatchObject({ kind: "commandRefused", data: { command: "openDoor", code } });
  });

  test("with nobody signed in is refused, also where answering is not", () => {
    const desk = drive(site, null);
    const callId = desk.talkTo("501");
    expect(desk.command({ type: "openDoor", callId })?.code).toBe("notSignedIn");
    expect(doorOrders(desk)).toEqual([]);
  });
});

describe("the keypad", () => {
  test("does not open a door for a role that may not, however the digits are split", () => {
    const desk = drive(roleChanged({ openDoors: false }));
    const callId = desk.talkTo("501");
    expect(desk.command({ type: "sendDigits", callId, digits: "19#" })?.code).toBe("notPermitted");
    expect(desk.command({ type: "sendDigits", callId, digits: "19" })).toBeNull();
    expect(desk.command({ type: "sendDigits", callId, digits: "#" })?.code).toBe("notPermitted");
    expect(desk.command({ type: "sendDigits", callId, digits: "5" })).toBeNull();
    expect(desk.command({ type: "sendDigits", callId, digits: "#" })).toBeNull();
    expect(doorOrders(desk)).toHaveLength(3);
  });

  test("is free for who may open doors, and for stations without one", () => {
    const desk = drive();
    const callId = desk.talkTo("501");
    expect(desk.command({ type: "sendDigits", callId, digits: "9#" })).toBeNull();
    const other = drive(roleChanged({ openDoors: false }));
    const plain = other.talkTo("301");
    expect(other.command({ type: "sendDigits", callId: plain, digits: "9#" })).toBeNull();
  });
});
