/**
 * I14: what is shown of the link is true within 20 s. I15: 30 s after the last fault is over the console is registered, the
 * next press is an event, and no fault is left. Random sequences of faults, in virtual time, at the real pace, through the
 * whole border and the desk. HISTORIES: a twentieth of it is run here; SEED: which, as printed by the run that failed.
 */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSip } from "../../electron/sip/sip.ts";
import { pbxWords } from "../../renderer/console/status/PbxPills.tsx";
import { drive, site } from "../desk/drive.ts";
import { invite, sdp } from "./fakePbx.ts";
import { account } from "./startBorder.ts";
import { newNetwork, type Reach, type Registrar, type VirtualNetwork } from "./virtualNetwork.ts";

vi.mock("ws", async (original) => {
  const { VirtualSocket } = await import("./virtualNetwork.ts");
  return { ...(await original<object>()), default: VirtualSocket };
});

const runs = Math.ceil(Number(process.env["HISTORIES"] ?? 1_600) / 20);
const seed = Number(process.env["SEED"] ?? Date.now() % 2_147_483_647);
const trueWithinMs = 20_000;
const healedWithinMs = 30_000;

type Step =
  | { do: "reach"; reach: Reach; forS: number }
  | { do: "registrar"; registrar: Registrar; forS: number }
  | { do: "reset" | "forget"; forS: number };

const forS = fc.integer({ min: 1, max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant("reach" as const),
    reach: fc.constantFrom<Reach>("up", "refused", "stalled", "http503"),
    forS,
  }),
  fc.record({
    do: fc.constant("registrar" as const),
    registrar: fc.constantFrom<Registrar>("good", "wrongPassword", "503", "noContact", "silent"),
    forS,
  }),
  fc.record({ do: fc.constantFrom("reset" as const, "forget" as const), forS }),
);

beforeAll(() => void vi.useFakeTimers());
afterAll(() => void vi.useRealTimers());

/** One position in virtual time, and what its operator is shown. */
function position(network: VirtualNetwork, random: () => number) {
  const desk = drive({ ...site, pbxs: site.pbxs.slice(0, 1) });
  let provedAt: number | undefined;
  const border = createSip({
    accounts: [{ ...account, id: "A", url: "ws://pbx.invalid" }],
    media: { ask: async ({ op }) => (op === "offer" || op === "answer" ? sdp : null), close: () => undefined },
    instanceId: "6f1c2b7e-0d3a-4a7e-9d0e-2f6b1c9a4e55",
    clock: { now: Date.now, wall: Date.now },
    kept: [],
    keep: () => undefined,
    report(report) {
      desk.now = Date.now();
      desk.report(report);
    },
    proof(_, at) {
      provedAt = at;
    },
    isLifeSafety: () => false,
    correlation: () => undefined,
    random,
  });
  let untrueSince: number | null = null;
  return {
    desk,
    border,
    /** Virtual seconds pass; what is shown is looked at in each of them. */
    async pass(seconds: number): Promise<void> {
      for (let second = 0; second < seconds; second += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        const isReady = pbxWords(desk.desk.pbxs["A"], provedAt, Date.now()).tone === "ready";
        const isUntrue = (isReady || !("deaf:" in desk.desk.faults)) && !network.delivers();
        untrueSince = isUntrue ? (untrueSince ?? Date.now()) : null;
        const untrueMs = untrueSince === null ? 0 : Date.now() - untrueSince;
        if (untrueMs > trueWithinMs) throw new Error(`shown ready, and deaf for ${untrueMs} ms`);
      }
    },
    isReady: () => desk.desk.pbxs["A"]?.state === "registered" && network.delivers(),
  };
}

function inject(network: VirtualNetwork, step: Step): void {
  switch (step.do) {
    case "reach":
      // A PBX that refuses from now on has gone, with what was open.
      if (step.reach === "refused" || step.reach === "http503") network.reset();
      network.reach = step.reach;
      return;
    case "registrar":
      network.registrar = step.registrar;
      return;
    case "reset":
      return network.reset();
    case "forget":
      return network.forget();
  }
}

test(`${runs} sequences of faults: what is shown is true within 20 s, and 30 s after the last one all is as before`, {
  timeout: 60_000 + runs * 200,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      async (steps, chances) => {
        const network = newNetwork();
        const { desk, border, pass, isReady } = position(network, () => chances.next().value ?? 0.5);
        border.start();
        await pass(2);
        try {
          for (const one of steps) {
            inject(network, one);
            await pass(one.forS);
          }
          network.reach = "up";
          network.registrar = "good";
          await pass(healedWithinMs / 1_000);
          expect(isReady()).toBe(true);
          expect(Object.keys(desk.desk.faults)).toEqual([]);
          network.send(invite({ from: "<sip:101@pbx.invalid>;tag=after" }));
          await pass(2);
          expect(Object.values(desk.desk.calls).map(({ bound }) => bound)).toEqual([true]);
        } finally {
          const stopped = border.stop();
          await vi.advanceTimersByTimeAsync(5_000);
          await stopped;
          vi.clearAllTimers();
        }
      },
    ),
    { seed, numRuns: runs },
  );
});
