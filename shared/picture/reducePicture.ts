/** `reduce` for pictures: those of an event, also when it was closed meanwhile. */
import type { Entry } from "../desk/entries.ts";
import { patchEvent } from "../desk/patch.ts";
import type { Desk, PriorityEvent } from "../desk/state.ts";
import { picturesOfEvent } from "./picture.ts";

type PictureEntry = Extract<Entry, { kind: "pictureKept" | "pictureMissed" }>;

export function reducePicture(desk: Desk, entry: PictureEntry): Desk {
  const { eventId } = entry.data;
  const pictured = (event: PriorityEvent): Partial<PriorityEvent> =>
    entry.kind === "pictureMissed"
      ? { pictureMissed: entry.data.words }
      : {
          pictures: [...(event.pictures ?? []), { hash: entry.data.hash, at: entry.at }].slice(-picturesOfEvent),
          pictureMissed: null,
        };
  if (desk.events[eventId]) return patchEvent(desk, eventId, pictured);
  return {
    ...desk,
    closed: desk.closed.map((event) => (event.id === eventId ? { ...event, ...pictured(event) } : event)),
  };
}
