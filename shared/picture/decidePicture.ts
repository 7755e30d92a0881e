/** A site rule, after every press and alarm of a station that has a camera: take the picture of the moment. */
import type { Context } from "../desk/context.ts";
import { type Decision, done, nothing } from "../desk/decision.ts";
import type { NewEntry } from "../desk/entries.ts";
import type { Report } from "../desk/inputs.ts";
import { stationById } from "../dialing/directory.ts";
import type { PictureOrder } from "./picture.ts";

/** The decision with its orders for pictures: last, so that nothing of the alarm comes after them. */
export function withPictures({ desk, site }: Context, decision: Decision): Decision {
  const orders = decision.entries.flatMap((entry: NewEntry): PictureOrder[] => {
    if (entry.kind !== "eventOpened" && entry.kind !== "eventRepeated") return [];
    const { eventId } = entry.data;
    const stationId = "stationId" in entry.data ? entry.data.stationId : (desk.events[eventId]?.stationId ?? null);
    const has = stationId !== null && stationById(site, stationId)?.camera !== undefined;
    return has ? [{ type: "takePicture", eventId, stationId }] : [];
  });
  return orders.length === 0 ? decision : { ...decision, orders: [...decision.orders, ...orders] };
}

export function decidePicture({ desk, by }: Context, report: Extract<Report, { type: "pictureTaken" }>): Decision {
  const { eventId, stationId, hash, words } = report;
  if (!desk.events[eventId] && !desk.closed.some(({ id }) => id === eventId)) return nothing;
  return done([
    hash === null
      ? { kind: "pictureMissed", by, data: { eventId, stationId, words } }
      : { kind: "pictureKept", by, data: { eventId, stationId, hash } },
  ]);
}
