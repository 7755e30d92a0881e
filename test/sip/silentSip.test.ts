/** What the host answers when SIP.js neither takes nor refuses an INVITE: tested with a SIP.js that does as it is told. */
import type { Invitation } from "sip.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createCallIds } from "../../electron/sip/callIds.ts";
import type { LegIn } from "../../electron/sip/dialog.ts";
import { tapFrame } from "../../electron/sip/frameTap.ts";
import { createGuard } from "../../electron/sip/guard.ts";
import { createIntake, type Intake } from "../../electron/sip/intake.ts";
import { grammarCapChars } from "../../electron/sip/pace.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { cancelOf, invite, sip } from "./fakePbx.ts";

let reports: Report[];
let written: string[];
let parsed: string[];
let bound: Invitation[];
let notTaken: string[];
let parse: (frame: string) => string;
let intake: Intake;
let takesMessages = false;

beforeEach(() => {
  vi.useFakeTimers();
  reports = [];
  written = [];
  parsed = [];
  bound = [];
  notTaken = [];
  parse = () => "";
  takesMessages = false;
  const leg: Pick<LegIn, "bind" | "notTaken" | "cancelSeen"> = {
    bind: (invitation) => void bound.push(invitation),
    notTaken: (why) => void notTaken.push(why),
    cancelSeen: () => undefined,
  };
  const report = (one: Report): void => void reports.push(one);
  intake = createIntake({
    pbxId: "a",
    ownContact: "me",
    callIds: createCallIds("a", () => Date.now(), 32_000),
    guard: createGuard(report),
    report,
    isLifeSafety: () => false,
    isOwn: () => false,
    takesMessages: () => takesMessages,
    correlation: () => undefined,
    createLeg: () => leg as LegIn,
    legOf: () => leg as LegIn,
    parse(frame) {
      parsed.push(frame);
      return parse(frame);
    },
    write: (message) => void written.push(message.slice(0, 11)),
    heard: () => undefined,
    takeWithinMs: 1_000,
    crowded: () => undefined,
    keep: () => undefined,
    strayBye: () => false,
  });
});
afterEach(() => {
  intake.stop();
  vi.useRealTimers();
});

/** Lets everything that waits for SIP.js reach it. */
const handOver = (): Promise<unknown> => vi.advanceTimersByTimeAsync(400);

const arrive = (frame: string): void => intake.arrive(frame, frame.length);

test("an INVITE that SIP.js is silent about is answered 100 and 480 by the host a second after it was handed over", async () => {
  arrive(invite());
  await handOver();
  expect(parsed.length).toBe(1);
  const waited = 400;
  await vi.advanceTimersByTimeAsync(1_000 - waited - 1);
  expect(written).toEqual([]);
  await vi.advanceTimersByTimeAsync(waited);
  expect(written).toEqual(["SIP/2.0 100", "SIP/2.0 480"]);
  expect(notTaken).toEqual(["Call received, sound not available: call back (nothing took it within a second)."]);
});

test("one that it takes within the second is bound, and answered by nobody else", async () => {
  const frame = invite({ from: "<sip:2014@pbx.invalid>;tag=f", callId: "c", branch: "z9hG4bKb" });
  arrive(frame);
  await handOver();
  const request = {
    callId: "c",
    fromTag: "f",
    cseq: 1,
    viaBranch: "z9hG4bKb",
    from: { uri: "sip:2014@pbx.invalid" },
    getHeader: () => undefined,
  };
  intake.invited({ request } as unknown as Invitation);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(bound.length).toBe(1);
  expect(written).toEqual([]);
  expect(reports.map(({ type }) => type)).toEqual(["callSeen"]);
});

test("one that its parser refuses is answered at once, without a second to lose", async () => {
  parse = () => "error parsing header 'From'";
  arrive(invite());
  await handOver();
  expect(written).toEqual(["SIP/2.0 100", "SIP/2.0 480"]);
  expect(notTaken[0]).toContain("its From cannot be read");
});

test("one that makes it throw is reported as a bug and answered all the same", async () => {
  parse = () => {
    throw new Error("oops");
  };
  arrive(invite());
  await handOver();
  expect(reports.at(-1)).toEqual({ type: "bugCaught", where: "sip: INVITE", words: "oops" });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written).toEqual(["SIP/2.0 100", "SIP/2.0 480"]);
});

test("its CANCEL, when it comes later, is answered by the host too", async () => {
  const frame = invite();
  arrive(frame);
  await vi.advanceTimersByTimeAsync(1_500);
  arrive(cancelOf(frame));
  await handOver();
  expect(written).toEqual(["SIP/2.0 100", "SIP/2.0 480", "SIP/2.0 200"]);
});

test("a burst is given to SIP.js one message a turn, and no message whose headers would take it longer than a slice", async () => {
  const slow = invite({ from: `"${"x".repeat(7_000)}" <sip:2014@pbx.invalid>;tag=slow` });
  const odd = `${"Tür, ".repeat(300)}<sip:2014@pbx.invalid>;tag=odd`;
  const burst = [...Array.from({ length: 20 }, () => invite()), slow, invite({ from: odd })];
  const sizes: number[] = [];
  parse = (frame) => {
    sizes.push(tapFrame(frame).grammarChars);
    return frame.includes("Tür") ? "error parsing header 'From'" : "";
  };
  for (const frame of burst) arrive(frame);
  // Each of them was seen before the first was parsed.
  expect(reports.filter(({ type }) => type === "callSeen").length).toBe(burst.length);
  for (let turn = 0; turn < 500; turn += 1) {
    const before = parsed.length;
    sizes.length = 0;
    await vi.advanceTimersToNextTimerAsync();
    expect(new Set(parsed.slice(before).map((frame) => tapFrame(frame).callId)).size).toBeLessThanOrEqual(1);
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(grammarCapChars);
  }
  expect(new Set(parsed.map((frame) => tapFrame(frame).callId)).size).toBe(burst.length - 1);
});

test("a well-formed frame is read once, and exactly as it came", async () => {
  const frame = invite();
  arrive(frame);
  await handOver();
  expect(parsed).toEqual([frame]);
});

describe("a MESSAGE among INVITEs that keep coming", () => {
  const message = sip("MESSAGE sip:6000@console.invalid SIP/2.0", [
    "Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bKmessage",
    "From: <sip:301@pbx.invalid>;tag=message",
    "To: <sip:6000@pbx.invalid>",
    "Call-ID: message",
    "CSeq: 1 MESSAGE",
  ]);
  /** For 50 ms of the test's clock; gives what SIP.js was given. */
  async function pour(): Promise<string[]> {
    for (let i = 0; i < 50; i += 1) {
      arrive(invite({ callId: `call-${i}` }));
      if (i === 20) arrive(message);
      await vi.advanceTimersByTimeAsync(1);
    }
    return parsed.map((frame) => tapFrame(frame).method);
  }

  test("is given to SIP.js at once where the site takes it as an alarm, and the INVITEs wait as ever", async () => {
    takesMessages = true;
    expect(await pour()).toEqual(["MESSAGE"]);
    await handOver();
    expect(parsed.length).toBe(51);
  });

  test("waits its turn where the site takes none", async () => {
    expect(await pour()).toEqual([]);
    await handOver();
    expect(tapFrame(parsed.at(20) ?? "").method).toBe("INVITE");
    expect(tapFrame(parsed.at(21) ?? "").method).toBe("MESSAGE");
  });
});
