/** The plant as its parent sees it: one line when it listens, a file for the command line, and an end with its parent. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPlantFile } from "../../electron/plant/plantFile.ts";

const entry = fileURLToPath(new URL("../../electron/plant/main.ts", import.meta.url));
const demoSite = fileURLToPath(new URL("../../assets/demo/site.yaml", import.meta.url));

let directory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plant-"));
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(directory, { recursive: true, force: true });
});

function start(...extra: string[]) {
  const child = spawn(process.execPath, [entry, "--data", directory, ...extra], { stdio: ["pipe", "pipe", "pipe"] });
  children.push(child);
  let errors = "";
  child.stderr.on("data", (bytes: Buffer) => {
    errors += bytes.toString();
  });
  const line = new Promise<string>((resolve) => {
    let out = "";
    child.stdout.on("data", (bytes: Buffer) => {
      out += bytes.toString();
      if (out.includes("\n")) resolve(out);
    });
  });
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, line, ended, errors: () => errors };
}

test("it says where it listens, in one line and in plant.json, and ends when its input closes", async () => {
  const { child, line, ended } = start("--site", demoSite);
  const address = JSON.parse(await line) as Record<string, string>;
  expect(address["sip"]).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/sip$/);
  expect(readPlantFile(directory)).toEqual({ ...address, pid: child.pid });
  const { stations } = (await (await fetch(`${address["control"]}/state`)).json()) as { stations: { type: string }[] };
  expect(stations.filter(({ type }) => type !== "contact")).toHaveLength(214);
  child.stdin.end();
  expect(await ended).toBe(0);
  expect(existsSync(join(directory, "plant.json"))).toBe(false);
});

test("it ends on SIGTERM, and a plant that was killed is not taken for a running one", async () => {
  const first = start("--site", demoSite);
  await first.line;
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
  const second = start("--site", demoSite);
  await second.line;
  second.child.kill("SIGKILL");
  await second.ended;
  expect(existsSync(join(directory, "plant.json"))).toBe(true);
  expect(readPlantFile(directory)).toBeNull();
});

test("without a site, or with a wrong one, it says so and ends", async () => {
  const none = start();
  expect(await none.ended).toBe(1);
  expect(none.errors()).toContain("Which site?");
  const wrong = start("--site", join(directory, "missing.yaml"));
  expect(await wrong.ended).toBe(1);
  expect(wrong.errors()).toContain("missing.yaml");
});
