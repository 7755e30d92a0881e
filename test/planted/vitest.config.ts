/** The tests of the desk with one bug planted: PLANTED is its index in bugs.ts. The source on disk stays as it is. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import { bugs } from "./bugs.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const bug = bugs[Number(process.env["PLANTED"])];

const plant: Plugin = {
  name: "plant a bug",
  enforce: "pre",
  transform(code, id) {
    if (!bug || path.relative(root, id.split("?")[0] ?? id) !== bug.file) return undefined;
    if (!code.includes(bug.from)) throw new Error(`${bug.file} has no such text any more: ${bug.from}`);
    return code.replace(bug.from, () => bug.to);
  },
};

export default defineConfig({
  root,
  plugins: [plant],
  test: {
    include: [
      "test/{desk,flood,ladder,operator,place,shelf,shift,sick,training}/*.test.ts",
      "test/console/{keys,order,strip}.test.ts",
    ],
    // Or every run would be given the source of the first.
    fsModuleCache: false,
    bail: 1,
    maxWorkers: 2,
    testTimeout: 60_000,
  },
});
