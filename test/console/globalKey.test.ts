/** The answer key from another program: a key that is held there is one press, and a press that does not count says so. */
import { expect, test } from "vitest";
import { type Heard, hear } from "../../renderer/console/globalKey.ts";

const all = (...at: number[]): string[] => {
  let last: Heard | null = null;
  return at.map((one) => {
    last = hear(last, one);
    return last.as;
  });
};

test("a held key is one press, however long it is held and however late it begins to repeat", () => {
  expect(all(5_000, 5_660, 5_700, 5_740)).toEqual(["press", "tooSoon", "repeat", "repeat"]);
  const repeats = Array.from({ length: 100 }, (_, index) => 5_990 + 40 * index);
  expect(all(5_000, ...repeats).filter((as) => as === "press")).toHaveLength(1);
  expect(all(5_000, ...repeats, 9_950 + 999).at(-1)).toBe("tooSoon");
  expect(all(5_000, ...repeats, 9_950 + 1_000).at(-1)).toBe("press");
});

test("who presses twice a second is heard each second, and told of the presses between", () => {
  expect(all(0, 500, 1_000, 1_500, 2_000)).toEqual(["press", "tooSoon", "press", "tooSoon", "press"]);
  expect(all(0, 400, 800, 1_200)).toEqual(["press", "tooSoon", "tooSoon", "press"]);
});
