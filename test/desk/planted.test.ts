/** Planted bugs name lines that are there: a change of the desk that moves one is told at once, not in the long run. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { bugs } from "../planted/bugs.ts";

const root = path.join(import.meta.dirname, "../..");

test.each(bugs)("$name: can be planted in $file", ({ file, from, to }) => {
  expect(readFileSync(path.join(root, file), "utf8")).toContain(from);
  expect(to).not.toBe(from);
});
