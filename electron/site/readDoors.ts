/** The doors of stations: by digits in the call, or by HTTP. What the host alone may know is split from what windows see. */
import type { Station } from "../../shared/site/site.ts";
import { type DoorAccess, stateTestOf } from "../door/doorAccess.ts";
import { readAccess, readDeviceUrl } from "./deviceAddress.ts";
import type { Item } from "./items.ts";
import type { Problems } from "./problem.ts";
import type { Environment } from "./secret.ts";
import type { StationFields } from "./shapes.ts";

const ofHttp = ["method", "headersEnv", "digestEnv", "stateUrl", "openWhen", "closedWhen"] as const;

/** By station. What is wrong is noted. */
export function readDoors(
  stations: readonly Item<StationFields>[],
  environment: Environment,
  problems: Problems,
): Map<string, DoorAccess> {
  const doors = new Map<string, DoorAccess>();
  for (const { value, locate } of stations) {
    const { door } = value;
    if (!door) continue;
    const at = (path: readonly (string | number)[]) => locate(["door", ...path]);
    if ((door.digits === undefined) === (door.url === undefined)) {
      // In a spreadsheet only digits have a column.
      const where = at(door.digits === undefined ? ["digits"] : ["url"]);
      problems.add(where, "digits, or url", door.digits === undefined ? "none of them" : "both");
      continue;
    }
    const stray = ofHttp.find((name) => door[name] !== undefined);
    if (door.url === undefined) {
      if (stray) problems.add(at([stray]), "url beside it", "a door that is opened by digits");
      continue;
    }
    if ((door.stateUrl === undefined) !== (door.openWhen === undefined)) {
      const missing = door.stateUrl === undefined ? "stateUrl" : "openWhen";
      problems.add(at([missing]), "stateUrl and openWhen together", `no ${missing}`);
      continue;
    }
    if (door.closedWhen !== undefined && door.openWhen === undefined) {
      problems.add(at(["closedWhen"]), "openWhen beside it", "none");
      continue;
    }
    const url = readDeviceUrl(door.url, at(["url"]), problems);
    const stateUrl = door.stateUrl === undefined ? null : readDeviceUrl(door.stateUrl, at(["stateUrl"]), problems);
    const access = readAccess(door, environment, at, problems);
    if (url === null || access === null) continue;
    doors.set(value.id, {
      url,
      method: door.method ?? "POST",
      ...access,
      stateUrl,
      openWhen: door.openWhen === undefined ? null : stateTestOf(door.openWhen),
      closedWhen: door.closedWhen === undefined ? null : stateTestOf(door.closedWhen),
    });
  }
  return doors;
}

/** What windows see of it. */
export function doorOf({ door }: StationFields): Pick<Station, "door" | "httpDoor"> {
  if (!door) return {};
  const { digits, words } = door;
  return digits === undefined
    ? { httpDoor: { words, readsState: door.stateUrl !== undefined } }
    : { door: { digits, words } };
}
