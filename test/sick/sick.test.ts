/** Which stations are known not to be reached, or not heard: by calls and pages, and no longer than until a sign of life. */
import { describe, expect, test } from "vitest";
import type { EndReason } from "../../shared/desk/state.ts";
import { sheetOf } from "../../shared/shift/sheet.ts";
import { sickWords } from "../../shared/words/sick.ts";
import { type Drive, drive, site } from "../desk/drive.ts";

const refused = (code: number, text = ""): EndReason => ({ kind: "refusedByFarEnd", code, text });

/** Calls it; gives the call's id. */
function dial(desk: Drive, number: string): string {
  desk.command({ type: "call", number, eventId: null });
  const call = Object.values(desk.desk.calls).find((one) => one.number === number && one.direction === "out");
  if (!call) throw new Error(`${number} was not dialled`);
  return call.id;
}

function dialInVain(desk: Drive, number: string, code: number): void {
  const callId = dial(desk, number);
  desk.report({ type: "callFailed", callId, reason: refused(code) as Extract<EndReason, { kind: "refusedByFarEnd" }> });
}

/** How its stations stand: id, what, and for how long. */
const sick = ({ desk, now }: Drive) =>
  sheetOf(desk, site).sick.map(({ station, sickness }) => [station.id, sickness.what, now - sickness.since]);

const words = ({ desk }: Drive) =>
  sheetOf(desk, site).sick.map(({ station, sickness }) => sickWords(sickness, station.name));

describe("a station that a call does not reach", () => {
  test.each([404, 408, 410, 480, 502, 504])("is not reached after %d, since the first time", (code) => {
    const desk = drive();
    dialInVain(desk, "301", code);
    desk.pass(60_000);
    dialInVain(desk, "301", code);
    expect(sick(desk)).toEqual([["h1", "notReached", 60_000]]);
  });

  test.each([486, 600, 603])("answered with %d: somebody is there", (code) => {
    const desk = drive();
    dialInVain(desk, "301", 480);
    dialInVain(desk, "301", code);
    expect(sick(desk)).toEqual([]);
  });

  test.each([401, 403, 407, 488, 500, 503])("%d says nothing of it", (code) => {
    const desk = drive();
    dialInVain(desk, "301", code);
    expect(sick(desk)).toEqual([]);
    dialInVain(desk, "302", 480);
    dialInVain(desk, "302", code);
    expect(sick(desk)).toEqual([["h2", "notReached", 0]]);
  });

  test("nobody took it, and it rang: it was reached", () => {
    const desk = drive();
    const callId = dial(desk, "301");
    desk.report({ type: "callAlerting", callId });
    desk.report({ type: "callFailed", callId, reason: { kind: "refusedByFarEnd", code: 480, text: "" } });
    expect(sick(desk)).toEqual([]);
  });

  test("what failed here, and what was taken back here, says nothing of it", () => {
    const desk = drive();
    const failed = dial(desk, "301");
    desk.report({ type: "callFailed", callId: failed, reason: { kind: "failed", code: null, text: "No microphone" } });
    const cancelled = dial(desk, "301");
    desk.command({ type: "end", callId: cancelled });
    desk.report({ type: "callEnded", callId: cancelled, by: "us" });
    expect(sick(desk)).toEqual([]);
  });

  test("a person is no station", () => {
    const desk = drive();
    dialInVain(desk, "7002", 480);
    expect(desk.desk.sick).toEqual({});
  });

  test.each(["press", "call that is taken"])("is well again after a %s", (sign) => {
    const desk = drive();
    dialInVain(desk, "301", 480);
    expect(words(desk)).toEqual(["Not reached: Station h1 is not reachable at present"]);
    if (sign === "press") desk.press("301");
    else desk.report({ type: "callEstablished", callId: dial(desk, "301") });
    expect(sick(desk)).toEqual([]);
  });

  test("is not well because somebody else claims to be it", () => {
    const desk = drive();
    dialInVain(desk, "301", 480);
    desk.press("301", { assertedNumber: null });
    expect(sick(desk)).toHaveLength(1);
  });

  test("the one that has not been reached for longest comes first, and one that has left the site is not on the sheet", () => {
    const desk = drive();
    dialInVain(desk, "302", 480);
    desk.pass(1000);
    dialInVain(desk, "301", 480);
    expect(sick(desk).map(([id]) => id)).toEqual(["h2", "h1"]);
    expect(sheetOf(desk.desk, { stations: [] }).sick).toEqual([]);
  });
});

describe("a station that is not heard", () => {
  const talk = (desk: Drive, heard: boolean, forMs: number): void => {
    const callId = desk.talkTo("301");
    desk.report({ type: "callSound", callId, in: heard, out: true });
    desk.pass(forMs);
    desk.report({ type: "callEnded", callId, by: "far" });
  };

  test("no sound came in a call: not heard, until it is, however often it is reached", () => {
    const desk = drive();
    talk(desk, false, 6_000);
    expect(words(desk)).toEqual(["No sound came from it in its last call"]);
    desk.press("301");
    expect(sick(desk)).toHaveLength(1);
    talk(desk, true, 6_000);
    expect(sick(desk)).toEqual([]);
  });

  test("a call too short for sound to come says nothing", () => {
    const desk = drive();
    talk(desk, false, 1_000);
    expect(sick(desk)).toEqual([]);
  });

  test("not reached afterwards is what is said then", () => {
    const desk = drive();
    talk(desk, false, 6_000);
    dialInVain(desk, "301", 480);
    expect(sick(desk)).toEqual([["h1", "notReached", 0]]);
  });
});

test("a page names those that the PBX could not reach, and whoever joins is well", () => {
  const desk = drive();
  desk.command({ type: "startPage", zoneIds: ["tubeA"], allCall: false, approvedBy: null });
  const leg = desk.desk.page?.legs[0];
  if (!leg) throw new Error("there is no page");
  desk.report({ type: "callEstablished", callId: leg.callId });
  const members = (status: "failed" | "joined" | "joining") => {
    desk.report({ type: "pageMembers", callId: leg.callId, members: [{ number: "301", status }] });
  };
  members("joining");
  expect(sick(desk)).toEqual([]);
  members("failed");
  expect(words(desk)).toEqual(["Not reached by a page"]);
  members("joined");
  expect(sick(desk)).toEqual([]);
});
