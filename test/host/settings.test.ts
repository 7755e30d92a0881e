/** What a position remembers of its devices: written, read again, and read as it was written before. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { readFromConsole } from "../../electron/host/consoleMessages.ts";
import { openSettings } from "../../electron/host/settings.ts";
import { mostRingDevices } from "../../shared/sound/ringDevices.ts";

const instanceId = "0b1e7a52-1c9e-4d2b-9b1f-0d6f2f3f9a10";
const ring = [
  { id: "d", label: "Desk speaker" },
  { id: "c", label: "Ceiling speaker" },
];
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(path.join(tmpdir(), "priority-console-test-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));
const kept = (devices: object): void =>
  writeFileSync(path.join(dir, "settings.json"), JSON.stringify({ instanceId, devices }));

test("several ring devices are remembered with their names", () => {
  const first = openSettings(dir);
  expect(first.devices).toEqual({ microphone: "", talk: "", ring: [] });
  first.remember({ microphone: "", talk: "h", ring, ringVolume: 70 });
  const next = openSettings(dir);
  expect(next.devices).toEqual({ microphone: "", talk: "h", ring, ringVolume: 70 });
  expect(next.instanceId).toBe(first.instanceId);
});

test("a file of one ring device is read as a choice of that one, and one of the system's default as a choice of none", () => {
  kept({ microphone: "m", talk: "h", ring: "d", ringVolume: 50 });
  const old = openSettings(dir);
  expect(old.instanceId, "else the PBX keeps a contact of nobody").toBe(instanceId);
  expect(old.devices).toEqual({ microphone: "m", talk: "h", ring: [{ id: "d", label: "" }], ringVolume: 50 });
  kept({ microphone: "", talk: "", ring: "" });
  expect(openSettings(dir).devices.ring).toEqual([]);
});

test("of more ring devices than may be the first are taken, and that is said", () => {
  const said = vi.spyOn(console, "error").mockImplementation(() => undefined);
  kept({ microphone: "", talk: "", ring: ["1", "2", "3", "4", "5", "6"].map((id) => ({ id, label: id })) });
  expect(openSettings(dir).devices.ring.map(({ id }) => id)).toEqual(["1", "2", "3", "4"]);
  expect(said.mock.lastCall?.[0]).toContain(`names 6 ring devices; the first ${mostRingDevices} are taken`);
  said.mockRestore();
  expect(JSON.parse(readFileSync(path.join(dir, "settings.json"), "utf8")).devices.ring, "read only").toHaveLength(6);
});

test("a window's choice of more than may ring is refused in words, and one of none or of four is taken", () => {
  const chosen = (count: number) => {
    const ring = Array.from({ length: count }, (_, i) => ({ id: `${i}`, label: "" }));
    return readFromConsole({ t: "devices", choice: { microphone: "", talk: "", ring } });
  };
  for (const few of [0, mostRingDevices]) expect(chosen(few)).toHaveProperty("message");
  expect(chosen(mostRingDevices + 1)).toMatchObject({ wrong: "choice.ring: at most 4 devices ring" });
});
