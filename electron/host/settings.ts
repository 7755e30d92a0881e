/** What this position remembers between starts, in one small file: its SIP instance id and the chosen audio devices. */
import { randomUUID } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { DeviceChoice } from "../../shared/link/mediaLink.ts";

const percent = z.number().int().min(0).max(100);

const shape = z.object({
  instanceId: z.uuid(),
  devices: z.object({ microphone: z.string(), talk: z.string(), ring: z.string(), ringVolume: percent.optional() }),
});
type Remembered = z.infer<typeof shape>;

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
    kept = { instanceId: randomUUID(), devices: { microphone: "", talk: "", ring: "" } };
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
    return shape.parse(JSON.parse(text));
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
