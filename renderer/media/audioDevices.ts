/** The computer's audio devices: what there is, which one a choice means now, and how that is said. */
import type { AudioDevice } from "../../shared/link/mediaLink.ts";

/** Chromium lists the system's choice once more under these ids; in a choice it is "". */
const aliases = new Set(["default", "communications"]);

/** What a choice comes to: the id to use ("" the system's default) and its label; null where there is no such device. */
export interface Chosen {
  id: string;
  label: string | null;
}

/**
 * Every device, aliases left out. Names need the microphone's permission, which the shell grants; without it one output without
 * id and name stands for all that there are. Never rejects.
 */
export async function listDevices(): Promise<readonly AudioDevice[]> {
  try {
    const found = await navigator.mediaDevices.enumerateDevices();
    return found.flatMap(({ kind, deviceId, label }) =>
      kind === "videoinput" || aliases.has(deviceId) || (deviceId === "" && kind === "audioinput")
        ? []
        : [{ id: deviceId, label, kind: kind === "audioinput" ? "input" : "output" } as const],
    );
  } catch (error) {
    console.warn("devices cannot be listed:", error);
    return [];
  }
}

/** Which output a choice means while these devices exist; a vanished one falls back to the default, and its label says so. */
export function chooseOutput(wanted: string, devices: readonly AudioDevice[]): Chosen {
  const outputs = devices.filter((device) => device.kind === "output");
  const chosen = outputs.find((device) => device.id !== "" && device.id === wanted);
  if (chosen) return { id: chosen.id, label: chosen.label };
  const [first] = outputs;
  if (!first) return { id: "", label: null };
  return { id: "", label: wanted === "" ? "System default" : "System default (the chosen device is gone)" };
}

/** How the open microphone is named beside the one that was chosen. */
export function microphoneLabel(wanted: string, inUse: { label: string; deviceId: string } | null): string | null {
  if (!inUse) return null;
  if (wanted === "" || wanted === inUse.deviceId) return inUse.label;
  return `${inUse.label} (the chosen device is gone)`;
}
