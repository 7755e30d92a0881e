/** The ring of last resort, by a player of our own in the place of the system's: what plays once does not play again. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSystemRing, type SystemRing } from "../../electron/host/systemRing.ts";

let dir: string;
let ring: SystemRing;
let system: string | undefined;

beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "systemRing-"));
  writeFileSync(path.join(dir, "played"), "");
  for (const name of ["pw-play", "afplay"]) {
    writeFileSync(path.join(dir, name), `#!/bin/sh\necho "$1" >> "${dir}/played"\n`);
    chmodSync(path.join(dir, name), 0o755);
  }
  system = process.env["PATH"];
  process.env["PATH"] = `${dir}${path.delimiter}${system}`;
  ring = createSystemRing(dir);
});
afterEach(() => {
  ring.ring(null);
  process.env["PATH"] = system;
  rmSync(dir, { recursive: true });
});

const played = (): number =>
  readFileSync(path.join(dir, "played"), "utf8")
    .split("\n")
    .filter((line) => line === path.join(dir, "ring.wav")).length;
/** As long as the player takes a few times over. */
async function aFewPlays(): Promise<void> {
  for (let times = 0; times < 5; times++) {
    await once(spawn(path.join(dir, "pw-play"), ["another"], { stdio: "ignore" }), "exit");
  }
}

test("a ring that goes on is played again and again, until it is to stop", async () => {
  ring.ring({ sound: "threeFast", level: "normal" });
  await vi.waitFor(() => expect(played()).toBeGreaterThan(2));
});

test("a reminder is played once for its moment, however often it is asked for, and again for the next", async () => {
  const reminder = { sound: "faultReminder", level: "normal" } as const;
  ring.ring({ ...reminder, since: 1_000 });
  await vi.waitFor(() => expect(played()).toBe(1));
  ring.ring({ ...reminder, since: 1_000 });
  await aFewPlays();
  expect(played()).toBe(1);
  ring.ring(null);
  ring.ring({ ...reminder, since: 1_000 });
  await aFewPlays();
  expect(played()).toBe(1);
  ring.ring({ ...reminder, since: 2_000 });
  await vi.waitFor(() => expect(played()).toBe(2));
});
