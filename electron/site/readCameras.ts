/** The cameras of stations. Windows see that there is one, and the address of its stream; how it is asked stays in the host. */
import type { CameraAccess } from "../camera/cameraAccess.ts";
import { readAccess, readDeviceUrl } from "./deviceAddress.ts";
import type { Item } from "./items.ts";
import type { Problems } from "./problem.ts";
import type { Environment } from "./secret.ts";
import type { StationFields } from "./shapes.ts";

const streams = ["rtsp:", "rtsps:", "http:", "https:"];

/** By station. What is wrong is noted. */
export function readCameras(
  stations: readonly Item<StationFields>[],
  environment: Environment,
  problems: Problems,
): Map<string, CameraAccess> {
  const cameras = new Map<string, CameraAccess>();
  for (const { value, locate } of stations) {
    const { camera } = value;
    if (!camera) continue;
    const at = (path: readonly (string | number)[]) => locate(["camera", ...path]);
    const snapshot = readDeviceUrl(camera.snapshot, at(["snapshot"]), problems);
    if (camera.stream !== undefined) readDeviceUrl(camera.stream, at(["stream"]), problems, streams);
    const access = readAccess(camera, environment, at, problems);
    if (snapshot !== null && access !== null) cameras.set(value.id, { snapshot, ...access });
  }
  return cameras;
}
