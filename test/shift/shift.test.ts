import { describe, expect, test } from "vitest";
import { planSound } from "../../shared/call/planSound.ts";
import { sheetOf } from "../../shared/shift/sheet.ts";
import { climbing, type Drive, drive, site } from "../desk/drive.ts";

const signIn = (desk: Drive, operatorId: string, ok = true): void =>
  desk.report({ type: "signInChecked", operatorId, ok });
const last = (desk: Drive, kind: string) => desk.entries.findLast((entry) => entry.kind === kind);

describe("handover", () => {
  test("signed by both: who goes signs the sheet, who comes signs in, and the events pass on with the position", () => {
    const desk = drive();
    desk.press("301");
    expect(desk.command({ type: "noteShift", text: " Gate 3 sticks " })).toBeNull();
    desk.command({ type: "takeOutOfService", stationId: "h2", reason: "Repair", forMs: 3_600_000 });
    expect(desk.command({ type: "signHandover" })).toBeNull();
    expect(desk.desk.handover).toMatchObject({ by: "operator:anna", eventIds: [desk.event("301").id] });
    signIn(desk, "ben");
    expect(last(desk, "shiftTaken")).toMatchObject({ by: "operator:ben", data: { from: "anna", signed: true } });
    expect(desk.desk.signedIn?.operatorId).toBe("ben");
    expect(desk.desk.handover).toBeNull();
    expect(sheetOf(desk.desk, site)).toMatchObject({
      events: [{ event: { number: "301" } }],
      shelves: [{ name: "Station h2", as: "outOfService" }],
      notes: [{ text: "Gate 3 sticks", by: "operator:anna" }],
    });
  });

  test("who takes over without the first signature does so on record", () => {
    const desk = drive();
    signIn(desk, "ben");
    expect(last(desk, "shiftTaken")?.data).toEqual({ from: "anna", signed: false });
  });

  test("the sheet may be signed, the position left, and taken over later", () => {
    const desk = drive();
    desk.command({ type: "signHandover" });
    expect(desk.command({ type: "signOut" })).toBeNull();
    signIn(desk, "ben");
    expect(last(desk, "shiftTaken")?.data).toEqual({ from: "anna", signed: true });
  });

  test("who comes back to his own sheet hands over to nobody", () => {
    const desk = drive();
    desk.command({ type: "signHandover" });
    desk.command({ type: "signOut" });
    signIn(desk, "anna");
    expect(last(desk, "shiftTaken")).toBeUndefined();
  });

  test("a signature can be withdrawn, a note taken off; both once", () => {
    const desk = drive();
    desk.command({ type: "noteShift", text: "Lamp 7 is out" });
    const [note] = desk.desk.shiftNotes;
    desk.command({ type: "signHandover" });
    for (const _ of [1, 2]) {
      desk.command({ type: "withdrawHandover" });
      desk.command({ type: "dropShiftNote", noteId: note?.id ?? "" });
    }
    expect(desk.desk.handover).toBeNull();
    expect(desk.desk.shiftNotes).toEqual([]);
    expect(desk.kinds().filter((kind) => kind === "handoverWithdrawn" || kind === "shiftNoteDropped")).toHaveLength(2);
  });

  test("timers run on: a target that passes while the shifts change is late, and what was held asks again", () => {
    const desk = drive();
    const callId = desk.talkTo("301");
    desk.command({ type: "hold", callId });
    desk.pass(20_000);
    desk.command({ type: "signHandover" });
    signIn(desk, "ben");
    desk.pass(11_000);
    expect(desk.call(callId).asksAgain).toBe(true);
  });

  test("nobody signed in writes nothing on the sheet", () => {
    const desk = drive(site, null);
    for (const command of [{ type: "noteShift", text: "x" }, { type: "signHandover" }] as const) {
      expect(desk.command(command)?.code).toBe("notSignedIn");
    }
    expect(desk.desk.shiftNotes).toEqual([]);
  });

  test.each(["", "   ", "x".repeat(501)])("a note of %j is refused in words", (text) => {
    expect(drive().command({ type: "noteShift", text })?.code).toBe("badRequest");
  });

  test("the sheet is bounded: its fifty-first note is refused", () => {
    const desk = drive();
    for (let i = 0; i < 50; i += 1) expect(desk.command({ type: "noteShift", text: `note ${i}` })).toBeNull();
    expect(desk.command({ type: "noteShift", text: "one more" })?.words).toContain("take off");
  });
});

describe("sign-off", () => {
  test("with nothing urgent open anybody signs out", () => {
    const desk = drive();
    expect(desk.command({ type: "signOut" })).toBeNull();
    expect(desk.desk.signedIn).toBeNull();
  });

  test("over an open urgent event it needs a supervisor, and says so", () => {
    const desk = drive();
    desk.press("301");
    expect(desk.command({ type: "signOut" })).toMatchObject({ code: "needsApproval" });
    expect(desk.command({ type: "signOut", approvedBy: "anna" })).toMatchObject({ code: "needsApproval" });
    expect(desk.desk.signedIn).not.toBeNull();
  });

  test("a supervisor lets the position be left, which is on record with the events that stay open", () => {
    const desk = drive();
    desk.press("301");
    const supervisor = site.operators.find(
      ({ id, roleId }) => id !== "anna" && site.roles.find((role) => role.id === roleId)?.approve,
    );
    expect(desk.command({ type: "signOut", approvedBy: supervisor?.id ?? "" })).toBeNull();
    expect(last(desk, "positionLeft")?.data).toEqual({ approvedBy: supervisor?.id, eventIds: [desk.event("301").id] });
    expect(desk.desk.signedIn).toBeNull();
    expect(planSound(desk.desk, site, desk.now).ring).not.toBeNull();
  });

  test("the alternate number is called at once and told, until somebody signs in", () => {
    const desk = drive(climbing);
    desk.press("301");
    desk.command({ type: "signOut", approvedBy: "ben" });
    desk.pass(250);
    const order = desk.orders.at(-1);
    expect(order).toMatchObject({ type: "dialCall", number: climbing.alternate, purpose: "ladder" });
    const callId = desk.desk.ladder.call?.id ?? "";
    desk.report({ type: "callEstablished", callId });
    expect(JSON.stringify(planSound(desk.desk, climbing, desk.now).legs[callId]?.clip)).toContain("unattended");
    signIn(desk, "anna");
    expect(desk.desk.ladder.notices).toEqual({});
  });

  test("never while a page is running: its microphone would stay open with nobody signed in", () => {
    const desk = drive();
    desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
    expect(desk.command({ type: "signOut" })?.code).toBe("pageInProgress");
    expect(desk.desk.signedIn).not.toBeNull();
  });

  test("never while a call is up", () => {
    const desk = drive();
    desk.talkTo("301");
    expect(desk.command({ type: "signOut", approvedBy: "ben" })?.code).toBe("stillOnTheLine");
  });
});
