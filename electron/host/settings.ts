/** What this position remembers between starts, in one small file: its SIP instance id and the chosen audio devices. */
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { DeviceChoice } from "../../shared/link/mediaLink.ts";
import { mostRingDevices } from "../../shared/sound/ringDevices.ts";

const percent = z.number().int().min(0).max(100);

const ring = z.union([
  z.array(z.object({ id: z.string().min(1), label: z.string() })),
  // As it was written while there was one: its id, "" for the system's default.
  z.string().transform((id) => (id === "" ? [] : [{ id, label: "" }])),
]);
const shape = z.object({
  instanceId: z.uuid(),
  devices: z.object({ microphone: z.string(), talk: z.string(), ring, ringVolume: percent.optional() }),
});
interface Remembered {
  instanceId: string;
  devices: DeviceChoice;
}

export interface Settings {
  /** RFC 5626 instance id: stable, so that a restart leaves no ghost contact at the PBX. */
  readonly instanceId: string;
  readonly devices: DeviceChoice;
  remember(devices: DeviceChoice): void;
}

export function openSettings(dataDir: string): Settings {
  const file = path.join(dataDir, "settings.json");
  let kept = read(file);
  if (!kept) {
    kept = { instanceId: randomUUID(), devices: { microphone: "", talk: "", ring: [] } };
    write(file, kept);
  }
  const { instanceId } = kept;
  let { devices } = kept;
  return {
    instanceId,
    get devices() {
      return devices;
    },
    remember(next) {
      devices = next;
      write(file, { instanceId, devices });
    },
  };
}

function read(file: string): Remembered | null {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT")
      console.error(`settings not read, new ones are made: ${String(error)}`);
    return null;
  }
  try {
    const kept = shape.parse(JSON.parse(text));
    const { devices } = kept;
    if (devices.ring.length <= mostRingDevices) return kept;
    console.error(`${file} names ${devices.ring.length} ring devices; the first ${mostRingDevices} are taken.`);
    return { ...kept, devices: { ...devices, ring: devices.ring.slice(0, mostRingDevices) } };
  } catch (error) {
    console.error(`${file} is not understood, new settings are made: ${String(error)}`);
    return null;
  }
}

function write(file: string, kept: Remembered): void {
  try {
    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    writeFileSync(`${file}.new`, JSON.stringify(kept, null, 2));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error(`settings not kept: ${String(error)}`);
  }
}
