import fc from "fast-check";
import { expect, test } from "vitest";
import { createLanes, type Lane } from "../../electron/sip/lanes.ts";

test("a CANCEL pulls the INVITE it belongs to forward, and never overtakes it", () => {
  const lanes = createLanes<string>();
  lanes.push(2, "a", "INVITE a");
  lanes.push(2, "b", "INVITE b");
  lanes.push(1, "sos", "INVITE sos");
  lanes.push(0, "b", "CANCEL b");
  expect([lanes.next(), lanes.next(), lanes.next(), lanes.next(), lanes.next()]).toEqual([
    "INVITE b",
    "CANCEL b",
    "INVITE sos",
    "INVITE a",
    undefined,
  ]);
});

test("order within a key never changes, nothing is lost or doubled, and a better lane never waits for a worse one", () => {
  const step = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({ lane: fc.constantFrom<Lane>(0, 1, 2), key: fc.constantFrom("a", "b", "c", "d") }),
    },
    { weight: 2, arbitrary: fc.constant("next" as const) },
    { weight: 1, arbitrary: fc.record({ take: fc.constantFrom("a", "b", "c", "d") }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const lanes = createLanes<{ key: string; n: number }>();
      let waiting: { key: string; n: number; lane: Lane }[] = [];
      let n = 0;
      const bestOf = (key: string) => Math.min(...waiting.filter((one) => one.key === key).map(({ lane }) => lane));
      for (const one of steps) {
        if (one === "next") {
          const item = lanes.next();
          if (!item) {
            expect(waiting).toEqual([]);
            continue;
          }
          const first = waiting.find(({ key }) => key === item.key);
          expect(first?.n).toBe(item.n);
          expect(bestOf(item.key)).toBe(Math.min(...waiting.map(({ lane }) => lane)));
          waiting = waiting.filter((other) => other !== first);
        } else if ("take" in one) {
          expect(lanes.take(one.take).map((item) => item.n)).toEqual(
            waiting.filter(({ key }) => key === one.take).map((item) => item.n),
          );
          waiting = waiting.filter(({ key }) => key !== one.take);
        } else {
          n += 1;
          lanes.push(one.lane, one.key, { key: one.key, n });
          waiting.push({ ...one, n });
        }
        expect(lanes.size).toBe(waiting.length);
      }
    }),
  );
});
