/** When the link tries again: virtual time, and randomness given by the test. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLink, type Link } from "../../electron/sip/link.ts";
import { defaultPace } from "../../electron/sip/pace.ts";
import { ConnectError } from "../../electron/sip/transport.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Bench {
  link: Link;
  /** Virtual times of the attempts, ms. */
  attempts: number[];
  /** What the next attempts come to; the last goes on for ever. null: open. */
  outcomes: (ConnectError | null)[];
  wire: { heard: number; frames: number; held: boolean };
  cuts: string[];
}

function aLink(random: () => number): Bench {
  const startedAt = Date.now();
  const wire = { heard: 0, frames: 0, held: false };
  const bench: Omit<Bench, "link"> = { attempts: [], outcomes: [], wire, cuts: [] };
  const link = createLink({
    transport: {
      get heard() {
        return wire.heard;
      },
      get frames() {
        return wire.frames;
      },
      get held() {
        return wire.held;
      },
      write: () => Promise.resolve(),
      cut(why) {
        bench.cuts.push(`${Date.now() - startedAt} ${why}`);
        link.lost(why);
      },
    },
    pace: defaultPace,
    random,
    connect() {
      bench.attempts.push(Date.now() - startedAt);
      const outcome = bench.outcomes.length > 1 ? bench.outcomes.shift() : bench.outcomes[0];
      return outcome ? Promise.reject(outcome) : Promise.resolve();
    },
    probe: () => undefined,
    onUp: () => undefined,
    onDown: () => undefined,
  });
  return Object.assign(bench, { link });
}

const gaps = (times: readonly number[]): number[] => times.slice(1).map((at, i) => at - (times[i] ?? 0));

test("while nothing answers it tries every second, 0.3 s sooner or later, without end", async () => {
  let turn = 0;
  const bench = aLink(() => [0, 0.5, 1][turn++ % 3] ?? 0);
  bench.outcomes = [new ConnectError("nothing listens at its address")];
  bench.link.start();
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(gaps(bench.attempts).slice(0, 6)).toEqual([700, 1_000, 1_300, 700, 1_000, 1_300]);
  expect(bench.attempts.length).toBeGreaterThan(3_500);
  bench.link.stop();
});

test("after a refusal it stays away for 2, 4, 8, then 15 s; Retry-After is obeyed, but never starts a storm", async () => {
  const bench = aLink(() => 0.5);
  const refused = new ConnectError("HTTP 403", true);
  const asked = (ms: number) => new ConnectError("HTTP 503", true, ms);
  bench.outcomes = [refused, refused, refused, refused, refused, asked(30_000), asked(0), refused];
  bench.link.start();
  await vi.advanceTimersByTimeAsync(100_000);
  expect(gaps(bench.attempts).slice(0, 8)).toEqual([2_000, 4_000, 8_000, 15_000, 15_000, 30_000, 1_000, 15_000]);
  bench.link.stop();
});

test("a half-open link is cut 3 s after the first probe that nothing follows, and one that speaks is not", async () => {
  const bench = aLink(() => 0.5);
  bench.outcomes = [null];
  bench.link.start();
  for (let second = 0; second < 60; second += 1) {
    bench.wire.heard += 1;
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(bench.cuts).toEqual([]);
  await vi.advanceTimersByTimeAsync(4_000);
  // Last heard at 59 s, probed at 60 s, judged in the turn after 63 s. The worst case is just after a probe: 8 s.
  expect(bench.cuts).toEqual(["63001 the PBX no longer answers"]);
  bench.link.stop();
});

test("once the PBX has answered a probe, only SIP proves the link", async () => {
  const bench = aLink(() => 0.5);
  bench.outcomes = [null];
  bench.link.start();
  await vi.advanceTimersByTimeAsync(1_000);
  bench.link.answered();
  for (let second = 0; second < 8; second += 1) {
    bench.wire.heard += 1;
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(bench.cuts).toEqual(["8001 the PBX no longer answers"]);
  bench.link.stop();
});
