/** The answer key from another program: a key that is held there is one press. */
import { expect, test } from "vitest";
import { isRepeat } from "../../renderer/console/globalKey.ts";

test("the first press counts, and one a second after the last; what comes sooner is the same key, still held", () => {
  expect(isRepeat(null, 5_000)).toBe(false);
  expect(isRepeat(5_000, 5_660)).toBe(true);
  expect(isRepeat(5_000, 5_999)).toBe(true);
  expect(isRepeat(5_000, 6_000)).toBe(false);
});
