import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { DataInUse, lockData, type Running } from "../../electron/start/dataLock.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), "data-lock-"));
});
afterEach(() => rmSync(dir, { recursive: true }));
const file = () => path.join(dir, "running.json");
const write = (holder: Running) => writeFileSync(file(), JSON.stringify(holder));

test("a folder that a living shell holds is refused, naming the folder and the process", () => {
  // Our parent lives as long as we do.
  write({ pid: process.ppid, bornAt: null, shell: "Electron" });
  expect(() => lockData(dir, "browser shell")).toThrow(DataInUse);
  expect(() => lockData(dir, "browser shell")).toThrow(new RegExp(`${dir}.*Electron, process ${process.ppid}`));
});

test("the lock of a process that is gone is taken over", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  write({ pid, bornAt: null, shell: "browser shell" });
  lockData(dir, "browser shell").release();
});

test("a process that was born later under the same number is not the holder", () => {
  write({ pid: process.ppid, bornAt: "1", shell: "browser shell" });
  lockData(dir, "browser shell").release();
});

test("a lock torn by a power cut is taken over", () => {
  writeFileSync(file(), '{"pid":');
  lockData(dir, "browser shell").release();
});

test("the folder is made, the lock tells where the shell is, only its user may read it, and the release removes it", () => {
  const fresh = path.join(dir, "deep/er");
  const lock = lockData(fresh, "browser shell");
  lock.tell({ address: "http://127.0.0.1:1" });
  const at = path.join(fresh, "running.json");
  expect(JSON.parse(readFileSync(at, "utf8"))).toMatchObject({ pid: process.pid, address: "http://127.0.0.1:1" });
  expect(statSync(at).mode & 0o077).toBe(0);
  lock.release();
  expect(existsSync(at)).toBe(false);
});
