import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  // The Electron binary's place is taken by the in-memory double, in every unit test.
  resolve: { alias: { electron: fileURLToPath(new URL("test/doubles/electron.ts", import.meta.url)) } },
  test: {
    include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
    // As in playwright.config.ts; the reporter prints "retry" beside a test that needed it.
    retry: process.env["CI"] ? 1 : 0,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
  },
});
