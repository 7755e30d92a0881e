import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { rememberedPort, rememberPort } from "../../electron/serve/rememberedPort.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "priority-console-port-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("the port of the last start is taken again, unless somebody has it or the file is nonsense", async () => {
  expect(await rememberedPort(dir)).toBe(0);
  const other = createServer();
  const port = await new Promise<number>((resolve) => {
    other.listen(0, "127.0.0.1", () => {
      const address = other.address();
      resolve(typeof address === "object" && address ? address.port : 0);
    });
  });
  rememberPort(dir, port);
  expect(await rememberedPort(dir)).toBe(0);
  await new Promise((resolve) => other.close(resolve));
  expect(await rememberedPort(dir)).toBe(port);
  writeFileSync(path.join(dir, "port"), "elsewhere");
  expect(await rememberedPort(dir)).toBe(0);
});
