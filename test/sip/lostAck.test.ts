/** A 200 that nobody acknowledges, in virtual time: nothing is thrown out of a timer of SIP.js, and no call is left. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSip } from "../../electron/sip/sip.ts";
import type { Report } from "../../shared/desk/inputs.ts";
import { answered, inDialog, invite, sdp } from "./fakePbx.ts";
import { account } from "./startBorder.ts";
import { newNetwork } from "./virtualNetwork.ts";

vi.mock("ws", async (original) => {
  const { VirtualSocket } = await import("./virtualNetwork.ts");
  return { ...(await original<object>()), default: VirtualSocket };
});
beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

/** An answered call whose ACK never comes; what is reported of it in a minute. `ends`: who ends it after 5 s. */
async function answeredForNothing(ends: "nobody" | "we" | "the caller"): Promise<Report[]> {
  const reports: Report[] = [];
  const network = newNetwork();
  const border = createSip({
    accounts: [{ ...account, url: "ws://pbx.invalid" }],
    media: { ask: async ({ op }) => (op === "offer" || op === "answer" ? sdp : null), close: () => undefined },
    instanceId: "6f1c2b7e-0d3a-4a7e-9d0e-2f6b1c9a4e55",
    clock: { now: Date.now, wall: Date.now },
    kept: [],
    keep: () => undefined,
    report: (report) => void reports.push(report),
    proof: () => undefined,
    isLifeSafety: () => false,
    correlation: () => undefined,
  });
  border.start();
  await vi.advanceTimersByTimeAsync(1_000);
  network.send(invite());
  await vi.advanceTimersByTimeAsync(100);
  const taken = reports.find((report) => report.type === "callTaken");
  if (taken?.type !== "callTaken") throw new Error("The call was not taken.");
  border.order({ type: "answerCall", callId: taken.callId });
  await vi.advanceTimersByTimeAsync(5_000);
  if (ends === "we") border.order({ type: "endCall", callId: taken.callId });
  const ok = network.received.find(answered("200", "INVITE"));
  if (!ok) throw new Error("The call was not answered.");
  if (ends === "the caller") network.send(inDialog("BYE", ok, 2));
  await vi.advanceTimersByTimeAsync(60_000);
  const stopped = border.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  await stopped;
  vi.clearAllTimers();
  return reports;
}

test.each<[string, Parameters<typeof answeredForNothing>[0], Report["type"]]>([
  ["is given up", "nobody", "callFailed"],
  ["is ended by us before that", "we", "callEnded"],
  ["is ended by the caller before that", "the caller", "callEnded"],
])("a call that is answered and never acknowledged %s, once, and harms nothing", async (_, ends, how) => {
  const reports = await answeredForNothing(ends);
  expect(reports.filter(({ type }) => type === "callFailed" || type === "callEnded").map(({ type }) => type)).toEqual([
    how,
  ]);
  expect(reports.filter(({ type }) => type === "bugCaught")).toEqual([]);
});
