import { expect, test } from "vitest";
import { inTurns } from "../../electron/sip/inTurns.ts";

test("the first frame is worked on at once; a burst is worked on in order, over several turns", async () => {
  const done: number[] = [];
  let turns = 0;
  const burst = 40;
  const finished = new Promise<void>((resolve) => {
    const line = inTurns((data) => {
      // Each costs a millisecond: far more than a turn for all of them.
      const until = performance.now() + 1;
      while (performance.now() < until);
      done.push(data[0] ?? -1);
      if (done.length === burst) resolve();
    });
    const count = () => {
      turns += 1;
      if (done.length < burst) setImmediate(count);
    };
    setImmediate(count);
    for (let i = 0; i < burst; i++) line.take(Buffer.from([i]));
  });
  expect(done[0]).toBe(0);
  expect(done.length).toBeLessThan(burst);
  await finished;
  expect(done).toEqual(Array.from({ length: burst }, (_, i) => i));
  expect(turns).toBeGreaterThan(2);
});
