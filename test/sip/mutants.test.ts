/**
 * Thousands of broken frames through the whole border, with a desk behind it. MUTANTS: how many; SEED: which, as printed
 * by the run that failed.
 */
import { monitorEventLoopDelay } from "node:perf_hooks";
import { expect, test } from "vitest";
import { tapFrame } from "../../electron/sip/frameTap.ts";
import { redacted } from "../../electron/sip/headers.ts";
import { frameCapBytes } from "../../electron/sip/pace.ts";
import { drive, site } from "../desk/drive.ts";
import { answered, invite } from "./fakePbx.ts";
import { mutant, random, strangeFrames, strangeInvites } from "./mutants.ts";
import { type Border, startBorder } from "./startBorder.ts";

const mutants = Number(process.env["MUTANTS"] ?? 1000);
const seed = Number(process.env["SEED"] ?? Date.now() % 2 ** 32);
const perBatch = 100;

/** An INVITE that may be a press, told without the tap: its start line, and no tag in any To, a lone CR before it or not. */
function isPress(frame: string): boolean {
  const text = frame.replace(/^[\r\n]+/, "");
  const head = text.split(/\r?\n\r?\n/, 1)[0] ?? "";
  const isToTagged = /^(?:to|t)[ \t]*:[^\n]*;\s*tag\s*=/im.test(head.replace(/\r?\n[ \t]+/g, " "));
  return /^INVITE[ \t]+[^\s]/i.test(text) && !isToTagged;
}

const kept = (frame: string): string => redacted(frame.replace(/^[\r\n]+/, "").slice(0, frameCapBytes));

async function startDesk(): Promise<{ bench: Border; desk: ReturnType<typeof drive>; thrown: unknown[] }> {
  const desk = drive({ ...site, pbxs: site.pbxs.slice(0, 1).map((pbx) => ({ ...pbx, id: "a" })) });
  const bench = await startBorder({ takeWithinMs: 50 });
  const thrown: unknown[] = [];
  bench.onReport = (report) => {
    try {
      desk.report(report);
    } catch (error) {
      thrown.push(error);
    }
  };
  return { bench, desk, thrown };
}

/** Sends a call behind what was sent before and waits until it rings: nothing hangs. */
async function sendBehind(bench: Border, name: string): Promise<void> {
  bench.pbx.send(invite({ callId: name, from: `<sip:2014@pbx.invalid>;tag=${name}`, branch: `z9hG4bK${name}` }));
  await bench.pbx.until((one) => one.header("call-id") === name && answered("180", "INVITE")(one));
}

/** Fails unless each frame that may be a press has a report of its own, or is the same press as one that has. */
function lookOut(bench: Border): (frames: readonly string[]) => void {
  const frameOf = new Set<string>();
  const pressOf = new Set<string>();
  let known = 0;
  return (frames) => {
    for (const report of bench.reports.slice(known)) {
      if (report.type !== "callSeen") continue;
      const { frame = "" } = report.attach;
      frameOf.add(frame);
      pressOf.add(identity(frame));
    }
    known = bench.reports.length;
    for (const frame of frames.filter(isPress)) {
      if (frameOf.has(kept(frame)) || pressOf.has(identity(frame))) continue;
      expect.fail(`seed ${seed}: this INVITE left no event:\n${JSON.stringify(frame)}`);
    }
  };
}

function identity(frame: string): string {
  const { callId, fromTag, cseq, branch, from } = tapFrame(frame.replace(/^[\r\n]+/, ""));
  return [callId || `${branch}\t${from}`, fromTag, cseq].join("\n");
}

test(`${mutants} mutated frames: nothing is thrown, nothing hangs, each INVITE leaves its event`, {
  timeout: 60_000 + mutants * 60,
}, async () => {
  const { bench, desk, thrown } = await startDesk();
  const roll = random(seed);
  const expectSeen = lookOut(bench);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let presses = 0;
  for (let n = 0; n < mutants; n += perBatch) {
    const frames = Array.from({ length: Math.min(perBatch, mutants - n) }, (_, at) => mutant(n + at, roll));
    bench.pbx.sendAtOnce(frames);
    await sendBehind(bench, `behind${n}`);
    expectSeen(frames);
    presses += frames.filter(isPress).length;
  }
  delay.disable();
  expect(thrown).toEqual([]);
  expect(bench.all("pbx").at(-1)?.state).toBe("registered");
  expect(bench.pbx.received.filter(({ startLine }) => /^SIP\/2\.0 6/.test(startLine))).toEqual([]);
  const bugs = bench.all("bugCaught");
  const taken = bench.all("callTaken").length;
  console.info(
    `mutants: seed ${seed}, ${mutants} frames, ${presses} INVITEs, ${bench.all("callSeen").length} seen, ${taken} answerable, ` +
      `${desk.entries.length} entries, ${bugs.length} caught inside SIP.js, longest turn ${(delay.max / 1e6).toFixed(0)} ms`,
  );
  // SIP.js throws at a few of them; the guard turns that into a report and the frame is answered all the same.
  for (const { where } of bugs) expect(where).toMatch(/^sip: (?:PRACK|response|[A-Z]+)$/);
  await bench.stop();
});

test("garbage, binary, huge and deeply folded frames do no harm, and a strange INVITE is an event all the same", async () => {
  const { bench, thrown } = await startDesk();
  const asked = await bench.pbx.until(({ kind }) => kind === "REGISTER");
  for (const frame of strangeFrames(asked)) bench.pbx.send(frame);
  bench.pbx.sendAtOnce(strangeInvites);
  await sendBehind(bench, "behind");
  lookOut(bench)(strangeInvites);
  expect(thrown).toEqual([]);
  expect(bench.all("bugCaught")).toEqual([]);
  expect(bench.all("pbx").at(-1)?.state).toBe("registered");
  await bench.stop();
});
