/** A border whose pauses are short, and calls that are up on it, for the tests of healing. */
import { afterEach, beforeEach } from "vitest";
import type { KeptLeg } from "../../electron/host/ports.ts";
import type { HealCause } from "../../shared/call/healing.ts";
import { type Frame, invite, sdp } from "./fakePbx.ts";
import { type Border, startBorder, talkingOn } from "./startBorder.ts";

export let bench: Border;
export const fast = { glareMs: [0, 0], glareOwnMs: [0, 0], redialMs: 20, farewellWithinMs: 1_000 } as const;
beforeEach(async () => {
  bench = await startBorder(fast);
});
afterEach(() => bench.stop());

export async function again(given: Parameters<typeof startBorder>[2], pace = {}): Promise<void> {
  await bench.stop();
  bench = await startBorder({ ...fast, ...pace }, true, given);
}

export const typed = ["Content-Type: application/sdp", "Contact: <sip:2014@pbx.invalid;transport=ws>"];
export const heal = (callId: string, because: HealCause): void =>
  bench.border.order({ type: "healCall", callId, because });

/** The INVITEs of ours from the n-th on, 0 the first. */
export const invites = (): Frame[] => bench.pbx.received.filter(({ kind }) => kind === "INVITE");
export const nthInvite = (n: number): Promise<Frame> => bench.pbx.until((frame) => frame === invites()[n]);
export const accept = (frame: Frame): void => bench.pbx.reply(frame, "200 OK", typed, sdp);

/** A caller who talks to us. */
export const callerUp = (extra: readonly string[] = []): Promise<{ callId: string; ok: Frame }> =>
  talkingOn(bench, invite({ callId: "theirs", from: '"Help" <sip:2014@pbx.invalid>;tag=caller', extra }));

export async function dialled(callId: string, n = 0): Promise<Frame> {
  bench.border.order({ type: "dialCall", callId, pbxId: "a", number: "2014", purpose: "call", members: false });
  return nthInvite(n);
}

/** A call that we made. */
export async function calledUp(callId = "out-1"): Promise<Frame> {
  const ours = await dialled(callId);
  accept(ours);
  await bench.until("callEstablished");
  return ours;
}

export const tagOf = (value: string): string => /;tag=([^;>]+)/.exec(value)?.[1] ?? "";
export const branchOf = (frame: Frame): string => /branch=([^;]+)/.exec(frame.header("via"))?.[1] ?? "";

export const keptUp: KeptLeg = {
  callId: "in-kept",
  pbxId: "a",
  direction: "in",
  number: "2014",
  since: 999_000,
  dialog: {
    sipCallId: "old",
    localTag: "ours",
    remoteTag: "theirs",
    localSeq: 4,
    localUri: "sip:6000@pbx.invalid",
    remoteUri: "sip:2014@pbx.invalid",
    remoteTarget: "sip:2014@10.0.0.7:5060;transport=ws",
    routeSet: ["<sip:edge.pbx.invalid;lr;k=1>", "<sip:core.pbx.invalid;lr>"],
  },
  invite: null,
};
